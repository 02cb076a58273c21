"""The Jinja2 environments that all templates share: strict, escaped by default, with Dutch dates and numbers.

*html*: what a template prints is escaped for HTML. *markdown*: what a template prints is escaped for Markdown (see
`md`), also without a filter; use `| e` inside an HTML attribute or a block of raw HTML, and `| safe` only for Markdown
that a macro or template of ours made.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from knowledge.concepts import Vocabulary
from knowledge.languages import Language, speech
from knowledge.wording import nl_date, number_nl
from templates.labels import dutch
from templates.said import Piece, Said, content, plain

__all__ = ["clean", "environment", "md", "on_one_line", "safe_url"]

_NO_SIGN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ue000-\uf8ff\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)
"""Control, format, surrogate and private characters."""
_ENTITIES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "|": "&#124;", "~": "&#126;", "^": "&#94;"}
)
_BACKSLASHED = re.compile(r"([\\`*_{}\[\]!#])")
_AUTOLINK = re.compile(r"(?i)(?<=[a-z])://|www\.|\+\+|==|\$|@|:(?=[a-z0-9_+-]+:)")
_BLOCK_START = re.compile(r"^( ?)(?:([+:=?-])|(\d+)(?=[.)](?: |$)))")


def clean(text: object) -> str:
    """The text without control, format and private characters, on one line, white space collapsed, ends trimmed.

    What is taken out has no place in a sentence, can hide or reorder what a reader sees, and cannot stand in XML.
    """
    return on_one_line(text).strip()


def on_one_line(text: object) -> str:
    """As `clean`, with a space at either end where there was white space."""
    return re.sub(r"\s+", " ", _NO_SIGN.sub(lambda found: " " if found[0].isspace() else "", str(text)))


def _shown(value: object) -> object:
    """What the HTML environment prints: text without characters that are no signs; lines stay."""
    return _NO_SIGN.sub("", value) if isinstance(value, str) and not isinstance(value, Markup) else value


def md(text: object) -> Markup:
    """The text so that Markdown (CommonMark, Python-Markdown and its extensions) shows it and does nothing else.

    No markup, HTML, link, table cell, attribute list or block can start in it. A space at either end stays. Text that
    is escaped stays as it is.
    """
    if isinstance(text, Markup):
        return text
    escaped = _BACKSLASHED.sub(r"\\\1", on_one_line(text)).translate(_ENTITIES)
    escaped = _AUTOLINK.sub(lambda m: "".join(f"&#{ord(c)};" if not c.isalpha() else c for c in m[0]), escaped)
    return Markup(_BLOCK_START.sub(_inert_start, escaped))  # noqa: S704 - this is where text becomes safe


def _inert_start(match: re.Match[str]) -> str:
    """A heading mark, list mark or number that would open a block, as text."""
    space, mark, number = match.groups()
    return f"{space}&#{ord(mark)};" if mark else f"{space}{number}\\"


def safe_url(address: str) -> Markup:
    """An https address as it may stand in an href or in the <> of a Markdown link; raises ValueError for another."""
    if not address.startswith("https://"):
        raise ValueError(f"{address[:80]!r} is no https address")
    return escape(quote(address, safe=":/?#@!$&'()+,;=%~-._"))


def _label(concept_id: str, vocabulary: Vocabulary) -> str:
    """The Dutch label of a concept; raises UnknownRecord."""
    return vocabulary.concept(concept_id).pref.nl


def _said(line: Said | Piece | str) -> Markup:
    """A line for HTML in another language than Dutch: its content is marked as Dutch."""
    pieces = (content(line),) if isinstance(line, str) else (line,) if isinstance(line, Piece) else line
    shown = (escape(_shown(piece.text)) for piece in pieces)
    marked = [
        Markup('<span lang="nl">{}</span>').format(t) if p.content else t for p, t in zip(pieces, shown, strict=True)
    ]
    return Markup("").join(marked)


def _plainly(line: Said | Piece | str) -> str:
    """A line as it stands where nothing can or need be marked."""
    return line if isinstance(line, str) else line.text if isinstance(line, Piece) else plain(line)


@cache
def environment(kind: Literal["html", "markdown"], language: Language = Language.NL) -> Environment:
    """The environment for templates of this kind; templates are named by their path under `templates/`.

    Filters: `md`, `nl_date`, `number_nl`, `dutch` (the Dutch word for a value of one of our enums), `label(vocabulary)`
    (the Dutch label of a concept id) and `safe_url` (an https address). For what is written in more languages than
    Dutch: `_` (a label by its Dutch), `day` (a date), `word` (a value of an enum) and `said` (a line, or content as a
    text, which is marked as Dutch). A name that is not given is an error.
    """
    say = speech(language)
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=md if kind == "markdown" else _shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    filters: dict[str, Any] = {
        "md": md,
        "nl_date": nl_date,
        "number_nl": number_nl,
        "dutch": dutch,
        "label": _label,
        "safe_url": safe_url,
        "day": say.date,
        "word": lambda value: say(dutch(value)),
        "said": _plainly if say.dutch or kind == "markdown" else _said,
    }
    made.filters.update(filters)
    made.globals.update({"_": say, "language": say})
    return made
