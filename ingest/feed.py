"""A feed as a source of documents: what is new in it is fetched into a folder of its own, with a sidecar each."""

from __future__ import annotations

import io
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from ingest.feed_entries import MAX_FEED, Entry, Feed, extension, parse_feed
from ingest.feed_fetch import Answer, fetch, is_web
from ingest.feed_guard import Reach
from ingest.feed_names import file_name, folder_name, inside, sidecar_for
from ingest.feed_state import Seen, read_state, write_safely, write_state
from ingest.limits import MAX_BYTES, read_bytes
from ingest.readers.registry import EXTENSIONS
from knowledge.errors import MisuseError, ThuishavenError, UnreadableFile
from knowledge.plain import plain_line

__all__ = ["FOLDER", "LIMIT", "FetchedFeed", "check_address", "fetch_feed", "ingested"]

FOLDER = "feeds"
LIMIT = 100
"""So many documents are fetched of one feed in one run; the rest comes with the next runs."""
FEED_SECONDS, DOCUMENT_SECONDS, RUN_SECONDS = 60.0, 120.0, 1800.0
RUN_BYTES = 1_000_000_000


@dataclass(slots=True)
class FetchedFeed:
    """What came of one feed: where its documents lie, how many entries it has, which files are to be ingested, which
    entries could not be fetched and why, and how many were left for the next run. `unchanged`: it says so itself."""

    feed: str
    folder: Path
    title: str = ""
    entries: int = 0
    fetched: list[Path] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    left: int = 0
    unchanged: bool = False

    def __str__(self) -> str:
        if self.unchanged:
            return f"{self.feed}: unchanged"
        counted = [f"{self.entries} entries", f"{len(self.fetched)} new or changed"]
        counted += [f"{len(self.failed)} failed"] if self.failed else []
        counted += [f"{self.left} left for the next run"] if self.left else []
        return f"{self.title}: {', '.join(counted)}"

    def row(self) -> dict[str, object]:
        """The same as JSON has it."""
        return {
            "feed": self.feed,
            "title": self.title,
            "folder": str(self.folder),
            "entries": self.entries,
            "fetched": [path.name for path in self.fetched],
            "failed": [{"entry": entry, "reason": reason} for entry, reason in self.failed],
            "left": self.left,
            "unchanged": self.unchanged,
        }


def check_address(address: str) -> None:
    """Raises MisuseError for what can be neither an http(s) address nor a file."""
    if not is_web(address) and "://" in address:
        raise MisuseError(
            f"{plain_line(address[:80])}: is neither an http address nor a file.",
            cure="Give an address with http or https, or the name of a file.",
        )


def ingested(fetched: FetchedFeed) -> None:
    """Remembers that the fetched files were ingested, well or not; until then each run gives them again."""
    if fetched.fetched:
        state = read_state(fetched.folder, fetched.feed)
        write_state(fetched.folder, state.model_copy(update={"waiting": ()}))


def fetch_feed(
    address: str, home: Path, *, limit: int = LIMIT, progress: Callable[[str, int, int], None] | None = None
) -> FetchedFeed:
    """Fetches what is new in a feed, at an http(s) address or in a file, to a folder under `home`.

    An entry is fetched once, and again when the feed says that it changed. One that fails is told and tried again in
    the next run, after the others. Raises MisuseError for what is neither address nor file and UnreadableFile when the
    feed itself cannot be fetched or is none.
    """
    return _Run(address, home, limit, progress).run()


