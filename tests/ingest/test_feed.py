"""Feeds: what is new is fetched once, into safe names, within bounds; hostile ones are told in a sentence."""

from __future__ import annotations

import html
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import feed_fetch
from ingest.feed import FetchedFeed, check_address, fetch_feed, ingested
from ingest.feed_entries import MAX_FEED, extension, parse_feed
from ingest.feed_guard import Reach
from ingest.feed_state import FILE
from ingest.sidecar import beside, read_sidecar
from knowledge.base import PartialDate
from knowledge.errors import MisuseError, UnreadableFile
from tests.ingest.builders import At, pdf
from tests.ingest.webserver import Page, Web, serving

ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>Nieuws van de raad</title><id>urn:raad</id>{}</feed>'
RSS = '<rss version="2.0"><channel><title>Nieuws van de dienst</title>{}</channel></rss>'
NOTE = b"<html><body><main><p>De raad vergaderde over de terugkeer van bedrijven.</p></main></body></html>"


def entry(name: str, link: str, *, title: str = "Een nota", updated: str = "2026-03-02T00:00:00+01:00") -> str:
    """An Atom entry with one link."""
    address = html.escape(link)
    return f'<entry><id>{name}</id><title>{title}</title><updated>{updated}</updated><link href="{address}"/></entry>'


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    """A web server of this machine."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with serving() as made:
        yield made


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home of our own."""
    return tmp_path / "home"


def publish(web: Web, *entries: str, etag: str = "") -> str:
    """Puts a feed with these entries on the server; gives its address."""
    web.pages["/feed.xml"] = Page(ATOM.format("".join(entries)).encode(), "application/atom+xml", etag=etag)
    return web.url("/feed.xml")


def reasons(fetched: FetchedFeed) -> str:
    """Why entries could not be fetched."""
    return " / ".join(reason for _, reason in fetched.failed)


def test_new_entries_are_fetched_once(web: Web, home: Path) -> None:
    web.pages["/a.html"] = Page(NOTE)
    address = publish(web, entry("urn:a", "a.html", title="De eerste"))
    first = fetch_feed(address, home)
    (path,) = first.fetched
    assert (first.title, first.entries, first.failed, first.left) == ("Nieuws van de raad", 1, [], 0)
    assert path.read_bytes() == NOTE
    assert (path.suffix, path.name.startswith("de-eerste-")) == (".html", True)
    assert path.is_relative_to(home / "feeds")
    ingested(first)
    web.pages["/b.html"] = Page(NOTE + b"2")
    web.asked.clear()
    second = fetch_feed(publish(web, entry("urn:b", "b.html"), entry("urn:a", "a.html", title="De eerste")), home)
    assert web.asked == ["/feed.xml", "/b.html"]
    assert [p.read_bytes() for p in second.fetched] == [NOTE + b"2"]


def test_what_was_fetched_is_given_until_it_is_ingested(web: Web, home: Path) -> None:
    web.pages["/a.html"] = Page(NOTE)
    address = publish(web, entry("urn:a", "a.html"))
    fetched = fetch_feed(address, home)
    assert fetch_feed(address, home).fetched == fetched.fetched
    ingested(fetched)
    assert fetch_feed(address, home).fetched == []


def test_the_sidecar_holds_what_the_entry_gives(web: Web, home: Path) -> None:
    web.pages["/a%20b.pdf"] = Page(pdf([[At(50, 700, "Een nota.")]]), "application/octet-stream")
    title = "&lt;b&gt;Nota&lt;/b&gt;: terug &amp;amp; &#x202e; verder #1 *"
    fetched = fetch_feed(publish(web, entry("urn:a", "a b.pdf", title=title)), home)
    (path,) = fetched.fetched
    assert path.suffix == ".pdf"
    found = beside(path)
    assert found is not None
    sidecar = read_sidecar(found)
    assert sidecar.title is not None
    assert "\u202e" not in sidecar.title
    assert sidecar.date is not None
    assert sidecar.date.value == "2026-03-02", "the day of its writer, not that of Greenwich"
    assert sidecar.identifiers["url"].endswith("/a%20b.pdf")


