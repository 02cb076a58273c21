"""From a project to a printed checklist in a real browser, and that its rules say what Python says."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

import thuishaven
from knowledge.catalogue import catalogue
from knowledge.checklists import ResultState, make_checklist, read_answers, read_profile
from knowledge.facts import Fact
from knowledge.interview import QUESTIONS
from knowledge.profiles import Profile
from knowledge.trail import read_trail
from tests.attacks import attacked
from tests.browser.checklist_cases import GOLDEN, TODAY, cases
from tests.browser.test_site import WIDER, Visit, address, browser, violations, visit
from tests.once import common
from tests.site_store import built_site

__all__ = ["address", "browser", "visit"]  # fixtures

pytestmark = pytest.mark.browser

PROFILE = "checklists/profiel.html"
SCHEME = "serv-direct-support"
CHECKLIST = f"checklists/{SCHEME}.html"
CASE = "corbeo-zele"
"""A Flemish case with words of its own for its activity and for the place that production left."""

RUN = """async (told) => {
  const { load, rules, fingerprint } = window.thuishaven;
  const engine = rules(await load("../", "index"));
  const word = { true: "yes", false: "no", null: "unknown" };
  const found = [];
  for (const { profile, day, checklists } of JSON.parse(told)) {
    const line = (one) => [one.about.id, word[one.applies], one.why, one.criteria, one.open];
    const chosen = engine.choose(profile, day).map(line);
    const made = [];
    for (const { scheme: id, answers, fingerprint: asked } of checklists) {
      const { scheme } = await load("../", "regeling-" + id);
      const { points, result } = engine.check(scheme, profile, answers, day);
      made.push({
        scheme: id, answers, points: points.map((point) => [point.criterion.id, point.applies, point.why]), result,
        fingerprint: asked && fingerprint(scheme, profile, answers),
      });
    }
    found.push({ chosen, checklists: made });
  }
  return JSON.stringify(found);
}"""
"""What the page makes of the same projects and answers."""


def test_the_rules_in_the_browser_say_what_python_says(visit: Visit) -> None:
    wanted = list(cases())
    page = visit.open(PROFILE)
    found = json.loads(page.evaluate(RUN, json.dumps(wanted)))
    for here, there in zip(wanted, found, strict=True):
        assert here["chosen"] == there["chosen"], here["profile"]
        for ours, theirs in zip(here["checklists"], there["checklists"], strict=True):
            assert ours == theirs, here["profile"]
    states = {made["result"]["state"] for one in wanted for made in one["checklists"]}
    assert states == set(ResultState), "the projects at random do not come to every outcome"


def fill(page: Any, profile: Profile) -> None:
    """Answers the questions as a visitor would, from what a profile says."""
    for question in QUESTIONS:
        place = page.locator(f'[data-field="{".".join(question.field)}"]')
        values = [profile.title or ""] if question.fact is None else list(profile.values(question.fact))
        form = place.get_attribute("data-form")
        if not any(values):
            continue
        if form == "choices":
            place.locator("summary").click()
            listed = [value for value in values if place.locator(f'input[value="{value}"]').count()]
            for value in listed:
                place.locator(f'input[value="{value}"]').check()
            if len(listed) < len(values):
                place.locator("[data-own]").fill("; ".join(value for value in values if value not in listed))
        elif form == "list" and place.locator(f'option[value="{values[0]}"]').count():
            place.locator("select").select_option(values[0])
        elif form == "list":
            place.locator("[data-own]").fill(values[0])
        elif form == "yes-no":
            place.locator(f'input[value="{values[0]}"]').check()
        else:
            place.locator("input").fill(values[0].replace(".", ",") if form == "amount" else values[0])


def saved(page: Any, name: str, path: Path) -> Path:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=name).click()
    waiting.value.save_as(path)
    return path


def test_from_an_empty_profile_to_the_printed_result_of_a_flemish_case(visit: Visit, tmp_path: Path) -> None:
    words, scheme = catalogue().vocabulary, catalogue().scheme(SCHEME)
    profile = read_profile(GOLDEN / f"{CASE}.yml", words)
    golden = read_answers(GOLDEN / f"{CASE}.{SCHEME}.answers.yml", scheme).given
    page = visit.open(PROFILE)
    assert page.locator("[data-profile-progress]").inner_text() == f"0 van {len(QUESTIONS)} vragen ingevuld"
    fill(page, profile)
    profile_file = saved(page, "Profiel downloaden", tmp_path / "profiel.json")
    assert read_profile(profile_file, words) == profile
    page.get_by_role("button", name="Alles wissen").click()
    page.set_input_files("[data-profile-load]", profile_file)
    page.locator("[data-profile-status]", has_text="geladen").wait_for()
    assert saved(page, "Profiel downloaden", tmp_path / "weer.json").read_bytes() == profile_file.read_bytes()

    page.locator(f'[data-choice-lists] a[href="{SCHEME}.html"]').click()
    page.wait_for_selector("[data-checklist-panel]:not([hidden])")
    assert profile.title in page.locator("[data-checklist-profile]").inner_text()
    page.fill("[data-who]", "An Peeters")
    for key, answer in golden.items():
        line = page.locator(f'[data-criterion="{key}"]')
        line.locator(f'input[value="{answer.answer.value}"]').check()
        line.locator('[name$="-bewijs"]').fill(answer.evidence)
    page.locator("[data-criterion]").first.get_by_label("Nee", exact=True).check()
    answers_file = saved(page, "Antwoorden downloaden", tmp_path / "antwoorden.json")

    words_ = ("checklist", SCHEME, "--profile", str(profile_file), "--answers", str(answers_file), "--format", "json")
    told = CliRunner().invoke(thuishaven.main, ["--home", str(common() / "site"), *words_])
    assert told.exit_code == 0, told.output
    made = json.loads(told.stdout)
    assert made["result"]["state"] == "fails"
    label = page.locator("[data-result-label]").inner_text()
    assert label.lower() == made["result"]["label"]
    assert page.locator("[data-result-summary]").inner_text() == made["result"]["summary"]

    page.emulate_media(media="print")
    paper = page.locator("[data-paper]")
    assert paper.is_visible()
    assert not page.locator("[data-checklist-tools]").is_visible()
    assert page.locator("article :is(input, textarea, button):visible").count() == 0
    text = " ".join(paper.inner_text().split())
    for piece in (
        *("Dit is geen juridisch advies", f"versie {scheme.version}", made["knowledge_version"], profile.title),
        *(made["fingerprint"][:16], f"Uitkomst: {made['result']['label']}", made["result"]["summary"], "An Peeters"),
        *(answer.evidence for answer in golden.values()),
        *(fact["value"] for fact in made["facts"] if fact["known"]),
        *(f"{line['number']}. {line['title']}" for line in made["lines"] if line["applies"] != "no"),
        *(line["applies_reason"] for line in made["lines"] if line["applies"] != "yes"),
    ):
        assert piece in text
    printed = page.pdf(format="A4")
    assert made["fingerprint"][:16] in text_of(printed)


def text_of(pdf: bytes) -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_the_trail_is_whole_and_goes_on_where_it_was(visit: Visit, tmp_path: Path) -> None:
    scheme = catalogue().scheme(SCHEME)
    page = visit.open(CHECKLIST)
    line = page.locator("[data-criterion]").first
    key = line.get_attribute("data-criterion")
    line.get_by_label("Deels").check()
    page.fill("[data-who]", "An Peeters")
    line.locator('[name$="-bewijs"]').fill("Bijlage 1")
    line.get_by_label("Ja", exact=True).check()
    held = read_trail(saved(page, "Antwoorden downloaden", tmp_path / "antwoorden.json"), scheme)
    told = [(entry.by, entry.after.answer.value, entry.after.evidence) for entry in held.trail]
    assert told == [
        ("niet vermeld", "partly", ""),
        ("An Peeters", "partly", "Bijlage 1"),
        ("An Peeters", "yes", "Bijlage 1"),
    ]
    assert [entry.before for entry in held.trail] == [None, held.trail[0].after, held.trail[1].after]
    assert held.answers[key] == held.trail[-1].after
    assert "Ingevuld door An Peeters op" in line.locator("[data-signed]").inner_text()

    page.reload()
    page.get_by_role("button", name="Alles wissen").click()
    assert line.locator("input:checked").count() == 0
    page.set_input_files("[data-checklist-load]", tmp_path / "antwoorden.json")
    page.locator("[data-checklist-status]", has_text="geladen").wait_for()
    line.get_by_label("Nee", exact=True).check()
    again = read_trail(saved(page, "Antwoorden downloaden", tmp_path / "later.json"), scheme)
    assert again.trail[: len(held.trail)] == held.trail
    assert again.trail[-1].before == held.answers[key]


STRANGE: tuple[tuple[dict[str, Any], str], ...] = (
    ({"scheme": "ipcei"}, "hoort bij een andere checklist (ipcei)"),
    ({"version": "0.9"}, "hoort bij versie 0.9 van deze checklist"),
    ({"format_version": "9.0"}, "andere versie van het formaat"),
    ({"format": "iets"}, "geen antwoorden van een checklist"),
    ({"answers": {"geen-criterium": {"answer": "yes"}}}, "het antwoord bij 'geen-criterium' niet te lezen"),
    ({"answers": {"conditional-targeted": {"answer": "misschien"}}}, "'conditional-targeted' niet te lezen"),
    ({"trail": [{"when": "nu"}]}, "het spoor van de wijzigingen beschadigd"),
)


def test_a_file_that_does_not_belong_here_is_one_sentence_and_changes_nothing(visit: Visit, tmp_path: Path) -> None:
    version = catalogue().scheme(SCHEME).version
    whole = {"format": "thuishaven-answers", "format_version": "1.0", "scheme": SCHEME, "version": version}
    page = visit.open(CHECKLIST)
    line = page.locator("[data-criterion]").first
    line.get_by_label("Ja", exact=True).check()
    for number, (changed, sentence) in enumerate(STRANGE):
        file = tmp_path / f"{number}.json"
        file.write_text(json.dumps(whole | {"answers": {}} | changed), encoding="utf-8")
        page.set_input_files("[data-checklist-load]", file)
        page.locator("[data-checklist-status]", has_text=sentence).wait_for()
        assert line.get_by_label("Ja", exact=True).is_checked()


@pytest.mark.skipif(sys.platform == "win32", reason="no file can have the names of these documents on Windows")
def test_the_paper_quotes_the_passages_shortly_and_as_text(browser: Any) -> None:
    here = Visit(browser, attacked().site.as_uri() + "/")
    page = here.open(CHECKLIST)
    page.get_by_role("button", name="Afdrukvoorbeeld").click()
    quotes = page.locator("[data-paper-point] li", has_text="“").all_text_contents()
    assert quotes
    assert max(map(len, quotes)) < 700
    assert page.locator("[data-paper] :is(a, img, script, iframe, input, button, mark)").count() == 0
    assert page.evaluate("window.aanval") is None
    here.close()


def test_what_is_not_understood_is_told_at_the_question_and_counts_as_unknown(visit: Visit, tmp_path: Path) -> None:
    page = visit.open(PROFILE)

    def error(field: str) -> str:
        return str(page.locator(f'[data-field="{field}"] [data-error]').inner_text())

    page.fill("#veld-investment", "een miljoen")
    assert error("investment").startswith("Schrijf een bedrag in euro")
    page.fill("#veld-investment", "EUR 2,5 miljoen")
    assert error("investment") == ""
    page.fill('[id="veld-aid.amount"]', "3.000.000")
    assert error("aid.amount") == "De steun (3.000.000 euro) is meer dan de investering (2.500.000 euro)."
    page.fill("#veld-start", "31/02/2027")
    assert error("start").startswith("Schrijf een jaar")
    assert page.locator("#veld-start").get_attribute("aria-invalid") == "true"
    page.fill("#veld-title", 'Proef <img src=x onerror="window.bezet=1"> {{ 7 }}')
    kept = read_profile(saved(page, "Profiel downloaden", tmp_path / "p.json"), catalogue().vocabulary)
    assert (kept.values(Fact.INVESTMENT), kept.values(Fact.AID), kept.start.value) == (("2500000",), (), None)
    page.fill("#veld-start", "maart 2027")
    kept = read_profile(saved(page, "Profiel downloaden", tmp_path / "p.json"), catalogue().vocabulary)
    assert kept.start.value == "2027-03"

    visit.open(CHECKLIST)
    page.get_by_role("button", name="Afdrukvoorbeeld").click()
    assert kept.title in page.locator("[data-paper]").inner_text()
    assert page.locator("article img").count() == 0
    assert page.evaluate("window.bezet") is None


def test_words_that_the_vocabulary_knows_become_its_concept(visit: Visit, tmp_path: Path) -> None:
    page = visit.open(PROFILE)
    page.locator('[data-field="route.origin"] [data-own]').fill("Germany")
    page.locator('[data-field="market"] [data-own]').fill("belgië; Atlantis; onbekend")
    page.locator('[data-field="market"] [data-own]').blur()
    kept = read_profile(saved(page, "Profiel downloaden", tmp_path / "p.json"), catalogue().vocabulary)
    assert kept.route.origin == "jurisdictions/de"
    assert kept.market == ("jurisdictions/be", "Atlantis")
    market = page.locator('[data-field="market"]')
    assert market.locator("[data-chosen]").inner_text() == "Gekozen: België; Atlantis"
    assert market.locator("[data-own]").input_value() == "Atlantis"


def test_a_profile_is_loaded_kept_cleared_and_brought_back(visit: Visit, tmp_path: Path) -> None:
    told = {
        "title": "Een proef",
        "sector": "electronics",
        "route": {"origin": "China"},
        "start": 2027,
        "aid": "onbekend",
    }
    file = tmp_path / "profiel.json"
    file.write_text(json.dumps(told), encoding="utf-8")
    page = visit.open(PROFILE)
    progress = page.locator("[data-profile-progress]")
    page.set_input_files("[data-profile-load]", file)
    page.locator("[data-profile-status]", has_text="geladen").wait_for()
    assert progress.inner_text().startswith("4 van")
    page.fill("[data-day]", "2022-08-01")
    page.reload()
    assert progress.inner_text().startswith("4 van")
    assert page.locator("[data-day]").input_value() == "2022-08-01"
    assert page.locator('[data-choice-lists] a[href="temporary-crisis-framework-2022.html"]').count() == 1
    page.get_by_role("button", name="Alles wissen").click()
    assert progress.inner_text().startswith("0 van")
    page.get_by_role("button", name="Wissen ongedaan maken").click()
    assert progress.inner_text().startswith("4 van")
    for wrong, sentence in (
        ('{"sectoren": []}', "het veld 'sectoren' bestaat daar niet."),
        ('{"sector": "ruimtepizza"}', "de waarde 'ruimtepizza' voor de sector niet te lezen."),
        ("[1]", "Dit bestand is geen profiel."),
        ("geen json", "Dit bestand is geen JSON"),
        ('{"investment": "veel"}', "de waarde 'veel' voor de investering niet te lezen."),
    ):
        file.write_text(wrong, encoding="utf-8")
        page.set_input_files("[data-profile-load]", file)
        page.locator("[data-profile-status]", has_text=sentence).wait_for()
        assert progress.inner_text().startswith("4 van")


def test_the_golden_profiles_are_read_as_python_reads_them(visit: Visit, tmp_path: Path) -> None:
    """Labels, words of one's own, `ja`, `onbekend`, amounts in words: all that the twelve files hold."""
    from playwright.sync_api import expect

    words = catalogue().vocabulary
    page = visit.open(PROFILE)
    names = sorted(path for path in GOLDEN.glob("*.yml") if "." not in path.stem)
    assert len(names) == 12
    for path in names:
        file = tmp_path / f"{path.stem}.json"
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
        file.write_text(json.dumps(told, default=str), encoding="utf-8")
        page.set_input_files("[data-profile-load]", file)
        read = read_profile(path, words)
        expect(page.locator("#veld-title")).to_have_value(read.title)
        assert read_profile(saved(page, "Profiel downloaden", tmp_path / "weer.json"), words) == read


