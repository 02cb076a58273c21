"""A small catalogue whose texts do what a spreadsheet, a parser or a browser could fall for, and its open data."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from knowledge.catalogue import Catalogue, catalogue
from knowledge.history import Change, Redirect
from templates.open_data import open_data
from tests.knowledge.small_world import cite, make_case, make_measure, make_source, small_catalogue

ADDRESS = "https://site.example/kennis/"
HOSTILE = (
    "=HYPERLINK('https://kwaad.example')",
    "+1+1",
    "-2+3|cmd",
    "@SUM(A1)",
    "\t=1+1",
    "'=1+1",
    "＝1+1",
    '</script><script>window.bezet=1</script> "x" & <b>',
    "regel een\r\nregel twee\x00\x1b[31m \u202eomgekeerd",
    "}} \\input{geheim} $x^2$ # & _ ~ ^ %",
    "]]> <!-- --> <?xml?> &amp; &lt;",
    'een, twee; "drie" | vier',
)
"""Texts that must come out as text."""


def hostile_catalogue() -> Catalogue:
    """The small catalogue with these texts in titles, values, notes and labels, a redirect and a change."""
    cases = {}
    for number, text in enumerate(HOSTILE):
        said = {"value": text, "note": text, "citations": [cite(f"§{number} {text}"[:200])]}
        case = make_case(f"vals-{number}", title=text, summary=text, product=said, outcome=said, also_called=[said])
        cases[case.id] = case
    known = small_catalogue(source=make_source(title=HOSTILE[7], note=HOSTILE[0]))
    return replace(
        known,
        cases=known.cases | cases,
        measures=known.measures
        | {
            "bedrag": make_measure(
                "bedrag", budget={"value": [{"amount": 2.5, "currency": "EUR"}], "citations": [cite("§4")]}
            )
        },
        redirects=(
            Redirect(old="cases/vroeger", new="cases/lampen", reason="Het geval kreeg een betere naam."),
            Redirect(old="motives/vroeger", new="motives/quality"),
            Redirect(old="figures/vroeger", new="measures/bedrag"),
        ),
        changes=(Change.model_validate({"record": "cases/lampen", "date": "2024-05-06", "text": "Banen aangevuld."}),),
    )


@cache
def shipped(address: str = "") -> dict[str, str]:
    """The open data of the shipped content."""
    return dict(open_data(catalogue(), version="9.9", address=address))


@cache
def hostile(address: str = "") -> dict[str, str]:
    """The open data of the hostile catalogue."""
    return dict(open_data(hostile_catalogue(), version="9.9", address=address))