def test_a_title_in_html_becomes_plain_text() -> None:
    made = ATOM.format('<entry><id>1</id><title type="html">&lt;b&gt;Nota&lt;/b&gt; over A &amp;amp; B</title></entry>')
    (found,) = parse_feed("f", made.encode()).entries
    assert found.title == "Nota over A & B"


def test_an_entry_that_changed_is_fetched_again_under_its_name(web: Web, home: Path) -> None:
    web.pages["/a.html"] = Page(NOTE, etag='"1"')
    first = fetch_feed(publish(web, entry("urn:a", "a.html", title="Oude titel")), home)
    ingested(first)
    later = entry("urn:a", "a.html", title="Nieuwe titel", updated="2026-04-01T10:00:00Z")
    same = fetch_feed(publish(web, later), home)
    assert same.fetched == [], "its server says that it did not change"
    web.pages["/a.html"] = Page(NOTE + b"2", etag='"2"')
    again = fetch_feed(publish(web, later.replace("2026-04-01", "2026-04-02")), home)
    assert again.fetched == first.fetched
    assert again.fetched[0].read_bytes() == NOTE + b"2"


def test_a_feed_that_did_not_change_is_not_read(web: Web, home: Path) -> None:
    web.pages["/a.html"] = Page(NOTE)
    address = publish(web, entry("urn:a", "a.html"), etag='"f1"')
    ingested(fetch_feed(address, home))
    again = fetch_feed(address, home)
    assert (again.unchanged, again.fetched) == (True, [])


def test_what_failed_is_tried_again_after_the_rest(web: Web, home: Path) -> None:
    web.pages["/b.html"] = Page(NOTE)
    address = publish(web, entry("urn:a", "a.html", title="Weg"), entry("urn:b", "b.html"), etag='"f"')
    first = fetch_feed(address, home)
    assert [title for title, _ in first.failed] == ["Weg"]
    assert "answers 404 not found" in reasons(first)
    assert len(first.fetched) == 1
    ingested(first)
    web.pages["/a.html"], web.pages["/c.html"] = Page(NOTE), Page(NOTE)
    entries = (entry("urn:a", "a.html"), entry("urn:b", "b.html"), entry("urn:c", "c.html"))
    web.asked.clear()
    assert len(fetch_feed(publish(web, *entries, etag='"g"'), home).fetched) == 2
    assert web.asked == ["/feed.xml", "/c.html", "/a.html"]


def test_the_rest_is_left_for_the_next_run(web: Web, home: Path) -> None:
    for n in range(5):
        web.pages[f"/{n}.html"] = Page(NOTE + str(n).encode())
    address = publish(web, *(entry(f"urn:{n}", f"{n}.html") for n in range(5)), etag='"f"')
    left = []
    for _ in range(3):
        fetched = fetch_feed(address, home, limit=2)
        left.append((len(fetched.fetched), fetched.left))
        ingested(fetched)
    assert left == [(2, 3), (2, 1), (1, 0)]


def test_rss_with_enclosures(web: Web, home: Path) -> None:
    web.pages["/nota.pdf"] = Page(pdf([[At(50, 700, "Een nota.")]]), "application/pdf")
    web.pages["/bericht"] = Page(NOTE, "text/html; charset=utf-8")
    items = (
        f"<item><title>Met bijlage</title><link>{web.url('/pagina')}</link>"
        f"<enclosure url='{web.url('/nota.pdf')}' type='application/pdf' length='9'/></item>"
        f"<item><title>Met geluid</title><link>{web.url('/bericht')}</link><guid>7</guid>"
        f"<pubDate>Mon, 02 Mar 2026 00:30:00 +0100</pubDate>"
        f"<enclosure url='{web.url('/geluid.mp3')}' type='audio/mpeg' length='9'/></item>"
    )
    web.pages["/rss"] = Page(RSS.format(items).encode(), "application/rss+xml")
    fetched = fetch_feed(web.url("/rss"), home)
    assert [p.suffix for p in fetched.fetched] == [".pdf", ".html"]
    assert web.asked == ["/rss", "/nota.pdf", "/bericht"]
    found = beside(fetched.fetched[1])
    assert found is not None
    assert read_sidecar(found).date == PartialDate(value="2026-03-02")


