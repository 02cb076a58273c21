"""A built HTML page as a test reads it: its links, ids, scripts, what it would fetch, and its text."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

FETCHED = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "embed": "src",
    "object": "data",
    "link": "href",
    "form": "action",
    "base": "href",
}
"""What a browser fetches, or sends to, by itself or by a form: the element and its attribute."""
DATA = {"application/json", "application/ld+json"}
"""The types of script elements that no browser runs."""
NO_END = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})


@dataclass
class Html(HTMLParser):
    """What was found in one page. `texts` are the texts of elements with the class `of`."""

    of: str = ""
    links: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)
    handlers: list[str] = field(default_factory=list)
    inline_scripts: list[str] = field(default_factory=list)
    elements: list[str] = field(default_factory=list)
    policies: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, list[str] | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.elements.append(tag)
        self.handlers += [name for name in given if name.startswith("on")]
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if tag == "a" and "href" in given else []
        if given.get(FETCHED.get(tag, "")):
            self.fetched.append(given[FETCHED[tag]])
        if tag == "script" and "src" not in given and given.get("type") not in DATA:
            self.inline_scripts.append(tag)
        if given.get("http-equiv") == "Content-Security-Policy":
            self.policies.append(given["content"])
        if tag in NO_END:
            return
        into = self.headings if tag in {"h1", "h2", "h3", "h4", "h5", "h6"} else None
        if self.of and self.of in given.get("class", "").split():
            into = self.texts
        if into is not None:
            into.append("")
        self._open.append((tag, into))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        for _, into in self._open:
            if into is not None:
                into[-1] += data


def read_html(path: Path, of: str = "") -> Html:
    """The page at `path`, with the texts of the elements of class `of`."""
    found = Html(of=of)
    found.feed(path.read_text(encoding="utf-8"))
    found.close()
    return found
