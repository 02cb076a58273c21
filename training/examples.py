"""From pairs of texts to pairs of rows."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.dutch import MIN_COMPOUND, lexicon
from search.pieces import Pieces, plain_words
from training.rows import Rows
from training.sources import Kind, Pair
from training.student import Example

__all__ = ["Reader", "make_examples"]

_TIMES = {Kind.SENTENCE: 3, Kind.OWN_SENTENCE: 3, Kind.OWN_TERM: 2}
"""How often a pair is seen in an epoch, where it is not once."""
_MOST_PARTS = 4


class Reader:
    """Reads texts into rows, a Dutch word in its Dutch sense and an English one in its English sense."""

    def __init__(self, rows: Rows) -> None:
        self._names = list(rows.row_of)
        self._row_of = rows.row_of
        self._pieces = Pieces({name: number for number, name in enumerate(self._names)})

    def rows(self, words: Iterable[str], *, english: bool = False) -> tuple[int, ...]:
        """The rows of some plain words; what is unknown is left out."""
        found = (self._row_of[self._names[t]] for word in words for t in self._pieces.of(word, english=english))
        return tuple(row for row in found if row)

    def parts(self, word: str) -> tuple[int, ...]:
        """The rows of the parts of a Dutch compound; nothing where it is none or a part is unknown."""
        if len(word) < MIN_COMPOUND:
            return ()
        parts = lexicon().split(word)
        if not 1 < len(parts) <= _MOST_PARTS or any(part not in self._row_of for part in parts):
            return ()
        return self.rows(parts)


def make_examples(pairs: list[Pair], words: list[str], rows: Rows, number_of: dict[str, int]) -> list[Example]:
    """What is trained on. `words` are the teacher's own, learned as English; `number_of` gives the target of a text.

    A Dutch word that is a compound is seen a second time as its parts, so that parts learn what compounds mean.
    """
    reader = Reader(rows)
    examples: list[Example] = []
    for pair in pairs:
        dutch_words = plain_words(pair.dutch)
        dutch, english = reader.rows(dutch_words), reader.rows(plain_words(pair.english), english=True)
        if not dutch or not english:
            continue
        target = number_of[pair.english]
        examples += [Example(dutch, english, target)] * _TIMES.get(pair.kind, 1)
        if len(dutch_words) == 1 and (parts := reader.parts(dutch_words[0])):
            examples.append(Example(parts, english, target))
    for word in words:
        if english := reader.rows([word], english=True):
            examples.append(Example(english, english, number_of[word]))
    return examples
