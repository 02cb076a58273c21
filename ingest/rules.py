"""Which of the labels found in a text stand, and how surely: the judgement that a word list alone does not have.

Concept schemes are of two kinds. In some a *mention* is enough (sectors, jurisdictions, materials, definitions). In
others a concept is a *claim* about a firm's decision (motives, barriers, outcomes) or about public support (criteria):
there an everyday word counts only where the text is about such a decision or such support.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from ingest.context import Context, Cue
from ingest.labels import Language, Rank
from ingest.matcher import Hit, How
from knowledge.concepts import Vocabulary

__all__ = ["ACCEPTED", "SUGGESTED", "Rules"]

ACCEPTED, SUGGESTED = 0.6, 0.5
CRITERIA, MOTIVES, KINDS = "criteria", "motives", "document-kinds"
CLAIMS = frozenset({MOTIVES, "alternatives", "barriers", "catalysts", "outcomes", "risks"})
OWN_LEVEL = frozenset({CRITERIA, "sectors"})
"""Schemes in which the bare name of a broader concept adds nothing to a narrower one beside it."""
BY_RANK = {Rank.PREFERRED: 0.95, Rank.ALTERNATIVE: 0.9, Rank.HIDDEN: 0.85}
BY_HOW = {How.EXACT: 1.0, How.LEMMA: 0.95, How.COORDINATED: 0.85, How.HEAD: 0.8, How.PHRASE: 0.75, How.PART: 0.7}
EVERYDAY_PART = 0.9
"""An everyday word as the first part of a compound (vracht in vrachtwagen) often means something else there."""
OUT_OF_CONTEXT = 0.4
ADJECTIVES = ("aal", "air", "baar", "eel", "end", "erd", "ief", "ig", "isch", "lijk", "loos", "wijd")
"""The endings by which a label is known as an adjective; other labels are nouns, of which -e makes another word."""
JOINERS = frozenset({"en", "of", ",", "and", "or"})


class Rules:
    """The rules, with what they need to know of the vocabulary."""

    def __init__(self, vocabulary: Vocabulary, labels: Iterable[tuple[tuple[str, ...], str]]) -> None:
        """`labels` are the words of each label with its concept."""
        self._broader = {concept.id: concept.broader for concept in vocabulary}
        self._meanings: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for keys, concept in labels:
            self._meanings[keys].add(concept)

    def judge(self, context: Context, hits: Sequence[Hit]) -> list[tuple[float, Hit]]:
        """The hits that stand, each with its confidence; below SUGGESTED nothing is kept."""
        negative = _by_word(hit for hit in hits if hit.form.rank is Rank.NEGATIVE)
        kept = [hit for hit in hits if hit.form.rank is not Rank.NEGATIVE and not _suppressed(hit, negative)]
        kept = [hit for hit in kept if _is_the_word(context, hit)]
        kept = _without_contained(kept)
        kept = [hit for hit in kept if not (_scheme(hit) in (MOTIVES, CRITERIA) and context.is_reference(hit.first))]
        kept = self._in_one_sense(context, kept)
        found = {hit.form.concept for hit in kept}
        scored = [(self._confidence(context, hit, found), hit) for hit in kept]
        return self._without_bare_names([(sure, hit) for sure, hit in scored if sure >= SUGGESTED])

    def _in_one_sense(self, context: Context, hits: Sequence[Hit]) -> list[Hit]:
        """A label that is both a motive and a criterion is one of them, the same throughout the text.

        It is a criterion where the text weighs a project (criteria, voorwaarden, de mate waarin), else a motive.
        """
        pairs = [(hit, self._pair(hit)) for hit in hits]
        weighs = {pair for hit, pair in pairs if pair and context.near(hit.first, Cue.WEIGHING, 0)}
        return [hit for hit, pair in pairs if not pair or (_scheme(hit) == CRITERIA) == (pair in weighs)]

    def _pair(self, hit: Hit) -> tuple[str, ...] | None:
        """The motive and the criterion that share this hit's label, when there are both."""
        if _scheme(hit) not in (MOTIVES, CRITERIA):
            return None
        meanings = self._meanings[hit.form.keys]
        pair = [next((c for c in sorted(meanings) if c.startswith(scheme)), "") for scheme in (MOTIVES, CRITERIA)]
        return tuple(pair) if all(pair) else None

    def _confidence(self, context: Context, hit: Hit, found: set[str]) -> float:
        form, scheme = hit.form, _scheme(hit)
        sure = BY_RANK[form.rank] * BY_HOW[hit.how]
        if hit.how is How.PART and form.is_everyday:
            sure *= EVERYDAY_PART
        if scheme == CRITERIA:
            fits = self._is_about_support(context, hit, found)
        elif scheme == KINDS:
            fits = not form.is_everyday
        elif scheme in CLAIMS and form.is_everyday:
            fits = context.near(hit.first, Cue.DECISION, 1)
            if scheme == MOTIVES:
                fits = fits and not context.near(hit.first, Cue.WEIGHING, 0)
        else:
            fits = True
        return sure if fits else sure * OUT_OF_CONTEXT

    def _is_about_support(self, context: Context, hit: Hit, found: set[str]) -> bool:
        """Whether a criterion stands where public support or a test is spoken of.

        A single word for a detail of one particular test (plafond, kmo's) also needs another concept of that test in
        the text, or talk of support in its own sentence.
        """
        if not context.near(hit.first, Cue.SUPPORT, 1) and not context.near(hit.first, Cue.WEIGHING, 1):
            return False
        concept = hit.form.concept
        parent = self._broader[concept]
        if len(hit.form.keys) > 1 or parent is None:
            return True
        family = {*self._above(concept), *(other for other, above in self._broader.items() if above == parent)}
        return bool((found & family) - {concept}) or context.near(hit.first, Cue.SUPPORT, 0)

    def _without_bare_names(self, scored: Sequence[tuple[float, Hit]]) -> list[tuple[float, Hit]]:
        """Leaves out the one-word name of a test (IPCEI) or branch (industrie) where a detail of it is named too."""
        above = {up for sure, hit in scored if sure >= ACCEPTED for up in self._above(hit.form.concept)}
        return [
            (sure, hit)
            for sure, hit in scored
            if not (_scheme(hit) in OWN_LEVEL and len(hit.form.keys) == 1 and hit.form.concept in above)
        ]

    def _above(self, concept: str) -> list[str]:
        """The broader concepts, nearest first."""
        found: list[str] = []
        up = self._broader[concept]
        while up is not None and up not in found:
            found.append(up)
            up = self._broader.get(up)
        return found