def test_what_does_not_apply_is_folded_with_its_reason_and_can_be_seen(visit: Visit) -> None:
    page = visit.open(PROFILE)
    page.locator('[data-field="route.origin"] select').select_option("jurisdictions/cn")
    page.locator('[data-field="route.destination"] select').select_option("jurisdictions/be-vlg")
    visit.open(CHECKLIST)
    made = make_checklist(
        catalogue().scheme(SCHEME),
        Profile.model_validate({"route": {"origin": "jurisdictions/cn", "destination": "jurisdictions/be-vlg"}}),
        catalogue=catalogue(),
        today=TODAY,
    )
    out = [line for line in made.lines if line.applies.value == "no"]
    assert out
    total = len(made.lines) - len(out)
    assert page.locator("[data-checklist-progress]").inner_text() == f"0 van {total} ingevuld"
    line = page.locator(f'[data-criterion="{out[0].id}"]')
    assert line.locator("fieldset").is_hidden()
    assert out[0].applies_reason in line.inner_text()
    line.get_by_role("button", name="Toon de vraag toch").click()
    assert line.locator("fieldset").is_visible()


def test_what_changes_in_another_tab_is_taken_over(visit: Visit) -> None:
    page = visit.open(CHECKLIST)
    assert "nog niets bekend" in page.locator("[data-checklist-profile]").inner_text()
    page.locator("[data-criterion]").first.get_by_label("Ja", exact=True).check()
    other = visit.context.new_page()
    other.goto(visit.home + PROFILE)
    other.fill("#veld-title", "Een proef")
    page.locator("[data-checklist-profile]", has_text="Gerekend met Een proef").wait_for()
    other.goto(visit.home + CHECKLIST)
    other.get_by_role("button", name="Alles wissen").click()
    page.locator("[data-checklist-progress]", has_text="0 van").wait_for()


def test_a_copy_on_disk_tells_which_and_what_it_comes_to(browser: Any) -> None:
    _, site, _ = built_site()
    here = Visit(browser, site.as_uri() + "/", width=320)
    page = here.open(PROFILE)
    assert not page.evaluate(WIDER)
    page.locator('[data-field="route.destination"] select').select_option("jurisdictions/be-vlg")
    page.locator('[data-choice-lists] ul[data-applies="true"] a', has_text="SERV").first.click()
    page.wait_for_selector("[data-checklist-panel]:not([hidden])")
    assert page.locator("[data-result-label]").inner_text() == "Nog niet te beslissen"
    assert not page.evaluate(WIDER)
    here.close()


def test_axe_finds_nothing_on_the_project_and_on_a_filled_checklist(browser: Any, address: str) -> None:
    visit = Visit(browser, address, width=360, bypass_csp=True)
    page = visit.open(PROFILE)
    page.fill("#veld-investment", "veel")
    page.locator('[data-field="route.origin"] select').select_option("jurisdictions/cn")
    visit.open(CHECKLIST)
    page.locator("[data-criterion]").first.get_by_label("Ja", exact=True).check()
    assert violations(visit, [PROFILE, CHECKLIST]) == []
    visit.close()