def test_a_feed_file_gives_what_lies_beside_it(tmp_path: Path, home: Path) -> None:
    folder = tmp_path / "feed"
    (folder / "onder").mkdir(parents=True)
    (folder / "onder" / "nota één.html").write_bytes(NOTE)
    path = folder / "feed.xml"
    path.write_text(ATOM.format(entry("urn:a", "onder/nota%20%C3%A9%C3%A9n.html")), encoding="utf-8")
    (found,) = fetch_feed(str(path), home).fetched
    assert found.read_bytes() == NOTE
    sidecar = beside(found)
    assert sidecar is not None
    assert read_sidecar(sidecar).identifiers == {}


@pytest.mark.parametrize(
    "link",
    [
        "../geheim.txt",
        "onder/../../geheim.txt",
        "%2e%2e/geheim.txt",
        "/etc/passwd",
        "file:///etc/passwd",
        "file://server/deel/nota.txt",
        "link.txt",
        "\\\\server\\deel.txt",
        "..",
        ".",
        "",
        "a%00b.txt",
        "javascript:alert(1)",
        "data:text/html,hoi",
        "ftp://127.0.0.1/a.txt",
        "//127.0.0.1/a.txt",
        "feed.xml",
        "x" * 5000 + ".txt",
    ],
)
def test_no_link_of_a_feed_file_leads_out_of_its_folder(tmp_path: Path, home: Path, link: str) -> None:
    (tmp_path / "geheim.txt").write_text("Dit is geheim.")
    folder = tmp_path / "feed"
    folder.mkdir()
    (folder / "link.txt").symlink_to(tmp_path / "geheim.txt")
    path = folder / "feed.xml"
    path.write_text(ATOM.format(entry("urn:a", link)), encoding="utf-8")
    fetched = fetch_feed(str(path), home)
    assert fetched.fetched == []
    assert len(fetched.failed) == 1
    assert reasons(fetched).endswith(".")
    assert "\n" not in reasons(fetched)


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("file:///etc/passwd", "only http and https"),
        ("javascript:alert(1)", "only http and https"),
        ("data:text/html,hoi", "only http and https"),
        ("/naar-file", "of another kind ('file:'); it is not followed"),
        ("/naar-ftp", "of another kind ('ftp:'); it is not followed"),
        ("/naar-data", "of another kind ('data:'); it is not followed"),
        ("/rond", "sends on more than 5 times"),
        ("/plaatje", "is image/png, which is not read"),
        ("/leeg", "is empty"),
        ("/stuk", "broke off after 3 of 99 bytes"),
        ("/feed.xml", "is application/atom+xml, which is not read"),
        ("http://a:b@127.0.0.1/x", "name or password"),
        ("http://127.0.0.1:1/", "cannot be reached"),
        ("http://[::1", "no"),
    ],
)
def test_hostile_links_are_told_in_a_sentence(web: Web, home: Path, link: str, told: str) -> None:
    for name, target in {"file": "file:///etc/passwd", "ftp": "ftp://127.0.0.1/x", "data": "data:,x"}.items():
        web.pages[f"/naar-{name}"] = Page(status=302, head={"Location": target})
    web.pages["/rond"] = Page(status=302, head={"Location": "/rond"})
    web.pages["/plaatje"] = Page(b"\x89PNG", "image/png")
    web.pages["/leeg"] = Page(b"")
    web.pages["/stuk"] = Page(b"abc", head={"Content-Length": "99"})
    fetched = fetch_feed(publish(web, entry("urn:a", link)), home)
    assert fetched.fetched == []
    assert told in reasons(fetched)
    assert "\n" not in reasons(fetched)


def test_a_redirect_on_the_same_server_is_followed(web: Web, home: Path) -> None:
    web.pages["/oud"] = Page(status=301, head={"Location": "/nieuw.html"})
    web.pages["/nieuw.html"] = Page(NOTE)
    (path,) = fetch_feed(publish(web, entry("urn:a", "/oud")), home).fetched
    assert path.read_bytes() == NOTE


