"""Where labels are found: forms of words, compounds, capitals, white space, and what must not be found."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.labels import Rank, base, key, words
from ingest.matcher import Hit, How, Matcher
from knowledge.concepts import ConceptScheme, Vocabulary
from tests.conftest import ROOT
from tests.ingest.small_vocabulary import vocabulary
from tests.test_house import loaded_by

TEXTS = st.text(max_size=200) | st.text(
    alphabet=st.sampled_from("aeilnorstkd\u00e9\u0301 \u0130\u00df\u0133\u2019'-\u00ad.,;?\n\U0001f600\u00b9\u2082()/"),
    max_size=200,
)


@cache
def matcher() -> Matcher:
    return Matcher(vocabulary())


def found(text: str, *, english: bool = False) -> dict[str, set[How]]:
    """The concepts found, each with the ways in which it was."""
    hits: dict[str, set[How]] = {}
    for hit in matcher().find(words(text), english=english):
        if hit.form.rank is not Rank.NEGATIVE:
            hits.setdefault(hit.form.concept, set()).add(hit.how)
    return hits


def quotes(text: str, concept: str) -> set[str]:
    """The words of the text in which the concept was found."""
    tokens = words(text)
    return {text[tokens[h.first].start : tokens[h.last - 1].end] for h in _hits(text) if h.form.concept == concept}


def _hits(text: str) -> list[Hit]:
    return matcher().find(words(text))


@pytest.mark.parametrize(
    ("text", "concept", "how"),
    [
        ("het Thuismerk telt", "motives/home-brand", How.EXACT),
        ("een nieuwe batterij", "sectors/batteries", How.LEMMA),
        ("flexibel produceren vraagt flexibele producties", "motives/flexibility", How.LEMMA),
        ("de loonkostenkloof groeit", "motives/labour-cost", How.PART),
        ("het beroepsonderwijs groeit", "sectors/education", How.HEAD),
        ("kwaliteits- en kostenbeheersing", "motives/quality-control", How.COORDINATED),
        ("locatievoordelen en -nadelen", "motives/location", How.COORDINATED),
        ("een flexibele en goedkope productie", "motives/flexibility", How.COORDINATED),
        ("problemen in de aanvoerketens", "motives/supply-disruption", How.PHRASE),
        ("besparing van andere kosten", "motives/cost-control", How.PHRASE),
        ("Strategic autonomy in het Nederlands", "motives/autonomy", How.EXACT),
    ],
)
def test_a_label_is_found_in_many_forms(text: str, concept: str, how: How) -> None:
    assert how in found(text)[concept]


@pytest.mark.parametrize("text", ["strategische  autonomie", "strategische\nautonomie", "strategische-autonomie"])
def test_white_space_and_hyphens_do_not_matter(text: str) -> None:
    assert quotes(text, "motives/autonomy") == {text}


@pytest.mark.parametrize("text", ["strategische. Autonomie", "strategische, autonomie", "strategische; autonomie"])
def test_a_label_does_not_reach_over_punctuation(text: str) -> None:
    assert "motives/autonomy" not in found(text)


def test_a_note_number_that_was_glued_to_a_word_does_not_hide_it() -> None:
    assert quotes("een thuismerk12 telt", "motives/home-brand") == {"thuismerk"}
    assert quotes("een thuismerk\u00b9\u00b2 telt", "motives/home-brand") == {"thuismerk"}


@pytest.mark.parametrize(
    ("text", "concept", "expected"),
    [
        ("AI rukt op", "motives/digitalisation", True),
        ("ai ai, dat deed pijn", "motives/digitalisation", False),
        ("bij FIT aankloppen", "jurisdictions/fit", True),
        ("een fit bedrijf", "jurisdictions/fit", False),
        ("een fabriek in Namen", "jurisdictions/namur", True),
        ("de namen van de firma's", "jurisdictions/namur", False),
        ("een Koreaanse wet", "jurisdictions/korea", True),
    ],
)
def test_abbreviations_and_names_need_their_capitals(text: str, concept: str, expected: bool) -> None:
    assert (concept in found(text)) is expected


def test_accents_are_folded_and_the_span_keeps_them() -> None:
    text = "de flexibele prod\u00factie \U0001f600 en het th\u0075\u0308ismerk"
    assert quotes(text, "motives/flexibility") == {"flexibele prod\u00factie"}
    assert quotes(text, "motives/home-brand") == {"th\u0075\u0308ismerk"}


def test_a_label_is_no_mere_run_of_letters() -> None:
    assert "sectors/education" not in found("het xonderwijsx")
    assert "motives/home-brand" not in found("een xthuismerk")


def test_no_compound_parts_are_sought_in_english() -> None:
    assert "motives/labour-cost" not in found("the loonkostenkloof", english=True)


@given(TEXTS)
def test_words_lie_in_order_and_apart(text: str) -> None:
    tokens = words(text)
    assert all(text[t.start : t.end] == t.text and t.key for t in tokens)
    assert all(a.end <= b.start for a, b in pairwise(tokens))


@given(st.text(min_size=1, max_size=40))
def test_the_key_of_a_key_and_the_base_of_a_word_exist(word: str) -> None:
    assert key(word)
    assert base(key(word)) or key(word) == "'s"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Wij produceren er veel goedkoper.", False), ("De koperprijs stijgt.", True), ("Er is grondstofkoper.", True)],
)
def test_a_word_that_only_ends_like_a_label_does_not_name_it(text: str, expected: bool) -> None:
    concept = {"id": "materials/copper", "pref": {"nl": "koper"}, "definition": {"nl": "Metaal."}, "source": ["test"]}
    scheme = {"id": "materials", "title": {"nl": "stoffen"}, "description": {"nl": "stoffen"}}
    own = Matcher(Vocabulary([ConceptScheme.model_validate({"scheme": scheme, "concepts": [concept]})]))
    assert bool(own.find(words(text))) is expected


@settings(deadline=None, max_examples=150)
@given(TEXTS)
def test_every_hit_lies_in_the_text(text: str) -> None:
    tokens = words(text)
    for hit in matcher().find(tokens):
        assert 0 <= hit.first < hit.last <= len(tokens)
        assert hit.region[0] < hit.region[1]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.sampled_from(["loon", "kosten", "s", "kloof", "thuis", "merk", "onderwijs", "en", "industrie"]), max_size=8
    )
)
def test_parts_of_any_compound_lie_in_it(parts: list[str]) -> None:
    word = "".join(parts)
    for form, start, end in matcher().parts(word):
        assert 0 <= start < end <= len(word)
        assert end - start < len(word)
        assert form.is_part


def test_a_concept_that_is_out_of_use_is_not_found() -> None:
    kept = {"id": "criteria/support", "pref": {"nl": "steun"}, "alt": {"nl": ["ondersteuning"]}}
    gone = {"id": "criteria/aid", "pref": {"nl": "subsidie"}, "alt": {"nl": ["hulpgeld"]}, "negative": ["steun"]}
    filled = {"definition": {"nl": "Een begrip."}, "source": ["test"]}
    told = {"deprecated": {"nl": "Opgegaan in steun."}, "replaced_by": "criteria/support"}
    for fields, expected in (({}, {"criteria/aid", "criteria/support"}), (told, {"criteria/support"})):
        scheme = {
            "scheme": {"id": "criteria", "title": {"nl": "criteria"}, "description": {"nl": "criteria"}},
            "concepts": [filled | kept, filled | gone | fields],
        }
        hits = Matcher(Vocabulary([ConceptScheme.model_validate(scheme)])).find(
            words("de subsidie en de ondersteuning")
        )
        assert {hit.form.concept for hit in hits} == expected


def test_an_installed_trained_pipeline_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    import spacy

    from ingest import language

    asked: list[str] = []

    def load(name: str, **options: object) -> str:
        asked.append(name)
        return "trained"

    monkeypatch.setattr(language, "TRAINED", ("spacy",))
    monkeypatch.setattr(spacy, "load", load)
    assert language.pipeline() == "trained"
    assert asked == ["spacy"]


def test_making_one_loads_no_torch() -> None:
    """spaCy would: seconds of every ingest, and nothing of it is used. Who wants torch afterwards can have it."""
    code = "from knowledge.concepts import Vocabulary; from ingest.matcher import Matcher; Matcher(Vocabulary([]))\n"
    code += "import importlib.util; assert importlib.util.find_spec('torch')"
    assert not loaded_by(code, cwd=ROOT) & {"torch", "transformers"}