class _Run:
    def __init__(self, address: str, home: Path, limit: int, progress: Callable[[str, int, int], None] | None) -> None:
        self._web = is_web(address)
        check_address(address)
        self._address = address.strip() if self._web else str(Path(address).resolve())
        self._shown = plain_line(self._address)[:200]
        self._folder = home / FOLDER / folder_name(self._address, web=self._web)
        self._limit, self._progress = limit, progress
        self._reach = Reach()
        self._bytes = 0
        self._fresh: list[str] = []
        self._end = time.monotonic() + RUN_SECONDS
        self._state = read_state(self._folder, self._shown)
        self._made = FetchedFeed(self._shown, self._folder)

    def run(self) -> FetchedFeed:
        feed, answer = self._feed()
        if feed is None:
            self._made.unchanged = True
        else:
            self._new(feed, answer)
        self._made.fetched = [path for name in self._state.waiting if (path := self._folder / name).is_file()]
        return self._made

    def _new(self, feed: Feed, answer: Answer | None) -> None:
        """Fetches what is new in the feed."""
        self._made.title, self._made.entries = feed.title, len(feed.entries)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ThuishavenError(f"{self._folder}: cannot be made ({error.strerror}).", cure="Check rights.") from None
        todo = [e for e in feed.entries if (seen := self._state.seen.get(e.id)) is None or seen.changed != e.changed]
        todo.sort(key=lambda entry: entry.id in self._state.refused)
        for number, entry in enumerate(todo):
            if number >= self._limit or self._bytes >= RUN_BYTES or time.monotonic() >= self._end:
                self._made.left = len(todo) - number
                break
            if self._progress is not None:
                self._progress(entry.title or self._shown, number, min(len(todo), self._limit))
            self._take(entry)
        whole = not self._made.failed and not self._made.left
        marks = {"etag": answer.etag, "modified": answer.modified} if whole and answer is not None else {}
        there = {entry.id for entry in feed.entries}
        refused = tuple(name for name in self._state.refused if name in there)
        self._remember(**{"etag": "", "modified": "", "refused": refused} | marks)

    def _feed(self) -> tuple[Feed | None, Answer | None]:
        """The feed, or None when it says that it has not changed."""
        if not self._web:
            path = Path(self._address)
            return parse_feed(path.name, read_bytes(path)), None
        into = io.BytesIO()
        state = self._state
        answer = fetch(
            self._address,
            into,
            most=MAX_FEED,
            seconds=FEED_SECONDS,
            reach=self._reach,
            etag=state.etag,
            modified=state.modified,
            first=True,
        )
        return (None, None) if answer is None else (parse_feed(self._shown, into.getvalue(), answer.url), answer)

    def _take(self, entry: Entry) -> None:
        """Fetches one entry and remembers it, so that a run that is ended goes on where it was."""
        told = entry.title or plain_line(entry.id)[:100]
        refused = [name for name in self._state.refused if name != entry.id]
        try:
            with tempfile.TemporaryFile() as body:
                seen = self._fetched(entry, body)
        except UnreadableFile as error:
            self._made.failed.append((told, str(error)))
            self._remember(refused=(*refused, entry.id))
            return
        waiting = dict.fromkeys([*self._state.waiting, *self._fresh])
        self._fresh = []
        self._remember(refused=tuple(refused), seen={**self._state.seen, entry.id: seen}, waiting=tuple(waiting))

    def _fetched(self, entry: Entry, body: IO[bytes]) -> Seen:
        if not entry.link:
            raise UnreadableFile("The entry has no link to a document.")
        old = self._state.seen.get(entry.id)
        there = old is not None and (self._folder / old.file).is_file()
        url = entry.link
        if is_web(url):
            answer = fetch(
                url,
                body,
                most=MAX_BYTES,
                seconds=min(DOCUMENT_SECONDS, max(1.0, self._end - time.monotonic())),
                reach=self._reach,
                etag=old.etag if old is not None and there else "",
                modified=old.modified if old is not None and there else "",
            )
            if answer is None:
                assert old is not None
                return old.model_copy(update={"changed": entry.changed})
        else:
            answer = self._copied(url, body)
        return self._kept(entry, answer, body, old)

    def _kept(self, entry: Entry, answer: Answer, body: IO[bytes], old: Seen | None) -> Seen:
        """Puts the document into the folder, its sidecar first."""
        size = body.tell()
        self._bytes += size
        body.seek(0)
        suffix = ".pdf" if body.read(5) == b"%PDF-" else extension(answer.content_type, answer.url)
        if size == 0:
            raise UnreadableFile("The document is empty.")
        if not suffix:
            kind = plain_line(answer.content_type.partition(";")[0])[:60] or "of no known type"
            raise UnreadableFile(f"The document is {kind}, which is not read.")
        name = file_name(entry) + suffix
        if old is not None and Path(old.file).suffix == suffix:
            name = old.file
        path = self._folder / name
        sidecar = sidecar_for(entry, answer.url if is_web(answer.url) else "")
        beside = path.with_name(path.name + ".yml")
        if sidecar:
            write_safely(beside, io.BytesIO(sidecar))
        else:
            beside.unlink(missing_ok=True)
        body.seek(0)
        write_safely(path, body)
        self._fresh.append(name)
        return Seen(file=name, changed=entry.changed, etag=answer.etag, modified=answer.modified)

    def _copied(self, link: str, into: IO[bytes]) -> Answer:
        """A document beside the feed file; nothing outside its folder is read."""
        if self._web:
            scheme = plain_line(link.partition(":")[0])[:20]
            raise UnreadableFile(f"Its link is of another kind ('{scheme}:'); only http and https are fetched.")
        path = inside(Path(self._address).parent, link)
        try:
            if not path.is_file():
                raise UnreadableFile(f"{plain_line(path.name)}: there is no such file beside the feed.")
            if path.stat().st_size > MAX_BYTES:
                raise UnreadableFile(f"{plain_line(path.name)}: is larger than {MAX_BYTES / 1e6:,.0f} MB.")
            with path.open("rb") as file:
                shutil.copyfileobj(file, into)
        except OSError as error:
            raise UnreadableFile(f"{plain_line(path.name)}: cannot be read ({error.strerror}).") from None
        suffix = path.suffix.casefold()
        if suffix not in EXTENSIONS:
            raise UnreadableFile(f"{plain_line(path.name)}: files of this kind are not read.")
        return Answer(path.name, "", "", "")

    def _remember(self, **changes: object) -> None:
        self._state = self._state.model_copy(update=changes)
        write_state(self._folder, self._state)
