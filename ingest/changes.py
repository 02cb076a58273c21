"""What became of each word of a file on its way to the passages: what was joined, lifted, made plain or left out.

Nothing is taken from the cleaning itself. The words of the passages are sought in the words of the file, and every
difference is told; so the report also shows what the cleaning did without knowing it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache
from itertools import groupby

from ingest.blocks import Removed
from ingest.clean import SUPERSCRIPTS, characters, markup
from ingest.original import PAGE_END
from knowledge.documents import Passage, PassageKind, normalised
from knowledge.dutch import fold

__all__ = ["Change", "ChangeKind", "changes"]

GRAM = 3
"""So many words in a row show where a passage stands in the file."""
MARGIN = 12
"""So many words before the first and after the last that were found may belong to a passage too."""
REACH = 4_000
"""Words: how far apart the parts of one passage may stand, with notes and a page's end between them."""
MOST_PLACES = 40
GOOD = 0.6
"""A run of words at least this long, compared with the longest, is as good when it stands nearer."""
_SIGNS = re.compile(r"[\s\-*#|_>~`=+.•▪●◦‣·–—]*")
_NUMBER = re.compile(rf"\W*(?:\d{{1,4}}|[{SUPERSCRIPTS}]{{1,4}})\W*")
_LOWERED = str.maketrans(SUPERSCRIPTS, "0123456789")
_MARK_SIGNS = frozenset("0123456789[]^<>/sup().,*_" + SUPERSCRIPTS)


class ChangeKind(StrEnum):
    """What was done to words of the file."""

    JOINED = "joined"
    MARK = "note mark lifted"
    MOVED = "note moved"
    PLAIN = "signs made plain"
    LEFT_OUT = "left out"
    CHANGED = "changed"
    ADDED = "added"
    LOST = "in no passage"


@dataclass(frozen=True, slots=True)
class Change:
    """Words of the file and what stands for them in a passage. `page` counts from 1 where the file has pages, `line`
    counts from 1 in the page or the file; `passage` is the anchor of the passage, empty for what is in none."""

    kind: ChangeKind
    page: int | None
    line: int
    before: str
    after: str = ""
    passage: str = ""


def changes(original: str, passages: Sequence[Passage], removed: Iterable[Removed]) -> list[Change]:
    """Every difference between the words of a file and those of its passages, in the order of the file.

    A line end within a paragraph is no difference. Time grows with the length of the text.
    """
    return _Comparison(original).run(passages, removed)


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    page: int | None
    line: int


def _words(original: str) -> Iterator[_Word]:
    pages = original.split(PAGE_END)
    for number, page in enumerate(pages, start=1):
        for line, text in enumerate(page.split("\n"), start=1):
            for word in text.split():
                yield _Word(word, number if len(pages) > 1 else None, line)


