"""The shipped schemes: those that were asked for, true to the sources, with examples, dates and silences."""

from __future__ import annotations

import datetime
import re
import textwrap
from pathlib import Path

import pytest

from knowledge.base import Citation
from knowledge.catalogue import CONTENT, Catalogue, catalogue, cited
from knowledge.checklists import scope
from knowledge.conditions import applies, check_conditions
from knowledge.documents import Source
from knowledge.facts import Fact
from knowledge.laws import law_changes, law_notices
from knowledge.profiles import Profile
from knowledge.reach import unreachable
from knowledge.reading import read_record
from knowledge.schemes import Criterion, Group, Operator, Scheme, SchemeKind, SchemeStatus, Weight

ROOT = Path(__file__).resolve().parents[2]

TEXTS = {
    "serv-advies-reshoring-2022": "000-*.txt",
    "vlaams-parlement-verslag-1563": "001-*.txt",
    "serv-rapport-reshoring-2022": "002-*.txt",
}
"""The sources of which the text lies beside the project where we work; the others are cited without an anchor."""

ASKED: dict[str, tuple[str, ...]] = {
    "SERV direct support": ("serv-direct-support", "serv-direct-support-parliament"),
    "the minister's conditions": ("minister-conditions",),
    "state aid, article 107": ("state-aid-article-107",),
    "exceptions and GBER": ("state-aid-compatibility",),
    "IPCEI": ("ipcei",),
    "temporary crisis framework": ("temporary-crisis-framework-2022",),
    "WTO subsidy test": ("wto-subsidy-test",),
    "Emilia-Romagna": ("emilia-romagna-law-14-2014",),
    "Korea U-turn": ("korea-u-turn-act-2013",),
    "social-economy opportunity": ("social-economy-opportunity", "social-economy-call-2021"),
    "strategic value chain": ("strategic-value-chain",),
    "raw-material criticality": ("raw-material-criticality",),
    "FDI screening": ("fdi-screening-scope", "fdi-screening-risks"),
    "procurement": ("public-procurement",),
    "the firm's own decision": ("own-decision-check",),
    "good-practice interview": ("good-practice-interview",),
}
"""What was asked for, and the schemes that answer it; two where one list would ask in two directions."""

NO_TEST = {
    "criteria/csrd-scope": "which firms must report on sustainability: a duty of a firm, not a test of a project",
}
"""Concepts among the criteria that no scheme asks about, and why."""

VALID = {
    "emilia-romagna-law-14-2014": ("2014", None),
    "fdi-screening-risks": ("2023-01-01", None),
    "fdi-screening-scope": ("2023-01-01", None),
    "good-practice-interview": ("2023-01-12", None),
    "ipcei": ("2022-01-01", None),
    "korea-u-turn-act-2013": ("2013", None),
    "minister-conditions": ("2023-01-12", None),
    "own-decision-check": (None, None),
    "public-procurement": ("2022-12-05", None),
    "raw-material-criticality": ("2011", None),
    "serv-direct-support": ("2022-12-05", None),
    "serv-direct-support-parliament": ("2023-01-12", None),
    "social-economy-call-2021": ("2021", "2021-11-03"),
    "social-economy-opportunity": ("2018-11", None),
    "state-aid-article-107": (None, None),
    "state-aid-compatibility": (None, None),
    "strategic-value-chain": ("2019", None),
    "temporary-crisis-framework-2022": ("2022-03-23", "2022-10-27"),
    "wto-subsidy-test": (None, None),
}
"""From when until when each scheme holds, as the sources give it; None where they do not."""


@pytest.fixture(scope="module")
def known() -> Catalogue:
    """Everything that ships."""
    return catalogue()


def lines(known: Catalogue) -> list[tuple[str, Criterion]]:
    """Every criterion with a name to tell it by."""
    return [(f"{s.id}: {c.id}", c) for s in known.schemes.values() for c in s.criteria]


def line(known: Catalogue, scheme: str, criterion: str) -> Criterion:
    """One criterion of a scheme."""
    return next(c for c in known.scheme(scheme).criteria if c.id == criterion)


def test_every_scheme_that_was_asked_for_is_there_and_no_other(known: Catalogue) -> None:
    assert sorted(name for names in ASKED.values() for name in names) == sorted(known.schemes)
    assert sorted(VALID) == sorted(known.schemes)
    assert {p.stem for p in (CONTENT / "schemes").glob("*.yml")} == set(known.schemes)


