"""Who speaks, in minutes: from the headings and from the first words of paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Mapping, Sequence

from ingest.blocks import Block, Kind
from ingest.sentences import sentences
from ingest.titles import level_of, numbered

__all__ = ["assign", "is_label"]

_PARTICLE = (
    r"(?:van|de|den|der|des|ter|ten|te|in|op|'t|’t|el|al|la|le|du|von|Van|De|Den|Der|Vande|Vanden|Vander|Ter|Ten|El|Al)"
)
_CAPITAL = r"[A-ZÀ-Þ][\w’'.-]{0,30}"
NAME = rf"{_CAPITAL}(?:\s(?:{_PARTICLE}\s){{0,3}}{_CAPITAL}){{1,4}}"
_SURNAME = rf"(?:{_PARTICLE}\s){{0,3}}{_CAPITAL}(?:\s{_CAPITAL}){{0,2}}"
_TITLE = (
    r"(?:[Dd]e\sheer|[Mm]evrouw|[Mm]inister(?:-president)?|[Ss]taatssecretaris|[Cc]ommissievoorzitter|[Vv]oorzitter"
    r"|[Pp]rofessor|[Pp]rof\.|[Dd]r\.|[Cc]ollega|[Gg]edeputeerde|[Ss]chepen|[Bb]urgemeester|[Ww]ethouder|[Rr]aadslid"
    r"|[Cc]ommissaris)"
)
_VERBS = (
    "vraagt|stelt|antwoordt|repliceert|licht|zal|wijst|verwijst|vindt|besluit|verduidelijkt|zegt|meent|merkt|herinnert|benadrukt|onderstreept|"
    "verklaart|geeft|wil|wenst|dankt|bedankt|reageert|sluit|informeert|peilt|betreurt|beaamt|bevestigt|ontkent|haalt|heeft|is|ziet|pleit|roept|"
    "besprak|stelde|vroeg|antwoordde|noemt|denkt|hoopt|begrijpt|deelt|schetst|presenteert|leidt|opent|schorst|looft|apprecieert|vervolgt|"
    "verneemt|onthoudt|komt|gaat|kan|vult|neemt|legt|start|begint|rondt|concludeert|suggereert|waarschuwt|citeert|verheugt|toont|steunt|"
    "herhaalt|erkent|weerlegt|belooft|verwacht|raamt|overloopt|hekelt|betwijfelt|vermoedt|kondigt|somt|werpt|bepleit|blijft|"
    "dringt|brengt|bespreekt|schat|stipt|verzekert|voegt|gelooft|vreest|mist|onderschrijft|nuanceert|signaleert|constateert|zou|hecht|treedt|verdedigt|asks|says|states|replies|answers|notes"
)
_HEADED = re.compile(
    r"(?:\d[\d.]*\s+)?(?i:tussenkomst|vraag|vragen|antwoord(?:en)?|repliek(?:en)?|reactie|uiteenzetting|inleiding"
    r"|toelichting|betoog|interpellatie|slotwoord|presentatie|vraag om uitleg)"
    rf"\s(?:van|door)\s(?:{_TITLE}\s)?({NAME}|{_SURNAME})(?:,.{{0,120}})?$"
)
_OPENING = re.compile(rf"(?:Ook\s)?(?:{_TITLE}\s)?({NAME})(?:,\s[^.;:?!]{{3,220}},)?\s(?:{_VERBS})\b")
_TITLED_OPENING = re.compile(rf"(?:Ook\s)?{_TITLE}\s({_SURNAME})(?:,\s[^.;:?!]{{3,220}},)?\s(?:{_VERBS})\b")
_TURN = r"(?:\d{2}\.\d{2,3}\s{1,3})?"
_PARTY = r"\s\([^()]{1,60}\)"
_LABEL = re.compile(rf"{_TURN}(?:{_TITLE}\s)({NAME}|{_SURNAME})(?:{_PARTY})?\s?:\s")
_TURN_LABEL = re.compile(rf"\d{{2}}\.\d{{2,3}}\s{{1,3}}({NAME})(?:{_PARTY})?\s?:\s")
_PARTY_LABEL = re.compile(rf"({NAME}){_PARTY}\s?:\s")
_CALLED = re.compile(rf"(?:{_TITLE}|[Vv]raag om uitleg van)\s({NAME}|{_SURNAME})")
_OFFICE = re.compile(rf"De (minister|rapporteur|staatssecretaris)(?:\s?:\s|\s(?:{_VERBS})\b)")
_HOLDS = re.compile(r"(?:[Vv]laams\s|[Ff]ederaal\s)?(minister|rapporteur|staatssecretaris)\b", re.I)
_CHAIR = re.compile(rf"{_TURN}(De voorzitter|De minister|De rapporteur|De spreker)\s?:\s")
_ROLE_NAME = re.compile(rf"({NAME}),\s(?!\s)([^.;:?!]{{3,220}}?),\s(?:{_VERBS})\b")
_ANSWERS = re.compile(r"antwoord|reactie|repliek|uiteenzetting|inleiding|toelichting|presentatie", re.I)
_BACK_MATTER = re.compile(r"(?:gebruikte )?afkortingen|bijlage|annex|stemming|lijst van", re.I)
_SIGNATURE = re.compile(rf"{_CAPITAL}(?:\s\S{{1,30}}){{0,4}}\s[A-ZÀ-Þ’'-]{{3,}},?$")
_ASKS_FOR = re.compile(
    r"\b(?:vraagt|vroeg|informeert|peilt)\b.{0,60}?\b(?:of|hoe|welke?|wat|wie|waarom|wanneer|waar|in welke|naar)\b",
    re.S,
)
_NO_FIRST_NAME = " De Het Een Dit Deze Die Dat Voor Van In Op Bij Met Als Ook Uit Naar Door Over The A This "
_INTRODUCED = 2


def assign(blocks: Sequence[Block]) -> tuple[list[Block], dict[str, str]]:
    """The blocks with their speakers, and the roles of those who are introduced with one.

    Only a text in which two people or more are introduced as speakers has speakers. A speaker goes on until the next
    is introduced, a chapter begins, or the minutes are signed. What a member asks is marked as a question.
    """
    known = _called(blocks)
    names = {found for block in blocks if (found := _introduced(block, known))}
    if len(names) < _INTRODUCED:
        return list(blocks), {}
    full = {name.split()[-1]: name for name in names if len(name.split()) > 1}
    offices = _offices(blocks, full, known)
    named = False
    out: list[Block] = []
    roles: dict[str, str] = {}
    speaker: str | None = None
    answering = False
    for block in blocks:
        found = _introduced(block, known) or _goes_on(block, names) or (None if named else _in_office(block, offices))
        if block.kind is Kind.HEADING:
            named = found is not None
            number = numbered(block.text)
            if found is None and (_BACK_MATTER.match(block.text) or (number and level_of(number[0]) == 1)):
                speaker = None
            if number is not None or found is not None:
                answering = _ANSWERS.search(block.text) is not None
        elif block.kind is Kind.BODY and _SIGNATURE.fullmatch(block.text.strip()):
            speaker = None
        if found is not None:
            speaker = full.get(found, found)
        match = _ROLE_NAME.match(block.text)
        if match and _is_name(match[1]):
            roles.setdefault(match[1], match[2])
        if block.kind in (Kind.BODY, Kind.LIST_ITEM) and speaker is not None:
            block = block.but(speaker=speaker, asks=block.kind is Kind.BODY and not answering and _asks(block.text))
        out.append(block)
    return out, roles


def is_label(text: str) -> bool:
    """Whether a text begins with the name of who speaks and a colon: 'Mevrouw X (Partij):'."""
    return any(label.match(text) for label in (_LABEL, _CHAIR, _TURN_LABEL, _PARTY_LABEL))


def _called(blocks: Sequence[Block]) -> set[str]:
    """The names with a party and a colon behind them that are of persons: used so twice, or called by a title."""
    labels = Counter(match[1] for block in blocks if (match := _PARTY_LABEL.match(block.text.strip())))
    if not labels:
        return set()
    titled = {match[1].split()[-1] for block in blocks for match in _CALLED.finditer(block.text)}
    return {name for name, times in labels.items() if times > 1 or name.split()[-1] in titled}


def _introduced(block: Block, known: Container[str]) -> str | None:
    """The name of the speaker whom a heading, a title, a role or a label introduces; `known` are names of persons."""
    text = block.text.strip()
    if block.kind is Kind.HEADING or (block.kind is Kind.BODY and len(text) < 120):
        match = _HEADED.match(text)
        if match and _is_name(match[1]):
            return _plain(match[1])
    if block.kind is not Kind.BODY:
        return None
    labels = (_LABEL, _CHAIR, _TURN_LABEL)
    match = next((found for label in labels if (found := label.match(text))), None)
    if match is None and (party := _PARTY_LABEL.match(text)) and party[1] in known:
        match = party
    if match:
        return _plain(match[1])
    match = _ROLE_NAME.match(text) or _TITLED_OPENING.match(text)
    return _plain(match[1]) if match and _is_name(match[1]) else None


def _goes_on(block: Block, names: set[str]) -> str | None:
    """The name, known from elsewhere, with which a paragraph opens: 'X wijst op'."""
    match = _OPENING.match(block.text.strip()) if block.kind is Kind.BODY else None
    name = _plain(match[1]) if match else None
    return name if name in names else None


def _offices(blocks: Sequence[Block], full: Mapping[str, str], known: Container[str]) -> dict[str, str]:
    """Who is meant by 'the minister': the only one whom the text introduces as such."""
    holders: dict[str, set[str]] = {}
    for block in blocks:
        if block.kind not in (Kind.BODY, Kind.HEADING):
            continue
        role = _ROLE_NAME.match(block.text)
        office = _HOLDS.match(role[2]) if role else _HOLDS.match(block.text)
        name = role[1] if role else _introduced(block, known)
        if office and name and _is_name(name):
            plain = _plain(name)
            holders.setdefault(office[1].casefold(), set()).add(full.get(plain, plain))
    return {office: names.pop() for office, names in holders.items() if len(names) == 1}


def _in_office(block: Block, offices: Mapping[str, str]) -> str | None:
    """Who speaks in a paragraph that opens with 'De minister antwoordt'."""
    match = _OFFICE.match(block.text.strip()) if block.kind is Kind.BODY else None
    return offices.get(match[1].casefold()) if match else None


def _is_name(text: str) -> bool:
    """Whether capitalised words are a person's name: no article in front, no abbreviation among them."""
    words = text.split()
    return f" {words[0]} " not in _NO_FIRST_NAME and not any(word.isupper() and len(word) > 2 for word in words)


def _plain(name: str) -> str:
    """A name without the title that the pattern may have taken for a first name."""
    return re.sub(
        r"^(?:Minister|Mevrouw|Commissievoorzitter|Voorzitter|Professor|Staatssecretaris|Ook|De heer|Collega"
        r"|Gedeputeerde|Schepen|Burgemeester|Wethouder|Raadslid|Commissaris)\s",
        "",
        name,
    ).rstrip(",.")


def _asks(text: str) -> bool:
    return any(
        text[start:end].rstrip("\"”’') ").endswith("?") or _ASKS_FOR.search(text[start:end])
        for start, end in sentences(text)
    )