class _Comparison:
    """The words of the file, and which of them have been found in a passage so far."""

    def __init__(self, original: str) -> None:
        self._words = list(_words(original))
        self._keys = [_key(word.text) for word in self._words]
        self._taken = [False] * len(self._words)
        self._places: dict[tuple[str, ...], list[int]] = {}
        for i in range(len(self._keys) - GRAM + 1):
            self._places.setdefault(tuple(self._keys[i : i + GRAM]), []).append(i)
        self._notes: set[str] = set()
        self._missing: list[tuple[str, Passage, int]] = []
        self._found: list[tuple[int, Change]] = []

    def run(self, passages: Sequence[Passage], removed: Iterable[Removed]) -> list[Change]:
        body = note = 0
        path: tuple[str, ...] = ()
        notes: dict[tuple[str, str], str] = {}
        for passage in passages:
            if passage.kind is PassageKind.FOOTNOTE and any(
                normalised(passage.text) in said for said in notes.values()
            ):
                continue  # it hangs on a passage too, and was found there
            for depth, heading in enumerate(passage.heading_path):
                if passage.heading_path[: depth + 1] != path[: depth + 1]:
                    body = self._take(heading, body, passage)
            path = passage.heading_path
            body = self._take(passage.text, body, passage)
            for hanging in passage.footnotes:
                if (hanging.number, hanging.text) not in notes:
                    notes[hanging.number, hanging.text] = normalised(hanging.text)
                    self._notes.add(_key(f"{hanging.number}{hanging.text}"))
                    note = self._take(f"{hanging.number} {hanging.text}", note, passage, note=True)
        self._scattered()
        self._rest(removed)
        return [change for _, change in sorted(self._found, key=lambda found: found[0])]

    def _take(self, text: str, after: int, passage: Passage, *, note: bool = False) -> int:
        """Finds a piece of a passage among the words that are left; gives the place where it ends."""
        wanted = [word for word in text.split() if word != "|"]
        window = self._window([_key(word) for word in wanted], after)
        matcher = SequenceMatcher(None, [self._words[i].text for i in window], wanted, autojunk=False)
        last = after
        first: int | None = None
        for what, i, j, k, m in matcher.get_opcodes():
            if what == "equal":
                for place in window[i:j]:
                    self._taken[place] = True
                first = window[i] if first is None else first
                last = window[j - 1] + 1
            else:
                self._pair(window[i:j], wanted[k:m], passage, window[i - 1] if i else after)
        if note and first is not None and last - first < REACH:
            start = text[:80] + (" …" if len(text) > 80 else "")
            self._tell(ChangeKind.MOVED, [first], "", passage, before=start)
        return last

    def _window(self, keys: Sequence[str], after: int) -> list[int]:
        """The places, not taken yet, among which the words of a piece stand."""
        pairs: list[tuple[int, int]] = []
        for j in range(len(keys) - GRAM + 1):
            places = [p for p in self._places.get(tuple(keys[j : j + GRAM]), ()) if not self._taken[p]]
            pairs += [(j, p) for p in reversed(places)] if len(places) <= MOST_PLACES else []
        hits = _longest_run(pairs, after)
        if hits:
            start = hits[0][1] - hits[0][0] - MARGIN
            end = hits[-1][1] + len(keys) - hits[-1][0] + MARGIN
        else:
            start, end = after - MARGIN, after + len(keys) + MARGIN * GRAM
        return [i for i in range(max(0, start), min(end, len(self._words))) if not self._taken[i]]

    def _pair(self, places: Sequence[int], wanted: Sequence[str], passage: Passage, near: int) -> None:
        """Tells of each word of a passage that does not stand in the file as it is what it was made of."""
        left = list(places)
        for word in wanted:
            made = _made_of(word, [self._words[i].text for i in left])
            if made is None:
                if not _SIGNS.fullmatch(word):
                    self._missing.append((word, passage, near))
                continue
            kind, chosen = made
            used = [left[n] for n in chosen]
            for place in used:
                self._taken[place] = True
            self._tell(kind, used, word, passage)
            left = left[chosen[-1] + 1 :] if len(chosen) == 1 else [i for i in left if i not in used]

    def _scattered(self) -> None:
        """Seeks the words that stood too far from the rest of their passage, among all that is left."""
        for word, passage, near in self._missing:
            left = [i for i in range(max(0, near - REACH), min(near + REACH, len(self._words))) if not self._taken[i]]
            texts = [self._words[i].text for i in left]
            if word in texts:
                self._taken[left[texts.index(word)]] = True
            elif made := _made_of(word, texts):
                used = [left[n] for n in made[1]]
                for place in used:
                    self._taken[place] = True
                self._tell(made[0], used, word, passage)
            else:
                self._tell(ChangeKind.ADDED, [near], word, passage, before="")

    def _rest(self, removed: Iterable[Removed]) -> None:
        """Tells of the words of the file that are in no passage."""
        reasons: dict[str, str] = {}
        for piece in removed:
            reasons.setdefault(_key(piece.text), piece.reason)
            for line in piece.text.split("\n"):
                reasons.setdefault(_key(line), piece.reason)
        loose = (i for i, taken in enumerate(self._taken) if not taken)
        for _, group in groupby(loose, key=lambda i: (self._words[i].page, self._words[i].line)):
            places = list(group)
            text = " ".join(self._words[i].text for i in places)
            if _SIGNS.fullmatch(text):
                kind, after = ChangeKind.PLAIN, ""
            elif reason := reasons.get(_key(text)):
                kind, after = ChangeKind.LEFT_OUT, reason
            elif _NUMBER.fullmatch(text):
                kind, after = ChangeKind.MARK, ""
            elif len(places) >= GRAM and any(_key(text) in note for note in self._notes):
                kind, after = ChangeKind.MOVED, "stands in the file more than once"
            else:
                kind, after = ChangeKind.LOST, ""
            self._tell(kind, places, after, None)

    def _tell(
        self, kind: ChangeKind, places: Sequence[int], after: str, passage: Passage | None, before: str | None = None
    ) -> None:
        place = min(places[0], len(self._words) - 1)
        word = self._words[place]
        said = " ".join(self._words[i].text for i in places) if before is None else before
        anchor = passage.anchor if passage is not None else ""
        self._found.append((place, Change(kind, word.page, word.line, said, after, anchor)))