def test_every_kind_and_status_is_used(known: Catalogue) -> None:
    assert {s.kind for s in known.schemes.values()} == set(SchemeKind)
    assert {s.status for s in known.schemes.values()} == set(SchemeStatus)
    for scheme in known.schemes.values():
        assert "kind" in scheme.model_fields_set, scheme.id


def test_every_criterion_asks_shows_proves_and_says_what_is_ours(known: Catalogue) -> None:
    for where, criterion in lines(known):
        assert criterion.question.endswith("?"), where
        assert criterion.citations, where
        assert criterion.judgement, where
        assert criterion.concepts, where
        assert criterion.examples_yes, where
        assert criterion.examples_no, where


def test_no_text_stands_in_two_lists_of_a_criterion(known: Catalogue) -> None:
    for where, criterion in lines(known):
        told = (*criterion.evidence, *criterion.examples_yes, *criterion.examples_no)
        assert len(set(told)) == len(told), where
        assert all(text[0].isupper() or not text[0].isalpha() for text in told), where


def test_every_test_among_the_criteria_is_asked_by_a_scheme(known: Catalogue) -> None:
    asked = {concept for _, criterion in lines(known) for concept in criterion.concepts}
    tests = {concept.id for concept in known.vocabulary.of("criteria")}
    assert tests - asked == NO_TEST.keys()


def test_the_own_check_asks_about_every_barrier_risk_and_alternative(known: Catalogue) -> None:
    asked = {concept for c in known.scheme("own-decision-check").criteria for concept in c.concepts}
    for name in ("barriers", "risks", "alternatives"):
        assert {concept.id for concept in known.vocabulary.of(name)} <= asked, name


def test_the_dates_are_those_of_the_sources(known: Catalogue) -> None:
    told = {s.id: (s.valid_from.value, s.valid_until.value) for s in known.schemes.values()}
    assert told == VALID


def test_a_date_that_no_source_of_ours_gives_is_explained(known: Catalogue) -> None:
    crisis = known.scheme("temporary-crisis-framework-2022")
    assert "28 oktober 2022" in crisis.summary
    assert "tijdelijk-crisiskader-oktober-2022" in {c.source for c in crisis.citations}
    for name in ("fdi-screening-scope", "fdi-screening-risks"):
        assert "1 juli" in known.scheme(name).summary
        assert known.scheme(name).status is SchemeStatus.PROPOSED


@pytest.mark.parametrize(
    ("scheme", "inside", "outside"),
    [
        ("temporary-crisis-framework-2022", datetime.date(2022, 9, 9), datetime.date(2022, 3, 22)),
        ("temporary-crisis-framework-2022", datetime.date(2022, 10, 27), datetime.date(2026, 11, 21)),
        ("social-economy-call-2021", datetime.date(2021, 11, 3), datetime.date(2021, 11, 4)),
        ("social-economy-call-2021", datetime.date(2021, 1, 1), datetime.date(2020, 12, 31)),
        ("ipcei", datetime.date(2022, 1, 1), datetime.date(2021, 12, 31)),
        ("minister-conditions", datetime.date(2023, 1, 12), datetime.date(2023, 1, 11)),
    ],
)
def test_a_past_day_can_be_asked(known: Catalogue, scheme: str, inside: datetime.date, outside: datetime.date) -> None:
    profile = Profile.model_validate({"route": {"destination": "jurisdictions/be-vlg"}, "social_partner": "ja"})
    assert scope(known.scheme(scheme), profile, known.vocabulary, inside).applies is True
    assert scope(known.scheme(scheme), profile, known.vocabulary, outside).applies is False


def test_a_scheme_that_rests_on_a_replaced_text_says_so(known: Catalogue) -> None:
    today, before = datetime.date(2026, 11, 21), datetime.date(2023, 6, 30)
    for name in ("fdi-screening-scope", "fdi-screening-risks"):
        scheme = known.scheme(name)
        (told,) = law_notices(
            scheme, known.sources, today, {criterion.id: criterion.id for criterion in scheme.criteria}
        )
        assert "sinds 1 juli 2023 vervangen door 'Samenwerkingsakkoord" in told
        assert not list(law_notices(scheme, known.sources, before, {}))


def test_no_law_changed_after_a_scheme_was_reviewed(known: Catalogue) -> None:
    changes = {s.id: list(law_changes(s, known.sources)) for s in known.schemes.values()}
    assert [change.source for change in changes["state-aid-compatibility"]] == ["agvv"]
    assert not [change for found in changes.values() for change in found if change.after_review]


