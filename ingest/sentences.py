"""Where Dutch and English sentences end."""

from __future__ import annotations

import re

__all__ = ["sentences"]

_END = re.compile(r"(?<![.!?…])[.!?…]++[\"”’')\]]{0,3}\s+(?=[\"“‘'(\[]{0,3}[A-ZÀ-Þ0-9])|\n+")
NEAR = 200
"""So many letters before a full stop are looked at."""
_SHORT_FORMS = (
    " a.d.h.v. a.h.w. art. artt. bijv. blz. bv. ca. cf. ch. d.d. d.i. d.m.v. d.w.z. dhr. dr. drs. e.a. e.d. e.g. enz."
    " etc. ev. evt. excl. fig. gem. i.c. i.e. i.p.v. i.v.m. incl. ing. inz. ir. jl. jr. m.a.w. m.b.t. m.i. max. mevr."
    " min. mln. mld. mr. mw. n.a.v. nl. no. nr. nrs. o.a. o.b.v. o.m. o.l.v. p. pag. par. p.m. prof. red. resp. sr. st."
    " t.a.v. t.b.v. t.e.m. t.g.v. t.o.v. tab. tel. tov. v.a. vb. vgl. vlg. vnl. vol. vs. w.o. zgn. z.g. parl.st."
    " vl.parl. "
)


def sentences(text: str) -> list[tuple[int, int]]:
    """The spans of the sentences of a text, without the white space between them; together they hold every word."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        before = text[max(start, match.start() - NEAR) : match.start() + 1]
        if "\n" not in match[0] and _is_short_form(before, text[match.end() : match.end() + 1]):
            continue
        end = match.end() - (len(match[0]) - len(match[0].rstrip()))
        if end > start:
            spans.append((start, end))
        start = match.end()
    if start < len(text) and text[start:].strip():
        spans.append((start, len(text.rstrip())))
    return spans


def _is_short_form(before: str, after: str) -> bool:
    """Whether the full stop belongs to a shortened word, an initial or a number before a lower or numbered word."""
    last = before[-30:].rsplit(None, 1)[-1].lstrip("(\"'“‘[").casefold() if before.strip() else ""
    if last in {"nr.", "nrs.", "art.", "p.", "pag.", "blz.", "fig.", "vol.", "no."}:
        return True
    if f" {last} " in _SHORT_FORMS:
        return not (last in {"enz.", "etc.", "e.a.", "e.d."} and after[:1].isupper())
    stem = last.rstrip(".")
    return (len(stem) == 1 and stem.isalpha()) or (stem.isdigit() and len(stem) <= 2 and len(before.split()) == 1)
