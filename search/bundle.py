"""The static search: an index in small script files that a browser loads with script tags, also from a disk.

Every file calls `thuishavenIndex(NAME, DATA)`. `manifest.js` tells where things are; `words-N.js` turn words as typed
into terms, so that the browser needs no stemmer; `terms-N.js` hold for each term the rows with a weight;
`rows-N.js` hold what is shown; `facets.js` is loaded when a reader narrows the result. All is read by
site/assets/javascript/search.js.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from search.analysis import Analyser, analyser, forms
from search.stopwords import DUTCH

__all__ = ["FOLDER", "BundleRow", "bundle"]

FOLDER = "zoekindex"
"""The folder of the bundle; its paths start with it and are relative to the root of the site."""

FORMAT = 1
WORD_BYTES, TERM_BYTES, ROW_BYTES = 8_000, 10_000, 7_000
"""How large a file may grow before the next is started (a single entry can be larger)."""
MAX_POSTINGS = 2_500
"""A term that stands in more rows keeps those with the highest weights."""
MAX_TEXT = 1_200
"""Characters of a row's text that are shown from; all of it is indexed."""
LEVELS = 31
K1, B = 1.2, 0.75
TITLE, SECTION, PART = 2.0, 1.0, 0.5
KIND = "soort"
"""The facet that every row has."""

# A number is written in base 32: all digits but the last from _MORE, the last from _LAST.
_LAST = "0123456789abcdefghijklmnopqrstuv"
_MORE = "ABCDEFGHIJKLMNOPQRSTUVWXYZ!#$%()"


@dataclass(frozen=True, kw_only=True)
class BundleRow:
    """What can be found: `text` is what may be published of it; `url` is relative to the root of the site."""

    id: str
    url: str
    title: str
    section: str = ""
    kind: str
    text: str
    date: str = ""
    facets: dict[str, list[str]] = field(default_factory=dict)


def bundle(rows: Iterable[BundleRow]) -> Iterator[tuple[str, str]]:
    """The files of the static search as (path, JavaScript), the same for the same rows in the same order."""
    kept = list(rows)
    tools = analyser()
    weights = _weights(kept, tools)
    names = sorted(weights)
    number = {name: n for n, name in enumerate(names)}
    top = max((max(postings.values()) for postings in weights.values()), default=1.0)
    postings = [_postings(weights[name], top) for name in names]

    word_files = list(_shards(sorted(_entries(kept, tools, number).items()), WORD_BYTES))
    term_files = list(_shards(list(enumerate(postings)), TERM_BYTES))
    row_files = list(_shards(list(enumerate(map(_shown, kept))), ROW_BYTES))
    facets = _facets(kept)
    manifest = {
        "format": FORMAT,
        "rows": len(kept),
        "words": [shard[0][0] for shard in word_files],
        "terms": [shard[0][0] for shard in term_files],
        "groups": [shard[0][0] for shard in row_files],
        "facets": [[name, [[value, len(found)] for value, found in values.items()]] for name, values in facets.items()],
        "stop": " ".join(sorted(DUTCH)),
    }
    yield _file("manifest", manifest)
    # Pairs, not objects: a value may be called __proto__.
    yield _file("facets", [[name, [[v, _numbers(found)] for v, found in f.items()]] for name, f in facets.items()])
    for n, entries in enumerate(word_files):
        yield _file(f"words-{n}", [" ".join(form for form, _ in entries), " ".join(terms for _, terms in entries)])
    for kind, files in (("terms", term_files), ("rows", row_files)):
        for n, entries in enumerate(files):
            yield _file(f"{kind}-{n}", [value for _, value in entries])


def _weights(rows: Sequence[BundleRow], tools: Analyser) -> dict[str, dict[int, float]]:
    """BM25 weights by term and row; title and section count more than text, compound parts less."""
    counts: list[defaultdict[str, float]] = []
    frequency: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        found: defaultdict[str, float] = defaultdict(float)
        for text, weight in ((row.title, TITLE), (row.section, SECTION), (row.text, 1.0)):
            fields = tools.fields(text)
            for term in fields.terms.split():
                found[term] += weight
            for term in fields.parts.split():
                found[term] += weight * PART
        counts.append(found)
        for term in found:
            frequency[term] += 1
    sizes = [sum(found.values()) for found in counts]
    mean = max(1.0, sum(sizes) / max(1, len(sizes)))
    weights: defaultdict[str, dict[int, float]] = defaultdict(dict)
    for number, (found, size) in enumerate(zip(counts, sizes, strict=True)):
        norm = K1 * (1 - B + B * size / mean)
        for term, tf in found.items():
            rarity = math.log(1 + (len(rows) - frequency[term] + 0.5) / (frequency[term] + 0.5))
            weights[term][number] = rarity * tf * (K1 + 1) / (tf + norm)
    return weights


def _postings(weights: dict[int, float], top: float) -> str:
    """The rows of a term by falling weight: for each weight (1 to 31) its digit and the rows, with spaces between."""
    best = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:MAX_POSTINGS]
    levels: defaultdict[int, list[int]] = defaultdict(list)
    for row, weight in best:
        levels[max(1, round(weight / top * LEVELS))].append(row)
    return " ".join(_LAST[level] + _numbers(sorted(levels[level])) for level in sorted(levels, reverse=True))


def _numbers(rising: Sequence[int]) -> str:
    """Rising numbers as the steps between them, in base 32; search.js reads them back."""
    written, last = [], -1
    for number in rising:
        step = number - last - 1
        digits = _LAST[step % 32]
        while step >= 32:
            step //= 32
            digits = _MORE[step % 32] + digits
        written.append(digits)
        last = number
    return "".join(written)


def _entries(rows: Sequence[BundleRow], tools: Analyser, number: dict[str, int]) -> dict[str, str]:
    """For each word as it is typed, folded: the number of its term, then those of its compound parts, with commas."""
    entries: dict[str, str] = {}
    for form in forms(text for row in rows for text in (row.title, row.section, row.text)) - DUTCH:
        parts = [number[term] for term, _ in tools.parts(form) if term in number]
        entries[form] = ",".join(map(str, [number[tools.stem(form)], *parts]))
    return entries


def _shown(row: BundleRow) -> list[str]:
    text = " ".join(row.text.split())
    if len(text) > MAX_TEXT:
        text = text[:MAX_TEXT].rsplit(" ", 1)[0] + " \u2026"
    return [row.url, row.title, row.section, row.kind, row.date, text]


def _facets(rows: Sequence[BundleRow]) -> dict[str, dict[str, list[int]]]:
    facets: dict[str, dict[str, list[int]]] = {KIND: {}}
    for number, row in enumerate(rows):
        for name, values in ({KIND: [row.kind]} | row.facets).items():
            for value in dict.fromkeys(values):
                facets.setdefault(name, {}).setdefault(value, []).append(number)
    return facets


def _shards(entries: Sequence[tuple[Any, Any]], size: int) -> Iterator[list[tuple[Any, Any]]]:
    """The entries in runs of about `size` bytes."""
    shard: list[tuple[Any, Any]] = []
    filled = 0
    for entry in entries:
        length = len(_json(entry).encode())
        if shard and filled + length > size:
            yield shard
            shard, filled = [], 0
        shard.append(entry)
        filled += length
    if shard:
        yield shard


def _json(data: Any) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # Safe in a script wherever it may be put: no end of a script element, no line separators.
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _file(name: str, data: Any) -> tuple[str, str]:
    return f"{FOLDER}/{name}.js", f"thuishavenIndex({_json(name)},{_json(data)});\n"