def test_the_crisis_framework_names_the_contradiction_and_decides_it_for_nobody(known: Catalogue) -> None:
    ceiling = line(known, "temporary-crisis-framework-2022", "ceiling-other")
    assert {"500.000", "400.000"} <= set(re.findall(r"\d{3}\.000", ceiling.meaning))
    assert "tegenstrijdig" in ceiling.meaning
    assert ceiling.judgement is not None
    named = [conflict for conflict in known.conflicts if conflict in ceiling.judgement]
    assert named == ["crisiskader-plafond-500000-of-400000"]
    both = {c.anchor for p in known.conflicts[named[0]].positions for c in p.citations if c.anchor}
    assert both <= {c.anchor for c in ceiling.citations}


@pytest.mark.parametrize(
    ("sector", "ceiling"),
    [
        ("sectors/agriculture", "ceiling-agriculture"),
        ("sectors/fishing-aquaculture", "ceiling-fisheries"),
        ("sectors/machinery", "ceiling-other"),
    ],
)
def test_each_sector_meets_its_own_ceiling(known: Catalogue, sector: str, ceiling: str) -> None:
    profile = Profile.model_validate({"sector": sector})
    ceilings = [c for c in known.scheme("temporary-crisis-framework-2022").criteria if c.id.startswith("ceiling-")]
    assert [c.id for c in ceilings if applies(c, profile, known.vocabulary)] == [ceiling]


def test_the_five_conditions_of_state_aid_come_from_outside_and_say_so(known: Catalogue) -> None:
    scheme = known.scheme("state-aid-article-107")
    assert [c.id for c in scheme.criteria] == [
        "undertaking",
        "state-resources",
        "advantage",
        "selectivity",
        "distortion-and-trade",
    ]
    assert all(c.weight is Weight.KNOCK_OUT and c.group is Group.CRITERION for c in scheme.criteria)
    for criterion in scheme.criteria:
        assert {"vweu", "mededeling-begrip-staatssteun-2016"} <= {c.source for c in criterion.citations}
        assert all(c.anchor is None for c in criterion.citations if c.source not in TEXTS)
        assert "niet in de SERV-teksten" in str(criterion.judgement)
    assert "somt ze niet op" in scheme.summary


def test_a_test_in_which_yes_is_no_good_news_says_so(known: Catalogue) -> None:
    for name in ("state-aid-article-107", "fdi-screening-scope"):
        outcomes = known.scheme(name).outcomes
        assert outcomes.meets is not None and outcomes.fails is not None, name
    for name in ("fdi-screening-risks", "wto-subsidy-test"):
        assert "betekent" in known.scheme(name).summary, name


def test_only_what_the_sources_or_the_law_make_hard_is_a_knock_out(known: Catalogue) -> None:
    hard = {s.id: sorted(c.id for c in s.criteria if c.weight is Weight.KNOCK_OUT) for s in known.schemes.values()}
    for soft in (
        "own-decision-check",
        "strategic-value-chain",
        "social-economy-opportunity",
        "fdi-screening-risks",
        "serv-direct-support-parliament",
        "good-practice-interview",
    ):
        assert hard[soft] == [], soft
    assert hard["wto-subsidy-test"] == ["export-subsidy", "local-content"]
    assert hard["public-procurement"] == ["equal-treatment"]
    assert hard["state-aid-compatibility"] == ["notified-or-exempt"]
    for scheme in known.schemes.values():
        if hard[scheme.id] and scheme.status is not SchemeStatus.EXPLANATION:
            assert re.search(r"uitsluit|samen", scheme.summary), scheme.id


def test_the_wto_test_keeps_report_and_agreement_apart(known: Catalogue) -> None:
    scheme = known.scheme("wto-subsidy-test")
    assert "ruimer" in scheme.summary
    assert {c.source for c in line(known, scheme.id, "export-subsidy").citations} == {"wto-scm"}


def test_the_interview_asks_the_four_questions_of_parliament_first_and_judges_nothing(known: Catalogue) -> None:
    scheme = known.scheme("good-practice-interview")
    assert scheme.kind is SchemeKind.INTERVIEW
    assert [c.id for c in scheme.criteria][:4] == ["steps", "challenges", "success-factors", "benefits"]
    assert all(c.weight is Weight.OPEN for c in scheme.criteria)
    fields = {
        "stayed-abroad",
        "barriers",
        "motives",
        "automation",
        "partner",
        "outcome",
        "jobs",
        "lesson",
        "definition",
    }
    assert fields <= {c.id for c in scheme.criteria}


