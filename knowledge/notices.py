"""What a reader must know before using a checklist: its force, its age, and what changed under it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping

from knowledge.checklist_records import Line
from knowledge.documents import Source
from knowledge.laws import law_notices
from knowledge.schemes import Scheme, SchemeStatus
from knowledge.wording import nl_date

__all__ = ["notices"]

REVIEW_DAYS = 365
"""After how many days without review a checklist says so."""


def notices(
    scheme: Scheme,
    lines: tuple[Line, ...],
    today: datetime.date,
    day: datetime.date,
    sources: Mapping[str, Source],
    searched: bool,
) -> Iterator[str]:
    """The notices in Dutch, one sentence or two each; `searched` tells whether passages were looked for."""
    if day != today:
        yield f"Deze checklist is gevraagd voor {nl_date(day)} en gemaakt op {nl_date(today)}."
    match scheme.status:
        case SchemeStatus.PROPOSED:
            yield "Dit is een voorstel en geen geldend recht: wie aan alles voldoet, heeft daarmee geen recht op steun."
        case SchemeStatus.EXPLANATION:
            yield "Dit is een toelichting bij een andere regeling, zonder eigen rechtskracht."
        case SchemeStatus.ENDED:
            yield "Deze regeling is beëindigd; ze dient alleen nog als precedent."
    until = scheme.valid_until.value
    if until is not None and today.isoformat()[: len(until)] > until:
        yield f"Deze regeling gold tot en met {nl_date(scheme.valid_until)}."
    if (today - scheme.reviewed).days > REVIEW_DAYS:
        yield f"Deze regeling is het laatst nagekeken op {nl_date(scheme.reviewed)}; ga na of ze nog klopt."
    if stale := [line.number for line in lines if line.stale]:
        yield f"De brontekst is gewijzigd sinds het nazicht; lees de bron opnieuw bij {', '.join(stale)}."
    yield from law_notices(scheme, sources, day, {line.id: line.number for line in lines})
    if any(passage.digest for line in lines for passage in line.passages):
        yield "Waar 'samenvatting' staat, is niet de bron zelf geciteerd maar een samenvatting ervan in eigen woorden."
    if not searched:
        yield "Er is geen verzameling documenten geraadpleegd: de bronnen staan vermeld, zonder passages."