def test_too_much_is_not_taken(web: Web, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.feed.MAX_BYTES", 1_000_000)
    web.pages["/groot"] = Page(b"x" * 1_000_001, "text/plain")
    web.pages["/zegt-groot"] = Page(b"x", "text/plain", head={"Content-Length": "999999999999"})
    fetched = fetch_feed(publish(web, entry("urn:a", "/groot"), entry("urn:b", "/zegt-groot")), home)
    assert [reason.endswith("sends more than 1 MB.") for _, reason in fetched.failed] == [True, True]
    assert not [path for path in fetched.folder.iterdir() if path.name != FILE]


def test_a_server_that_drips_is_left(web: Web, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.feed.DOCUMENT_SECONDS", 0.3)
    stop = threading.Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        while not stop.wait(0.02):
            handler.wfile.write(b"x")
            handler.wfile.flush()

    def dripped(handler: BaseHTTPRequestHandler) -> None:
        try:
            drip(handler)
        except OSError:
            return

    web.pages["/druppel"] = Page(dripped, "text/plain")
    fetched = fetch_feed(publish(web, entry("urn:a", "/druppel")), home)
    stop.set()
    assert "took longer than" in reasons(fetched)


def test_a_feed_from_the_internet_does_not_reach_this_machine(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    web.pages["/a.html"] = Page(NOTE)
    reach = Reach()
    reach.started_at(False)
    with (Path("/dev/null")).open("wb") as nowhere, pytest.raises(UnreadableFile, match="or the local network"):
        feed_fetch.fetch(web.url("/a.html"), nowhere, most=9, seconds=9, reach=reach)
    assert web.asked == [], "nothing was sent"


ENTITIES = '<!ENTITY a0 "hihihihihi">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("item", ["<item><title>&a9;</title></item>", "<item><link href='&a9;'/></item>"])
def test_entities_are_refused(item: str, encoding: str) -> None:
    data = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE r [{ENTITIES}]>{RSS.format(item)}'.encode(encoding)
    with pytest.raises(UnreadableFile, match="declares entities"):
        parse_feed("f", data)


def test_nothing_is_fetched_for_an_entity_or_a_document_type(web: Web, tmp_path: Path) -> None:
    secret = tmp_path / "geheim"
    secret.write_text("dit is geheim")
    for address in (secret.as_uri(), web.url("/entiteit")):
        declared = f'<!DOCTYPE r [<!ENTITY x SYSTEM "{address}">]>'
        with pytest.raises(UnreadableFile, match="declares entities"):
            parse_feed("f", (declared + RSS.format("<item><title>A &x; B</title></item>")).encode())
        typed = f'<!DOCTYPE rss SYSTEM "{address}">' + RSS.format("<item><title>A</title></item>")
        assert [e.title for e in parse_feed("f", typed.encode()).entries] == ["A"]
    assert web.asked == []


def test_letters_with_a_name_and_other_languages_of_feeds() -> None:
    named = RSS.format("<item><title>Caf&eacute;&nbsp;&amp;&nbsp;co</title><media:title>Niet deze</media:title></item>")
    assert [e.title for e in parse_feed("f", named.encode()).entries] == ["Café & co"]
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Oud</title></channel>'
        "<item><title>Nota</title><link>http://h/nota</link><dc:date>2026-03-02T10:00:00Z</dc:date></item></rdf:RDF>"
    )
    feed = parse_feed("f", rdf.encode())
    assert (feed.title, feed.entries[0].link, feed.entries[0].date) == ("Oud", "http://h/nota", "2026-03-02")
    based = ATOM.replace("<feed ", '<feed xml:base="/map/" ').format(entry("urn:a", "nota.html"))
    assert parse_feed("f", based.encode(), "http://h/feed").entries[0].link == "http://h/map/nota.html"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "is no Atom or RSS feed"),
        (b"<html><body>Welkom</body></html>", "is no Atom or RSS feed"),
        (b"%PDF-1.4", "is no Atom or RSS feed"),
        (b"\x00\x01\x02", "is no Atom or RSS feed"),
        (b"{}", "is no Atom or RSS feed"),
        (b"x" * (MAX_FEED + 1), "is larger than 5 MB"),
        (RSS.format("<item/>" * 5001).encode(), "at most 5,000 are read"),
    ],
)
def test_what_is_no_feed_is_told(data: bytes, told: str) -> None:
    with pytest.raises(UnreadableFile, match=told):
        parse_feed("f", data)