def test_conditions_hang_on_facts_that_the_sources_name(known: Catalogue) -> None:
    conditions = [c for s in known.schemes.values() for c in s.applies_when]
    conditions += [c for _, criterion in lines(known) for c in criterion.applies_when]
    facts = {c.fact for c in conditions}
    assert facts == {Fact.SECTOR, Fact.ROUTE_FROM, Fact.ROUTE_TO, Fact.SIZE, Fact.SOCIAL_PARTNER, Fact.AID_FORM}
    assert [told for s in known.schemes.values() for told in unreachable(s, known.vocabulary)] == []


def test_where_a_source_is_silent_many_lines_say_so(known: Catalogue) -> None:
    silent = [where for where, criterion in lines(known) if criterion.not_stated]
    assert len(silent) >= 50
    assert line(known, "strategic-value-chain", "market-potential").not_stated
    assert line(known, "emilia-romagna-law-14-2014", "innovation-level").not_stated
    assert "Dertien van de 22" in str(line(known, "own-decision-check", "locations").not_stated)


def test_every_law_has_a_date_and_a_safe_address(known: Catalogue) -> None:
    for where, criterion in lines(known):
        for reference in criterion.legal:
            assert reference.date.value, where
            assert reference.url is None or reference.url.startswith("https://eur-lex.europa.eu/"), where


def flat(text: str) -> str:
    """A text as one line: words that a line's end broke are joined, white space is collapsed."""
    return " ".join(re.sub(r"(\w)-\s*\n\s*(?=\w)", r"\1", text).split())


def citations(known: Catalogue) -> list[tuple[str, Citation]]:
    """Every citation of the schemes with the scheme that it stands in."""
    return [(s.id, citation) for s in known.schemes.values() for citation in cited(s)]


@pytest.mark.corpus
def test_every_anchor_stands_in_the_document_that_it_points_to(known: Catalogue, shared: Path) -> None:
    texts = {}
    for source, pattern in TEXTS.items():
        (path,) = (shared / "corpus").glob(pattern)
        texts[source] = flat(path.read_text(encoding="utf-8"))
    ours = [(name, c) for name, c in citations(known) if c.source in texts]
    assert len(ours) > 250
    assert [(name, c.locator) for name, c in ours if c.anchor is None] == []
    assert [(name, c.anchor) for name, c in ours if str(c.anchor) not in texts[c.source]] == []


def test_a_source_without_text_is_cited_without_an_anchor_and_is_known(known: Catalogue) -> None:
    outside = [c for _, c in citations(known) if c.source not in TEXTS]
    assert outside
    assert all(c.anchor is None for c in outside)
    assert {c.source for c in outside} <= {p.stem for p in (CONTENT / "sources").glob("*.yml")}


def test_the_example_of_the_how_to_is_a_scheme_as_it_stands(known: Catalogue, tmp_path: Path) -> None:
    page = (ROOT / "docs" / "how-to" / "add-a-scheme.md").read_text(encoding="utf-8")
    source_file, scheme_file = tmp_path / "de-minimis-2023.yml", tmp_path / "de-minimis-aid.yml"
    for path, block in zip(
        (source_file, scheme_file), re.findall(r"^ {3}```yaml\n(.*?)^ {3}```", page, re.M | re.S), strict=False
    ):
        path.write_text(textwrap.dedent(block), encoding="utf-8")
    source, scheme = read_record(source_file, Source), read_record(scheme_file, Scheme)
    assert {c.source for c in cited(scheme)} == {source.id}
    assert scheme.id not in known.schemes
    assert check_conditions(scheme, known.vocabulary) == []
    assert unreachable(scheme, known.vocabulary) == []
    assert [c for line in scheme.criteria for c in line.concepts if c not in known.vocabulary] == []


def test_the_how_to_explains_every_field() -> None:
    page = (ROOT / "docs" / "how-to" / "add-a-scheme.md").read_text(encoding="utf-8")
    told = [*Scheme.model_fields, *Criterion.model_fields, *(f.value for f in Fact), *(o.value for o in Operator)]
    told += [*(w.value for w in Weight), *(g.value for g in Group), *(k.value for k in SchemeKind)]
    told += [status.value for status in SchemeStatus]
    assert [name for name in told if f"`{name}`" not in page] == []
