"""A checklist as a tagged PDF (PDF/UA-1), drawn from the same HTML by WeasyPrint, which needs Pango on the machine.

The package is the optional extra `pdf`; without it, or without Pango, one sentence says what to install.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import logging
from typing import Any

from knowledge.checklist_records import Checklist
from knowledge.concepts import Vocabulary
from knowledge.errors import BuildError
from knowledge.languages import Language, Speech, speech
from templates.checklists import page

__all__ = ["checklist_pdf"]

PROFILE = "pdf/ua-1"
_LIBRARIES = "apt-get install libpango-1.0-0 libpangoft2-1.0-0"


def checklist_pdf(checklist: Checklist, say: Speech | None = None, words: Vocabulary | None = None) -> bytes:
    """The bytes of a PDF with tags, bookmarks, title and language; the same checklist gives the same bytes.

    That holds on one machine: the fonts that are installed decide how a line breaks. Raises BuildError when what draws
    it is not installed.
    """
    weasyprint = _weasyprint()
    paper = weasyprint.HTML(
        string=page(checklist, say, words, paper=True), base_url=None, url_fetcher=_refusing(weasyprint)
    )
    drawn: bytes = paper.write_pdf(
        pdf_variant=PROFILE,
        pdf_tags=True,
        finisher=None if say is None or say.dutch else _mark_dutch,
        pdf_identifier=hashlib.sha256(checklist.model_dump_json().encode()).digest()[:16],
    )
    return drawn


def _mark_dutch(_document: object, pdf: Any) -> None:
    """Tells in the tags what is Dutch: WeasyPrint leaves out the `lang` of the spans that mark it.

    On paper the page has spans for nothing else. A tag of a span holds other tags; one of a bare text holds its number.
    """
    for found in pdf.objects:
        if isinstance(found, dict) and found.get("S") == "/Span" and not any(isinstance(k, int) for k in found["K"]):
            found["Lang"] = f"({speech(Language.NL).tag})"


def _weasyprint() -> Any:
    """The package that draws; raises BuildError when it is not there or finds no Pango."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # it prints advice where a library is missing
            import weasyprint
    except ImportError:
        told = "A PDF cannot be made: the package weasyprint is not installed."
        raise BuildError(
            told, cure="Install it with `pip install 'thuishaven[pdf]'`, or choose docx or html."
        ) from None
    except OSError:
        told = "A PDF cannot be made: weasyprint finds no Pango on this machine."
        raise BuildError(told, cure=f"Install it with `{_LIBRARIES}`, or choose docx or html.") from None
    logging.getLogger("fontTools").setLevel(logging.WARNING)
    return weasyprint


def _refusing(weasyprint: Any) -> Any:
    """What is asked for every address outside the page, and fetches none, from the network or from the disk."""

    class Refusing(weasyprint.urls.URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: object = None) -> Any:
            raise ValueError(f"nothing is fetched for a checklist: {url[:80]}")

    return Refusing(allowed_protocols=())