def _scheme(hit: Hit) -> str:
    return hit.form.concept.split("/", 1)[0]


def _by_word(hits: Iterable[Hit]) -> dict[int, list[Hit]]:
    """The hits by each word that they lie on, so that only neighbours are compared."""
    found: dict[int, list[Hit]] = defaultdict(list)
    for hit in hits:
        for index in range(hit.first, hit.last):
            found[index].append(hit)
    return found


def _suppressed(hit: Hit, negative: dict[int, list[Hit]]) -> bool:
    """Whether a negative label of the same concept covers it: the longest match wins, over whole words or parts."""
    return any(bad.form.concept == hit.form.concept and bad.covers(hit) for bad in negative.get(hit.first, ()))


def _is_the_word(context: Context, hit: Hit) -> bool:
    """Whether the words are those of the label, and not a name, a verb, or a word of the other language."""
    form = hit.form
    if form.language is Language.EN and not context.is_english and form.is_everyday:
        return False
    if not form.cased and form.label[:1].islower() and context.is_name(hit.first, hit.last):
        return False
    if len(form.keys) > 1 or hit.how is not How.LEMMA:
        return True
    word = context.words[hit.first]
    if word.hyphen or context.is_infinitive(hit.first):
        return False
    if form.cased or form.is_name:
        return word.key.startswith(form.keys[0][:-1])
    if word.key[-1] in "td" and form.keys[0][-1] not in "td":
        return False
    adjective = word.key.endswith("e") and not form.keys[0].endswith("e")
    return not adjective or form.keys[0].endswith(ADJECTIVES)


def _without_contained(hits: Sequence[Hit]) -> list[Hit]:
    """Leaves out a label that lies inside a longer one that means something else.

    Within a concept scheme that is any longer label, unless it only joins two things (kwaliteits- en kostenbeheersing).
    Across schemes both may stand, but a part of a compound yields to a label that is the whole compound.
    """
    whole: dict[int, set[str]] = defaultdict(set)
    for hit in hits:
        if hit.how <= How.LEMMA and hit.last == hit.first + 1:
            whole[hit.first].add(hit.form.concept)
    longer = _by_word(h for h in hits if h.how is not How.COORDINATED and not JOINERS.intersection(h.form.keys))
    kept = []
    for hit in hits:
        own = whole.get(hit.first)
        if hit.how in (How.PART, How.HEAD) and own and hit.form.concept not in own:
            continue
        if not any(_contains(other, hit) for other in longer.get(hit.first, ())):
            kept.append(hit)
    return kept


def _contains(other: Hit, hit: Hit) -> bool:
    same_scheme = _scheme(other) == _scheme(hit) and other.form.concept != hit.form.concept
    return same_scheme and other.region != hit.region and other.covers(hit)
