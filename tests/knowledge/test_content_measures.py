"""The shipped measures, schemes, figures, conflicts and abbreviations: complete, cited, and true to the documents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.base import Basis, Citation, Record, Stated
from knowledge.catalogue import CONTENT, Catalogue, cited, concepts_of, read_vocabulary
from knowledge.concepts import Vocabulary
from knowledge.facts import Fact
from knowledge.figures import Abbreviation, Conflict, Figure, Glossary
from knowledge.measures import Measure, MeasureKind, MeasureStatus
from knowledge.reading import read_record
from knowledge.schemes import Criterion, Group, Scheme, SchemeStatus, Weight

TEXTS = {
    "serv-advies-reshoring-2022": "000-*.txt",
    "vlaams-parlement-verslag-1563": "001-*.txt",
    "serv-rapport-reshoring-2022": "002-*.txt",
}
OUTSIDE = {path.stem for path in (CONTENT / "sources").glob("*.yml")} - TEXTS.keys()
"""The sources of which we do not have the text."""

MAP: dict[str, tuple[str, ...]] = {
    "ME01": ("japan-ketensteun-2020",),
    "ME02": ("taiwan-onderzoekssteun",),
    "ME03": ("zuid-korea-u-turn-act-2013",),
    "ME04": ("frankrijk-relance-relocalisatie", "frankrijk-colbert-2-0"),
    "ME05": (
        "vk-reshore-uk",
        "vk-reshoring-uk-2016",
        "vk-high-value-manufacturing-catapult-2011",
        "vk-innovate-uk",
        "vk-sector-deals",
    ),
    "ME06": ("nederland-sectorplannen-2014", "nederland-regeerakkoord-2017-banen-via-reshoring"),
    "ME07": ("emilia-romagna-wet-14-2014",),
    "ME08": (
        "vs-bringing-jobs-home",
        "vs-belasting-milieu-tarieven-trump",
        "vs-buy-american-biden",
        "vs-chips-act-inflation-reduction-act-2022",
        "vs-firrma-2018",
        "vs-ecra-2018",
        "duitsland-innovatie-en-hightech",
    ),
    "ME09": ("india-alternatieve-locatie", "mexico-alternatieve-locatie"),
    "ME11": ("vs-handelsbeleid", "japan-muntbeleid"),
    "ME12": ("vlaanderen-verankeringsbeleid",),
    "ME13": ("vlaanderen-werkgroep-omgevingsbeleid",),
    "ME14": ("vlaanderen-levenslang-leren",),
    "ME15": ("vlaanderen-duurzame-overheidsopdrachten",),
    "ME16": ("vlaanderen-digitalisering-industrie-4-0",),
    "ME17": ("belgie-ratificatie-vrijhandelsakkoorden",),
    "ME18": ("belgie-screening-buitenlandse-investeringen",),
    "ME19": ("nederland-productiecapaciteit-gezondheid-2021", "nederland-nfia-brexit-2021"),
    "ME20": ("vlaanderen-circular-state-of-the-union-2022", "belgie-actieplan-circulaire-economie-2021"),
    "ME21": ("vlaanderen-campagne-onderneem-slim", "vlaanderen-oproep-sociale-economie-2021"),
    "ME22": ("vlaanderen-fit-sectorfocus", "vlaanderen-fit-dienstverlening"),
    "ME24": (
        "eu-algemene-groepsvrijstelling",
        "eu-ipcei-mededeling-2021",
        "eu-ipcei-hy2tech",
        "eu-tijdelijk-crisiskader-2022",
        "eu-covid-steunkader-2020",
        "eu-soevereiniteitsfonds-2022",
        "vlaanderen-overbruggingslening-2022",
    ),
    "ME25": ("eu-industriele-allianties",),
    "ME26": ("eu-nieuwe-industriestrategie-2020",),
    "ME27": ("eu-chips-act-2022", "eu-critical-raw-materials-act"),
    "ME28": ("eu-smei-2022",),
    "ME29": ("eu-batterijenverordening-2020", "eu-gas-en-waterstofpakket-2021"),
    "ME30": ("eu-normalisatiestrategie-2022",),
    "ME31": ("eu-actieplan-kritieke-grondstoffen-2020",),
    "ME32": (
        "eu-herstelplan-nextgenerationeu",
        "eu-herstel-en-veerkrachtfaciliteit",
        "eu-programma-s-onderzoek-en-capaciteit",
    ),
    "ME33": (
        "eu-green-deal-2019",
        "eu-fit-for-55-2021",
        "eu-investeringsplan-duurzaam-europa-2020",
        "eu-klimaatwet-2021",
        "eu-actieplan-circulaire-economie-2020",
        "eu-repowereu-2022",
    ),
    "ME34": ("eu-screening-verordening-2019",),
    "ME35": ("eu-verdedigingsinstrumenten",),
    "ME36": (
        "eu-open-strategische-autonomie",
        "eu-handelsbeleid-2021",
        "eu-verklaring-van-versailles-2022",
        "eu-strategisch-kompas-2022",
        "eu-standpunten-lidstaten-autonomie-2021",
    ),
    "ME37": ("eu-voorstel-recyclinginstallaties-2020",),
    "ME38": ("eu-brief-vijftien-handelsakkoorden",),
    "ME39": ("eu-csrd-2021", "eu-zorgvuldigheidsrichtlijn-2022", "eu-taxonomie"),
    "ME40": ("eu-voedselzekerheid-2022",),
    "ME41": ("eu-makers-project",),
    "ME42": ("eu-vs-handels-en-technologieraad",),
    "ME43": ("duitsland-coalitieakkoord-2021", "nederland-coalitieakkoord-2021"),
}
"""For each entry of section 6 of the seed map the measures that carry it."""

NO_MEASURE = {
    "ME10": "a judgement about all policy, not a measure: it stands in the evaluation of the measures that it is about",
    "ME23": "another written question, which we do not have: the Flemish policy says that it exists",
}
"""The entries that are no measure, and where they went."""

BEYOND = {"CR23": "nederland-sib-alternatieve-markten-2022", "CR24": "vlaanderen-kmo-steun-herorientatie"}
"""Measures from section 4D of the map, which section 6 does not repeat."""


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    """The shipped vocabulary."""
    return read_vocabulary()


@pytest.fixture(scope="module")
def content(vocabulary: Vocabulary) -> Catalogue:
    """The records that this file is about, read without those beside them."""
    return Catalogue(
        vocabulary=vocabulary,
        measures={p.stem: read_record(p, Measure) for p in files("measures")},
        schemes={p.stem: read_record(p, Scheme) for p in files("schemes")},
        figures={p.stem: read_record(p, Figure) for p in files("figures")},
        conflicts={p.stem: read_record(p, Conflict) for p in files("conflicts")},
        abbreviations=tuple(a for p in files("glossary") for a in read_record(p, Glossary).abbreviations),
    )


def files(folder: str) -> list[Path]:
    """The YAML files of a content folder."""
    return sorted((CONTENT / folder).glob("*.yml"))


def records(content: Catalogue) -> Iterator[tuple[str, Record]]:
    """Every record of the content with a name to tell it by."""
    for name in ("measures", "schemes", "figures", "conflicts"):
        yield from getattr(content, name).items()
    for abbreviation in content.abbreviations:
        yield abbreviation.id, abbreviation


def criteria(content: Catalogue, scheme: str, group: Group) -> list[Criterion]:
    """The criteria of one group of a scheme."""
    return [c for c in content.scheme(scheme).criteria if c.group is group]


def test_every_file_is_named_as_its_record(content: Catalogue) -> None:
    for name in ("measures", "schemes", "figures", "conflicts"):
        for stem, record in getattr(content, name).items():
            assert record.id == stem


def test_every_concept_exists_and_every_source_is_known(content: Catalogue) -> None:
    for name, record in records(content):
        assert [c for c in concepts_of(record) if c not in content.vocabulary] == [], name
        assert {c.source for c in cited(record)} <= TEXTS.keys() | OUTSIDE, name


def test_measures_are_of_many_instruments_and_countries(content: Catalogue) -> None:
    measures = content.measures.values()
    assert len({claim.concept for m in measures for claim in m.instruments}) >= 30
    assert len({m.jurisdiction for m in measures}) >= 13
    assert all(claim.concept.startswith("instruments/") for m in measures for claim in m.instruments)
    assert all(m.jurisdiction.startswith("jurisdictions/") for m in measures)
    assert all(c.startswith("sectors/") for m in measures for c in m.sectors)
    assert all(c.startswith("criteria/") for m in measures for c in m.criteria)


def test_a_measure_without_explicit_reshoring_is_told_from_one_with(content: Catalogue) -> None:
    explicit = {m.id: m.explicit_reshoring.value for m in content.measures.values()}
    assert explicit["japan-ketensteun-2020"] is True
    assert explicit["nederland-sectorplannen-2014"] is False
    assert explicit["vlaanderen-verankeringsbeleid"] is False


def test_every_entry_of_the_map_has_its_measures_or_says_why_not(content: Catalogue) -> None:
    assert sorted([*MAP, *NO_MEASURE]) == [f"ME{number:02}" for number in range(1, 44)]
    carried = [name for names in MAP.values() for name in names] + list(BEYOND.values())
    assert Counter(carried) == Counter(content.measures.keys())


@pytest.mark.corpus
def test_the_map_has_no_entry_that_we_pass_over(shared: Path) -> None:
    entries = re.findall(r"\*\*(ME\d\d)\b", (shared / "seed-map.md").read_text(encoding="utf-8"))
    assert sorted(set(entries)) == sorted([*MAP, *NO_MEASURE])


def test_what_is_no_measure_is_told_in_those_that_it_is_about(content: Catalogue) -> None:
    britain = content.measure("vk-reshoring-uk-2016").evaluation
    assert "succes beperkt" in str(britain.note)
    assert britain.citations
    assert "nr. 82" in str(content.measure("vlaanderen-verankeringsbeleid").status.note)


def test_the_lost_columns_of_table_11_are_not_guessed(content: Catalogue) -> None:
    trade = content.measure("vs-handelsbeleid")
    assert trade.period.value is None
    assert "niet geraden" in str(trade.period.note)
    assert {claim.concept for claim in trade.instruments} == {
        "instruments/tariffs-quotas",
        "instruments/ip-enforcement",
        "instruments/anti-dumping",
    }


def test_support_is_told_from_rules_plans_and_positions(content: Catalogue) -> None:
    kinds = Counter(m.kind for m in content.measures.values())
    assert set(kinds) == set(MeasureKind)
    for measure in content.measures.values():
        assert "kind" in measure.model_fields_set, measure.id
        if measure.kind is MeasureKind.POSITION:
            assert measure.budget.value is None, measure.id
    assert content.measure("eu-voorstel-recyclinginstallaties-2020").status.value is MeasureStatus.REJECTED


def test_related_measures_exist_and_are_not_the_measure_itself(content: Catalogue) -> None:
    for measure in content.measures.values():
        assert set(measure.related) <= content.measures.keys() - {measure.id}, measure.id


def test_what_is_stated_cites_and_a_note_says_what_silence_means(content: Catalogue) -> None:
    for measure in content.measures.values():
        assert measure.explicit_reshoring.citations, measure.id
        if measure.status.value in {MeasureStatus.RUNNING, MeasureStatus.PROPOSED, MeasureStatus.ANNOUNCED}:
            assert measure.status.note, f"{measure.id}: as of when?"


def test_the_budgets_are_those_of_the_documents(content: Catalogue) -> None:
    told = {m.id: [(a.amount, a.currency) for a in m.budget.value] for m in content.measures.values() if m.budget.value}
    assert told == {
        "japan-ketensteun-2020": [(2e9, "USD"), (220e6, "USD")],
        "frankrijk-relance-relocalisatie": [(1e9, "EUR"), (600e6, "EUR")],
        "nederland-sectorplannen-2014": [(600e6, "EUR")],
        "eu-ipcei-hy2tech": [(5.4e9, "EUR")],
        "eu-herstelplan-nextgenerationeu": [(1210.9e9, "EUR"), (806.9e9, "EUR"), (2017.8e9, "EUR")],
        "eu-herstel-en-veerkrachtfaciliteit": [(723.8e9, "EUR")],
        "eu-investeringsplan-duurzaam-europa-2020": [(1e12, "EUR")],
        "eu-repowereu-2022": [(200e6, "EUR")],
        "nederland-nfia-brexit-2021": [(4e5, "EUR"), (5e5, "EUR"), (5e5, "EUR")],
    }


def test_what_is_inferred_in_a_measure_cites_what_it_is_inferred_from(content: Catalogue) -> None:
    for measure in content.measures.values():
        for field in type(measure).model_fields:
            value = getattr(measure, field)
            if isinstance(value, Stated) and value.basis is Basis.INFERRED:
                assert value.citations, f"{measure.id}: {field}"


def test_the_serv_scheme_has_its_frame_conditions_criteria_and_sub_tests(content: Catalogue) -> None:
    scheme = content.scheme("serv-direct-support")
    assert scheme.status is SchemeStatus.PROPOSED
    assert [c.id for c in criteria(content, scheme.id, Group.CRITERION)] == [
        "policy-frame-test",
        "circularity-effort",
        "added-value",
        "technological-dominance",
        "sector-subregion",
    ]
    subtests = criteria(content, scheme.id, Group.SUB_TEST)
    assert [c.id for c in subtests] == ["policy-frames", "strategic-goods-list"]
    assert {c.parent for c in subtests} == {"policy-frame-test"}
    assert all(c.weight is Weight.WEIGHING for c in scheme.criteria if c.group is not Group.FRAME)
    assert {c.id for c in criteria(content, scheme.id, Group.FRAME) if c.weight is Weight.KNOCK_OUT} == {
        "conditional-targeted",
        "existing-instruments",
        "state-aid-rules",
        "no-aim-in-itself",
        "societal-challenges",
        "no-protectionism",
        "alternatives-considered",
    }


def test_the_scheme_says_that_it_is_advice_and_what_the_source_leaves_open(content: Catalogue) -> None:
    scheme = content.scheme("serv-direct-support")
    assert "geen wet" in scheme.summary
    state_aid = next(c for c in scheme.criteria if c.id == "state-aid-rules")
    assert "sommen ze niet op" in state_aid.meaning
    assert {"vweu", "mededeling-begrip-staatssteun-2016", "agvv"} <= {c.source for c in state_aid.citations}
    assert all(reference.date.value for reference in state_aid.legal)


def test_the_variant_has_four_criteria_and_says_what_differs(content: Catalogue) -> None:
    variant = content.scheme("serv-direct-support-parliament")
    assert variant.variant_of == "serv-direct-support"
    assert variant.status is SchemeStatus.EXPLANATION
    assert len(variant.criteria) == 4
    assert all(c.group is Group.CRITERION for c in variant.criteria)
    assert variant.difference is not None
    for missing in ("meerwaarde", "subregio", "eigen criterium"):
        assert missing in variant.difference


def test_every_criterion_asks_a_question_and_names_a_source_and_a_judgement(content: Catalogue) -> None:
    for scheme in content.schemes.values():
        for criterion in scheme.criteria:
            where = f"{scheme.id}: {criterion.id}"
            assert criterion.question.endswith("?"), where
            assert criterion.citations, where
            assert criterion.judgement, where
            assert criterion.concepts, where


def test_conditions_on_a_sector_or_a_route_name_concepts(content: Catalogue) -> None:
    prefixes = {Fact.SECTOR: "sectors/", Fact.ROUTE_FROM: "jurisdictions/", Fact.MOTIVE: "motives/"}
    seen = set()
    for scheme in content.schemes.values():
        for condition in (c for criterion in scheme.criteria for c in criterion.applies_when):
            seen.add(condition.fact)
            for value in condition.values if condition.fact in prefixes else ():
                assert value.startswith(prefixes[condition.fact])
                assert value in content.vocabulary
    assert {Fact.SECTOR, Fact.ROUTE_FROM} <= seen


def test_the_glossary_holds_the_abbreviations_of_the_trade_once_each(content: Catalogue) -> None:
    short = Counter(a.short.casefold() for a in content.abbreviations)
    assert len(short) >= 40
    assert [s for s, n in short.items() if n > 1] == []
    assert [i for i, n in Counter(a.id for a in content.abbreviations).items() if n > 1] == []
    wanted = {"serv", "vlaio", "fit", "ewi", "ipcei", "agvv", "vweu", "tco", "vil", "kvk", "cbs", "eesc", "csrd", "rrf"}
    assert wanted <= short.keys()


def test_an_abbreviation_is_not_explained_by_itself(content: Catalogue) -> None:
    same: list[Abbreviation] = [a for a in content.abbreviations if a.full.casefold() == a.short.casefold()]
    assert same == []


def test_figures_carry_the_values_of_the_documents(content: Catalogue) -> None:
    assert len(content.figures) >= 6
    values = {f.id: f.value for f in content.figures.values()}
    assert values["cbs-1-procent-teruggehaald"] == 1
    assert values["eurofound-253-gevallen"] == 253
    assert values["belgie-277-strategische-producten"] == 277
    assert "Amerikaanse" in content.figures["tco-56-procent-totale-kosten"].population


def test_conflicts_cite_each_position_elsewhere(content: Catalogue) -> None:
    assert 5 <= len(content.conflicts) <= 17
    for conflict in content.conflicts.values():
        places = [tuple((c.source, c.locator, c.anchor) for c in p.citations) for p in conflict.positions]
        assert len(set(places)) == len(places), conflict.id


def flat(text: str) -> str:
    """A text as one line: words that a line's end broke are joined, white space is collapsed."""
    return " ".join(re.sub(r"(\w)-\s*\n\s*(?=\w)", r"\1", text).split())


def citations(content: Catalogue) -> list[tuple[str, Citation]]:
    """Every citation of the content with the record that it stands in."""
    return [(name, citation) for name, record in records(content) for citation in cited(record)]


@pytest.mark.corpus
def test_every_anchor_stands_in_the_document_that_it_points_to(content: Catalogue, shared: Path) -> None:
    texts = {}
    for source, pattern in TEXTS.items():
        (path,) = (shared / "corpus").glob(pattern)
        texts[source] = flat(path.read_text(encoding="utf-8"))
    anchored = [(n, c) for n, c in citations(content) if c.source in texts]
    assert len(anchored) > 200
    wrong = [(n, c.anchor) for n, c in anchored if c.anchor is None or c.anchor not in texts[c.source]]
    assert wrong == []


def test_a_source_that_we_do_not_have_in_full_has_no_anchor(content: Catalogue) -> None:
    outside = [(n, c) for n, c in citations(content) if c.source in OUTSIDE]
    assert outside
    assert [(n, c.anchor) for n, c in outside if c.anchor is not None] == []