def _longest_run(pairs: Sequence[tuple[int, int]], after: int) -> list[tuple[int, int]]:
    """Of pairs of a place in a piece and one in the file, the most that rise in both, without a gap beyond REACH.

    `pairs` rise in the first and fall in the second. Of runs that are about as long the nearest behind `after` is
    taken: a line may be broken elsewhere in the copy that is meant.
    """
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for n, (_, place) in enumerate(pairs):
        k = bisect_left(tails, place)
        before.append(ends[k - 1] if k else -1)
        if k == len(tails):
            tails.append(place)
            ends.append(n)
        else:
            tails[k], ends[k] = place, n
    chain: list[tuple[int, int]] = []
    n = ends[-1] if ends else -1
    while n >= 0:
        chain.append(pairs[n])
        n = before[n]
    chain.reverse()
    runs: list[list[tuple[int, int]]] = []
    for hit in chain:
        if not runs or hit[1] - runs[-1][-1][1] > REACH:
            runs.append([])
        runs[-1].append(hit)
    most = max(map(len, runs), default=0)
    good = [run for run in runs if len(run) >= GOOD * most]
    return min(good, key=lambda run: (run[0][1] < after - MARGIN, abs(run[0][1] - after)), default=[])


@lru_cache(maxsize=20_000)
def _key(text: str) -> str:
    """A text as words are compared when they are sought: letters and digits, without case and accents."""
    return re.sub(r"\W+", "", fold(markup(characters(text))))


def _made_of(word: str, candidates: Sequence[str]) -> tuple[ChangeKind, list[int]] | None:
    """Of which of the words of the file, in their order, a word of a passage was made, and how."""
    for n, candidate in enumerate(candidates):
        if _plain(candidate) == _plain(word):
            return ChangeKind.PLAIN, [n]
        if _without_mark(candidate, word):
            return ChangeKind.MARK, [n]
        joined = _joined(word, candidates, n)
        if joined:
            return ChangeKind.JOINED, joined
    letters = _letters(word)
    for n, candidate in enumerate(candidates):
        if letters and _letters(candidate) == letters:
            return ChangeKind.CHANGED, [n]
    return None


def _joined(word: str, candidates: Sequence[str], first: int) -> list[int]:
    """The places of the parts of which a word was joined, or none."""
    whole, chosen = _plain(candidates[first]), [first]
    for m in range(first + 1, len(candidates)):
        bare = re.sub(r"[-\u00ad]$", "", whole)
        if not bare or len(bare) >= len(word) or not word.startswith(bare):
            return []
        following = _plain(candidates[m])
        for longer in (bare + following, whole + following):
            # a hyphen at a line's end takes the place of a diaeresis: fold
            if fold(longer) == fold(_plain(word)) or _without_mark(longer, word):
                return [*chosen, m]
            if following and word.startswith(re.sub(r"-$", "", longer)):
                whole, chosen = longer, [*chosen, m]
                break
    return []


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", _plain(text))


@lru_cache(maxsize=20_000)
def _plain(text: str) -> str:
    plain = markup(characters(re.sub("[\u0002\ufffe]$", "-", text))).strip("|")
    return plain.translate(_LOWERED)


def _without_mark(longer: str, word: str) -> bool:
    """Whether a word is what remains of a longer one when digits and the signs of a note mark are taken out of it."""
    rest = Counter(longer)
    rest.subtract(word)
    if not 0 < len(longer) - len(word) <= 24 or any(n < 0 for n in rest.values()):
        return False
    if not any(sign.isdigit() or sign in SUPERSCRIPTS for sign, n in rest.items() if n):
        return False
    letters = iter(longer)
    return all(sign in letters for sign in word) and all(sign in _MARK_SIGNS for sign, n in rest.items() if n)
