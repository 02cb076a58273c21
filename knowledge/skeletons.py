"""Skeletons of records to fill in by hand: YAML with a Dutch word beside each field, and a mark where a blank is."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path

from knowledge.catalogue import CONTENT
from knowledge.errors import MisuseError, UnknownRecord
from knowledge.reading import BLANK

__all__ = ["SkeletonKind", "new_record", "skeleton"]


class SkeletonKind(StrEnum):
    """What can be started by hand; a *document* is the sidecar beside a file."""

    CASE = "case"
    MEASURE = "measure"
    SOURCE = "source"
    DOCUMENT = "document"


_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST = 120
_FOLDERS = {SkeletonKind.CASE: "cases", SkeletonKind.MEASURE: "measures", SkeletonKind.SOURCE: "sources"}

_HOW = """\
# Vervang elke {blank} en wis wat niet past. `thuishaven check` zegt wat er nog ontbreekt, met de regel.
# Een veld heeft een van drie vormen:
#   1. De bron zegt het: een waarde in eigen woorden en waar het staat, zoals hieronder bij {example}.
#   2. Het staat er niet, maar het volgt eruit: schrijf de waarde, dan `basis: inferred`, en in `note` waaruit.
#   3. De bron zwijgt: wis het blok en schrijf één regel, bijvoorbeeld `{silent}: not stated`.
# locator: waar een lezer van het papier het vindt, bijvoorbeeld "§2.3" of "p. 12".
# anchor: hoogstens tien woorden die letterlijk in de passage staan, tussen aanhalingstekens; u mag hem weglaten.
"""

_CASE = """\
id: {id}
# Onderneming, tweepunt, in een paar woorden wat er gebeurde. Met een tweepunt erin horen er aanhalingstekens om.
title: "{blank}"
# reshoring | foreign example | counter-case | investment | claim without a name | mention
kind: {blank}
# Twee of drie zinnen in eigen woorden.
summary: {blank}

{company}{place}# Moederbedrijf of groep.
parent: {blank}
# Kies de laagste die past: `thuishaven concepts sectors`.
sectors:
  - concept: {blank}
{claim}{product}# Vanwaar en waarheen.
route:
{origin}{destination}# Wanneer de productie vertrok.
offshored: {blank}
# Wanneer ze terugkwam of wanneer dat werd beslist.
reshored: {blank}
# Wat de bron dateert, van oud naar nieuw; wis de hekjes als u dit gebruikt. phase: left | decided | back | other
# milestones:
#   - date: 2020-05
#     phase: decided
#     text: Wat er toen gebeurde
#     citations: [{{source: {source}, locator: "p. 12"}}]
# Hoe de productie terugkwam: `thuishaven concepts governance-models`. Meestal afgeleid, dus met een note.
governance: {blank}
# Wat er terugkwam: productie, montage, onderzoek.
object: {blank}

# Redenen om terug te keren: `thuishaven concepts motives`. Alleen bij reshoring en foreign example; wis ze anders.
motives:
  - concept: {blank}
{claim}
# Wat het parlement van voorbeeldondernemingen wil weten.
steps: {blank}
# Wat moeilijk was op de weg terug, niet wat in het buitenland misliep.
challenges: {blank}
success_factors: {blank}
benefits: {blank}

# Wat tegen de terugkeer pleitte of ze klein hield.
barriers: {blank}
# Begin met ja of nee.
automation: {blank}
stayed_abroad: {blank}
partner: {blank}
# Wat ervan kwam.
outcome: {blank}
# Een getal, zonder woorden.
jobs: {blank}
# Wat een ander eruit leert; meestal afgeleid, dus met een note.
lesson: {blank}
# narrow | broad | unclear | neither | counter-case, altijd met de reden in note.
definition:
  value: {blank}
  basis: inferred
  note: {blank}
# Waar de bron over het geval als geheel spreekt.
citations:
  - {cite}
"""

_MEASURE = """\
id: {id}
title: "{blank}"
# support (steun of dienst) | rules (regelgeving) | strategy (plan) | position (standpunt)
kind: {blank}
# Twee of drie zinnen in eigen woorden.
summary: {blank}
# `thuishaven concepts jurisdictions`
jurisdiction: {blank}
# `thuishaven concepts instruments`
instruments:
  - concept: {blank}
{claim}
# Wat u niet weet, laat u weg: start of end, als 2022, 2022-12 of 2022-12-05.
period:
  value: {{start: {blank}, end: {blank}}}
  citations:
    - {cite}
# currency: EUR, USD, GBP ...; amount: het volledige getal zonder punten.
budget:
  value:
    - {{amount: {blank}, currency: EUR, purpose: {blank}}}
  citations:
    - {cite}
{beneficiaries}{conditions}# Wat de bron over het resultaat zegt; een doel of een bedrag is geen evaluatie.
evaluation: {blank}
# announced | proposed | running | ended | rejected
status: {blank}
# true als de tekst terugkeer met zoveel woorden als doel noemt, anders false; met citaat of als afgeleid.
explicit_reshoring: {blank}
# Wis wat u niet gebruikt. `thuishaven concepts criteria`, `thuishaven concepts sectors`.
criteria: []
sectors: []
# Ids van maatregelen die erbij horen.
related: []
citations:
  - {cite}