def test_a_feed_cut_off_gives_what_it_has() -> None:
    whole = ATOM.format(entry("urn:a", "http://h/a") + entry("urn:b", "http://h/b")).encode()
    assert parse_feed("f", whole[:-30]).entries[0].link == "http://h/a"


@given(st.binary(max_size=300), st.integers(0, 600))
def test_no_bytes_break_the_reading_of_a_feed(junk: bytes, at: int) -> None:
    whole = ATOM.format(entry("urn:a", "http://h/a")).encode()
    for data in (junk, whole[:at] + junk + whole[at:]):
        try:
            feed = parse_feed("f", data)
        except UnreadableFile:
            continue
        assert len({e.id for e in feed.entries}) == len(feed.entries)
        assert all(len(e.title) <= 300 and e.title.isprintable() for e in feed.entries)


def test_names_are_letters_digits_and_hyphens_whatever_the_feed_says(web: Web, home: Path) -> None:
    web.pages["/a"] = Page(NOTE)
    titles = ["../../etc/passwd", "a/b\\c", "CON", "&#x202e;fdp.exe", ".", "-rf *", "x" * 500, "héé / ça", "$(reboot)"]
    address = publish(
        web,
        "<entry><title>Zonder</title></entry>",
        *(entry(f"../{n}", "/a", title=title) for n, title in enumerate(titles)),
    )
    fetched = fetch_feed(address, home)
    assert len(fetched.fetched) == len(titles)
    assert reasons(fetched) == "The entry has no link to a document."
    for path in fetched.fetched:
        assert path.parent == fetched.folder
        assert path.stem.replace("-", "").isalnum()
        assert path.name.isascii()
        assert len(path.name) < 90
    assert {p.parent for p in home.rglob("*") if p.is_file()} == {fetched.folder}


def test_two_feeds_of_the_same_name_have_folders_of_their_own(web: Web, home: Path) -> None:
    web.pages["/a.html"] = Page(NOTE)
    web.pages["/feed.xml?deel=2"] = Page(ATOM.format(entry("urn:a", "a.html")).encode())
    first = fetch_feed(publish(web, entry("urn:a", "a.html")), home)
    second = fetch_feed(web.url("/feed.xml?deel=2"), home)
    assert first.folder != second.folder
    assert len(second.fetched) == 1


def test_a_damaged_memory_is_begun_anew(web: Web, home: Path) -> None:
    web.pages["/a.html"] = Page(NOTE)
    address = publish(web, entry("urn:a", "a.html"))
    fetched = fetch_feed(address, home)
    state = fetched.folder / FILE
    told = json.loads(state.read_text())
    told["seen"]["urn:a"]["file"] = "../../buiten.html"
    for damaged in ("{", json.dumps(told)):
        state.write_text(damaged)
        assert fetch_feed(address, home).fetched == fetched.fetched


@pytest.mark.parametrize("address", ["ftp://h/feed", "file:///etc/passwd", "javascript://x"])
def test_what_is_no_address_is_misuse(address: str) -> None:
    with pytest.raises(MisuseError, match="neither an http address nor a file"):
        check_address(address)


@pytest.mark.parametrize(
    ("kind", "url", "wanted"),
    [
        ("application/pdf", "http://h/x", ".pdf"),
        ("Text/HTML; charset=utf-8", "http://h/x.php", ".html"),
        ("application/octet-stream", "http://h/nota.DOCX?x=1", ".docx"),
        ("", "http://h/nota.odt", ".odt"),
        ("text/plain", "http://h/nota.md", ".md"),
        ("text/plain", "http://h/nota", ".txt"),
        ("image/png", "http://h/nota.pdf", ""),
        ("application/octet-stream", "http://h/nota.exe", ""),
        ("", "http://[", ""),
    ],
)
def test_the_extension_follows_the_type_and_else_the_name(kind: str, url: str, wanted: str) -> None:
    assert extension(kind, url) == wanted