"""

_SOURCE = """\
# Een bron waarnaar records verwijzen. Vervang elke {blank}; wat u niet weet, wist u met de hele regel.
id: {id}
title: "{blank}"
publisher: {blank}
# Zoveel als u weet: 2022, 2022-12 of 2022-12-05.
date: {blank}
# advice, report, minutes, letter, answer, law, study, case, guide, other
kind: {blank}
language: nl
# be-vlg, be, eu, nl ...: wat achter de schuine streep staat in `thuishaven concepts jurisdictions`.
jurisdiction: {blank}
# url: https://...
"""

_DOCUMENT = """\
# Wat u over dit bestand weet, gaat voor op wat de tekst laat vermoeden. Wis wat u niet weet.
title: "{blank}"
publisher: {blank}
# Zoveel als u weet: 2022, 2022-12 of 2022-12-05.
date: {blank}
# advice, report, minutes, letter, answer, law, study, case, guide, other
kind: {blank}
language: nl
# Wat de site toont: full (alleen als de licentie het toelaat), excerpt (uittreksels) of metadata.
publish: excerpt
# licence: CC BY 4.0
# Van welke bron in knowledge/sources dit de tekst is; anders wist u de regel.
source: {source}
"""


def skeleton(kind: SkeletonKind, record_id: str, source: str | None = None) -> str:
    """The YAML to fill in; `source` is written where a source is cited, a blank where it is not given."""
    cited = source or BLANK
    cite = f'{{source: {cited}, locator: "{BLANK}", anchor: "{BLANK}"}}'

    def stated(name: str, told: str, indent: str = "") -> str:
        lines = (f"# {told}", f"{name}:", f"  value: {BLANK}", "  citations:", f"    - {cite}")
        return "".join(f"{indent}{line}\n" for line in lines)

    body = {
        SkeletonKind.CASE: _CASE,
        SkeletonKind.MEASURE: _MEASURE,
        SkeletonKind.SOURCE: _SOURCE,
        SkeletonKind.DOCUMENT: _DOCUMENT,
    }[kind]
    how = {SkeletonKind.CASE: ("company", "jobs"), SkeletonKind.MEASURE: ("beneficiaries", "evaluation")}.get(kind)
    head = _HOW.format(blank=BLANK, example=how[0], silent=how[1]) if how else ""
    return head + body.format(
        id=record_id,
        blank=BLANK,
        source=cited,
        cite=cite,
        claim=f"    citations:\n      - {cite}\n",
        company=stated("company", "Naam van de onderneming."),
        place=stated("place", "Gemeente en vestiging."),
        product=stated("product", "Wat er gemaakt wordt."),
        origin=stated("origin", "Land of streek waar de productie stond.", "  "),
        destination=stated("destination", "Waar ze nu staat.", "  "),
        beneficiaries=stated("beneficiaries", "Voor wie de maatregel is."),
        conditions=stated("conditions", "Wat men moest doen of zijn."),
    )


def new_record(kind: SkeletonKind, name: str, *, source: str | None = None, content: Path = CONTENT) -> Path:
    """Writes the skeleton and gives its path: NAME.yml among the records, or beside the file NAME for a document.

    Raises MisuseError for a name that is no id, for a record or sidecar that is there already, and for a place that
    cannot be written; UnknownRecord for a source that is not there.
    """
    known = {path.stem for path in (content / "sources").glob("*.yml")}
    if source is not None and source not in known:
        raise UnknownRecord("source", source, known)
    if kind is SkeletonKind.DOCUMENT:
        path = _beside(Path(name))
    else:
        if not _SLUG.fullmatch(name) or len(name) > _LONGEST:
            raise MisuseError(
                f"'{name[:_LONGEST]}' is no id.", cure="Use small letters, digits and single hyphens: sylvania-tienen."
            )
        path = content / _FOLDERS[kind] / f"{name}.yml"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(skeleton(kind, name, source))
    except FileExistsError:
        raise MisuseError(f"{path} is there already.", cure="Choose another id, or go on with that file.") from None
    except OSError as error:
        raise MisuseError(f"{path}: cannot be written ({error.strerror}).", cure="Check the name and rights.") from None
    return path


def _beside(file: Path) -> Path:
    """Where the sidecar of a file goes."""
    if not file.is_file() or file.suffix.lower() in (".yml", ".yaml"):
        raise MisuseError(f"{file}: is no document.", cure="Give the file to which the sidecar belongs.")
    for there in (file.with_name(f"{file.name}.yml"), file.with_name(f"{file.name}.yaml"), file.with_suffix(".yaml")):
        if there.exists():
            raise MisuseError(f"{there} is there already.", cure="Go on with that file.")
    return file.with_suffix(".yml")
