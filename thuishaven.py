"""The command line: one word for each thing that can be done; no logic, and heavy imports only inside the commands."""

from __future__ import annotations

import contextlib
import gc
import io
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from knowledge.errors import MisuseError, ThuishavenError, UnreadableFile
from knowledge.plain import plain, plain_json

if TYPE_CHECKING:
    import datetime

    from rich.progress import Progress, TaskID

    from ingest.annotate import Annotate
    from ingest.flags import Flags
    from ingest.limits import Bounds
    from ingest.ocr import Ocr
    from ingest.pipeline import Outcome
    from knowledge.checklist_records import Checklist
    from knowledge.documents import Document
    from knowledge.store import Store
    from search.engine import Searcher

__version__ = "0.1.0"
COLLECT_EVERY = 50_000
"""Objects made between two looks for garbage; at Python's 700 these take a tenth of a short command's time."""


@dataclass(frozen=True)
class Setting:
    """Where the data stand and with what they are searched."""

    home: Path
    encoder: str

    def store(self) -> Store:
        """The store of this home, opened."""
        from knowledge.store import Store

        return Store(self.home / "thuishaven.sqlite")

    def searcher(self, store: Store) -> Searcher:
        """What answers questions over the store; makes or renews the index where needed."""
        from search.concepts import open_concepts
        from search.encoders import load_encoder
        from search.engine import Searcher
        from search.index import open_index

        encoder = load_encoder(self.encoder)
        tasks: dict[str, TaskID] = {}
        with contextlib.ExitStack() as shown:

            @cache
            def bar() -> Progress:  # most searches make nothing: they do without
                return shown.enter_context(_progress())

            def step(what: str, done: int, total: int) -> None:
                if what not in tasks:
                    tasks[what] = bar().add_task(what)
                bar().update(tasks[what], completed=done, total=total)

            index = open_index(self.home, store, encoder, progress=step)
        return Searcher(store, open_concepts(self.home), index, encoder)


class Commands(click.Group):
    """Tells every failure in one sentence, without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command; a ThuishavenError becomes its sentence and its exit code."""
        try:
            with _plainly_told():
                return super().invoke(ctx)
        except ThuishavenError as error:
            fail(str(error), error.exit_code)
        except KeyboardInterrupt:
            fail("Stopped. What was finished is kept; run the same command again to go on.", 130)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Takes the words before the command apart."""
        with _plainly_told():
            return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which one needs them."""
        return list(self.commands)


@contextlib.contextmanager
def _plainly_told() -> Iterator[None]:
    """What click says of a wrong call quotes the call: it must not steer the terminal either."""
    try:
        yield
    except click.ClickException as error:
        vars(error)["message"] = plain(error.message)
        raise


def say(text: str, *, err: bool = False) -> None:
    """Prints a text of which nothing steers the terminal: what documents and file names hold may be made to."""
    click.echo(plain(text), err=err)


def talk(sentence: str) -> None:
    """Says something to the person, apart from the data."""
    say(sentence, err=True)


def fail(sentence: str, code: int) -> NoReturn:
    """Ends with a sentence and an exit code."""
    talk(f"thuishaven: {sentence}")
    sys.exit(code)


def show_json(data: object, *, indent: int | None = 1) -> None:
    """Prints one JSON document; without an indent on one line."""
    click.echo(plain_json(json.dumps(data, ensure_ascii=False, indent=indent)))


def show_rows(rows: Iterable[tuple[str, ...]]) -> None:
    """Prints rows of text in columns, parted by two spaces; the last column is as wide as it is."""
    table = list(rows)
    widths = [max(len(row[i]) for row in table) for i in range(len(table[0]) - 1)] if table else []
    for row in table:
        say("  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]).rstrip())


json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of text.")
gold_argument = click.argument("file", type=click.Path(path_type=Path))
setting = click.make_pass_decorator(Setting)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("var"),
    show_default=True,
    envvar="THUISHAVEN_HOME",
    help="The folder of the database and the search index.",
)
@click.option(
    "--encoder",
    default="nl-en",
    show_default=True,
    envvar="THUISHAVEN_ENCODER",
    help="What makes vectors: nl-en (shipped), none, hash (for tests), or a sentence-transformers model by name or path.",
)
@click.version_option(__version__)
@click.pass_context
def main(ctx: click.Context, home: Path, encoder: str) -> None:
    """Thuishaven: the open reshoring knowledge base.

    Documents go in (ingest); annotated passages (show, search), a site (build) and checklists (checklist) come out.
    """
    gc.set_threshold(COLLECT_EVERY, 20, 50)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # what a terminal cannot show becomes a question mark
            stream.reconfigure(errors="replace")
    ctx.obj = Setting(home=home, encoder=encoder)


@main.command()
@click.option("--site", "site_dir", type=click.Path(path_type=Path), default=Path("_site"), show_default=True)
@click.option("--pages", "pages_dir", type=click.Path(path_type=Path), default=Path("_pages"), show_default=True)
@setting
def demo(setting: Setting, site_dir: Path, pages_dir: Path) -> None:
    """Do the whole job on the shipped content and say what to open."""
    from knowledge.catalogue import CONTENT, catalogue
    from search.engine import Question
    from templates.build import build as build_site
    from templates.checklists import Format, render

    question = "landenselectietool VIL criteria"
    with setting.store() as store:
        outcomes = _ingest(store, [CONTENT / "digests"])
        failed = [o for o in outcomes if o.status == "failed"]
        with setting.searcher(store) as searcher:
            hits = searcher.ask(Question(text=question)).hits
        report = build_site(catalogue(), store, pages_dir=pages_dir, site_dir=site_dir)
        written = [
            _write(setting.home / "checklists" / f"{scheme}.{form.value}", render(made, form))
            for scheme in catalogue().schemes
            for made in [_checklist(store, scheme)]
            for form in Format
            if form is not Format.PDF  # it needs libraries of the system
        ]
        counts = store.counts()
    talk("")
    show_rows(
        [
            ("documents", f"{counts['documents']} own-written digests, {counts['passages']} passages"),
            ("annotations", f"{counts['annotations']} (see: thuishaven show {outcomes[0].id})"),
            ("search", f"'{question}' finds {hits[0].document.title if hits else 'nothing'}"),
            ("site", f"{report.pages} pages; open {site_dir / 'index.html'} (or run: thuishaven serve)"),
            ("checklists", f"{len(written)} files in {written[0].parent}" if written else "none"),
        ]
    )
    if failed:
        fail(f"{len(failed)} of {len(outcomes)} documents failed.", 1)


@dataclass(frozen=True)
class Wish:
    """How files are to be read, and for which concepts somebody waits."""

    workers: int
    bounds: Bounds
    ocr: Ocr | None
    flags: Flags

    @classmethod
    def of(
        cls,
        *,
        workers: int,
        max_seconds: int | None,
        max_memory: int | None,
        use_ocr: bool | None,
        flagged: tuple[str, ...],
    ) -> Wish:
        """What the options of a command ask for; raises MisuseError for OCR that is not there, and UnknownRecord."""
        from ingest.flags import Flags
        from ingest.limits import bounds_of
        from ingest.ocr import find_ocr
        from knowledge.catalogue import catalogue

        bounds = bounds_of(seconds=max_seconds, megabytes=max_memory)
        flags = Flags(flagged, catalogue().vocabulary)
        ocr = None if use_ocr is False else find_ocr(bounds)
        if use_ocr and ocr is None:
            cure = "Install it with Dutch (on Debian: apt-get install tesseract-ocr tesseract-ocr-nld)."
            raise MisuseError("There is no tesseract that reads Dutch or English on this machine.", cure=cure)
        return cls(workers, bounds, ocr, flags)


def reading_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options of every command that reads files, as `Wish.of` takes them."""
    for option in (
        click.option(
            "--flag",
            "flagged",
            multiple=True,
            metavar="CONCEPT",
            help="Make new and changed documents stand out that hold this concept or a narrower one (repeatable).",
        ),
        click.option(
            "--ocr/--no-ocr",
            "use_ocr",
            default=None,
            help="Read scanned pages with tesseract, or leave them.  [default: when it is on this machine]",
        ),
        click.option(
            "--max-memory", type=click.IntRange(200), metavar="MB", help="What a file may need.  [default: 1000]"
        ),
        click.option(
            "--max-seconds", type=click.IntRange(1), help="How long a file may take.  [default: 120, and 10 per MB]"
        ),
        click.option(
            "--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that read."
        ),
    ):
        command = option(command)
    return command


@main.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@reading_options
@click.option("--remove-missing", is_flag=True, help="Remove the documents whose files are gone from these folders.")
@click.option("--watch", "watching", is_flag=True, help="Go on: take new and changed files as they come, until Ctrl-C.")
@json_option
@setting
def ingest(
    setting: Setting, /, paths: tuple[Path, ...], remove_missing: bool, watching: bool, as_json: bool, **options: Any
) -> None:
    """Read files and folders into the store: PDF, DOCX, ODT, HTML, Markdown, EML, text.

    Each file is read in a process of its own that is ended when it takes too long or needs too much memory.
    With --watch, --json prints one JSON document a line for each document as it comes.
    """
    from ingest.files import missing

    wish = Wish.of(**options)
    with setting.store() as store:
        if watching:
            _watch(store, paths, wish, remove_missing=remove_missing, as_json=as_json)
            return
        outcomes = _ingest(store, paths, wish)
        gone = missing(store, paths)
        for document in gone if remove_missing else ():
            store.remove(document.id)
        told = [_Told.of(store, o, wish) if wish.flags else _Told(o, {}, []) for o in outcomes]
    if as_json:
        rows = [_row(document) for document in gone]
        show_json(
            {
                "documents": [t.row() for t in told],
                "missing": [] if remove_missing else rows,
                "removed": rows if remove_missing else [],
            }
            | _flagged(told, wish)
        )
    else:
        show_rows((o.status, o.file, o.reason or f"passages: {o.passages}") for o in outcomes)
        for each in told:
            each.show_warnings()
        for each in told:
            each.show_flagged(each.outcome.file)
    _talk_of_gone(gone, removed=remove_missing)
    _fail_for(outcomes)


def _fail_for(outcomes: Sequence[Outcome]) -> None:
    """Ends with exit code 1 when some of the documents failed."""
    failed = sum(o.status == "failed" for o in outcomes)
    if failed:
        rest = "" if failed == len(outcomes) else "; the others are in the store"
        fail(f"{failed} of {len(outcomes)} documents failed{rest}.", 1)


def _talk_of_gone(gone: Sequence[Document], *, removed: bool) -> None:
    if gone:
        done = "Removed" if removed else "No longer there, and kept in the store"
        cure = "Undo with: thuishaven restore ID" if removed else "Take them out with --remove-missing"
        rest = f" and {len(gone) - 10} more" if len(gone) > 10 else ""
        talk(f"{done}: {', '.join(d.id for d in gone[:10])}{rest}. {cure}")


def _row(document: Document) -> dict[str, str]:
    return {"id": document.id, "file": document.file, "origin": document.origin}


@dataclass(frozen=True)
class _Told:
    """What became of a file, which concepts it holds when it is new or changed, and which somebody waits for."""

    outcome: Outcome
    concepts: dict[str, int]
    flagged: list[str]

    @classmethod
    def of(cls, store: Store, outcome: Outcome, wish: Wish) -> _Told:
        from ingest.flags import held

        concepts = held(store, outcome.id) if outcome.status in ("added", "updated") else {}
        return cls(outcome, concepts, wish.flags.among(concepts))

    def row(self) -> dict[str, Any]:
        """The outcome as JSON has it."""
        return {key: getattr(self.outcome, key) for key in ("file", "id", "status", "reason", "passages", "warnings")}

    def line(self) -> dict[str, Any]:
        """The same with the concepts: by each the passages that hold it."""
        return self.row() | {"concepts": self.concepts, "flagged": self.flagged}

    def show(self) -> None:
        """Says it with the concepts."""
        outcome = self.outcome
        say(f"{outcome.status}  {outcome.file}  {outcome.reason or f'passages: {outcome.passages}'}")
        self.show_warnings()
        if self.concepts:
            first = [f"{concept} ({passages})" for concept, passages in list(self.concepts.items())[:12]]
            rest = f" and {len(self.concepts) - 12} more" if len(self.concepts) > 12 else ""
            say(f"  holds {', '.join(first)}{rest}")
        self.show_flagged()

    def show_warnings(self) -> None:
        """Says what a maintainer should know."""
        for warning in self.outcome.warnings:
            talk(f"{self.outcome.file}: {warning}")

    def show_flagged(self, file: str = "") -> None:
        """Makes it stand out that somebody waits for this document."""
        if self.flagged:
            held = ", ".join(f"{concept} ({self.concepts[concept]})" for concept in self.flagged)
            text = f">> FLAGGED  {file}{': ' if file else ''}{held}"
            click.echo(click.style(plain(text), bold=True, fg="yellow"))  # without colours where nobody sees them


def _flagged(told: Iterable[_Told], wish: Wish) -> dict[str, Any]:
    """The key `flagged` of the JSON document, when concepts were asked for."""
    return {"flagged": [{"id": t.outcome.id, "concepts": t.flagged} for t in told if t.flagged]} if wish.flags else {}


def _watch(store: Store, paths: Sequence[Path], wish: Wish, *, remove_missing: bool, as_json: bool) -> None:
    """Ingests, and goes on with what comes, until Ctrl-C."""
    from ingest.files import missing
    from ingest.watch import Watch

    known: set[str] = set()

    def tell(outcome: Outcome) -> None:
        if outcome.status != "unchanged":
            told = _Told.of(store, outcome, wish)
            if as_json:
                show_json(told.line(), indent=None)
            else:
                told.show()

    def tell_gone() -> None:
        nonlocal known
        now = missing(store, paths)
        gone = [d for d in now if d.id not in known]
        known = {d.id for d in now}
        for document in gone:
            if remove_missing:
                store.remove(document.id)
            if as_json:
                status = "removed" if remove_missing else "missing"
                show_json(_row(document) | {"status": status}, indent=None)
        _talk_of_gone(gone, removed=remove_missing)

    try:
        watch = Watch(paths)
        _ingest(store, paths, wish, tell=tell)
        tell_gone()
        talk(f"Watching {len(watch)} files for changes; stop with Ctrl-C.")
        for change in watch.changes():
            for sentence in change.told:
                talk(sentence)
            if change.files:
                _ingest(store, change.files, wish, tell=tell)
            tell_gone()
    except KeyboardInterrupt:
        talk("Stopped watching. What was finished is in the store.")


@main.command()
@click.argument("feeds", metavar="URL_OR_FILE...", nargs=-1, required=True)
@reading_options
@click.option(
    "--limit", type=click.IntRange(1, 1000), default=100, show_default=True, help="Documents of a feed in one run."
)
@json_option
@setting
def feed(setting: Setting, /, feeds: tuple[str, ...], limit: int, as_json: bool, **options: Any) -> None:
    """Fetch what is new in Atom or RSS feeds, and read it into the store.

    A feed is an http(s) address or a file. Its documents come into a folder of their own under the home; the next run
    fetches only what is new or changed.
    """
    from rich.markup import escape

    from ingest.feed import FetchedFeed, check_address, fetch_feed, ingested

    wish = Wish.of(**options)
    for address in feeds:
        check_address(address)
    found: list[FetchedFeed] = []
    reasons: dict[str, str] = {}
    with setting.store() as store:
        with _progress() as bar:
            task = bar.add_task("fetching", total=None)

            def step(what: str, done: int, total: int) -> None:
                bar.update(task, completed=done, total=total, description=escape(plain(what)[:40]))

            for address in feeds:
                try:
                    found.append(fetch_feed(address, setting.home, limit=limit, progress=step))
                except ThuishavenError as error:
                    reasons[address] = str(error)
        outcomes = _ingest(store, [path for fetched in found for path in fetched.fetched], wish)
        for fetched in found:
            ingested(fetched)
        told = [_Told.of(store, outcome, wish) for outcome in outcomes if outcome.status != "unchanged"]
    if as_json:
        rows = [f.row() | {"reason": ""} for f in found] + [{"feed": a, "reason": r} for a, r in reasons.items()]
        show_json({"feeds": rows, "documents": [t.line() for t in told]} | _flagged(told, wish))
    else:
        for fetched in found:
            say(str(fetched))
            for entry, reason in fetched.failed:
                talk(f"{entry}: {reason}")
        for each in told:
            each.show()
    for address, reason in reasons.items():
        talk(f"{address}: {reason}")
    if reasons:
        fail(f"{len(reasons)} of {len(feeds)} feeds could not be fetched.", 1)
    if failed := sum(len(f.failed) for f in found):
        fail(f"{failed} {'entry' if failed == 1 else 'entries'} could not be fetched; the next run tries again.", 1)
    _fail_for(outcomes)


def _ingest(
    store: Store, paths: Iterable[Path], wish: Wish | None = None, *, tell: Callable[[Outcome], None] | None = None
) -> list[Outcome]:
    """Reads and annotates with a progress bar on the terminal, or with `tell` for each file as it is done."""
    from rich.markup import escape

    from ingest.inside import why_memory_is_unbounded
    from ingest.pipeline import run
    from knowledge.catalogue import catalogue

    if told := why_memory_is_unbounded():
        talk(told)
    annotate = _annotator()
    with _progress() if tell is None else contextlib.nullcontext() as bar:
        task = bar.add_task("reading", total=None) if bar is not None else None

        def step(outcome: Outcome, done: int, total: int) -> None:
            if bar is not None and task is not None:
                bar.update(task, completed=done, total=total, description=escape(plain(outcome.file)[:40]))
            elif tell is not None:
                tell(outcome)

        return run(
            list(paths),
            store,
            workers=wish.workers if wish is not None else 1,
            annotate=annotate,
            annotate_version=annotate.version,
            sources=catalogue().sources,
            progress=step,
            bounds=wish.bounds if wish is not None else None,
            ocr=wish.ocr if wish is not None else None,
        )


@cache
def _annotator() -> Annotate:
    """The matcher of the shipped vocabulary; making it takes seconds, so once a process."""
    from ingest.annotate import Annotate
    from knowledge.catalogue import catalogue

    return Annotate(catalogue().vocabulary)


def _progress() -> Progress:
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    return Progress(console=console, transient=True, disable=not console.is_terminal)


@main.command()
@json_option
@setting
def documents(setting: Setting, as_json: bool) -> None:
    """List what is in the store."""
    with setting.store() as store:
        found = store.documents()
    if as_json:
        show_json({"documents": [d.model_dump(mode="json") for d in found]})
    else:
        show_rows((d.id, d.date.value or "undated", d.kind.value, d.title) for d in found)


@main.command()
@click.argument("document_id", metavar="ID")
@click.option("--raw", is_flag=True, help="Show the text as the file has it, before it was cleaned.")
@json_option
@setting
def show(setting: Setting, document_id: str, raw: bool, as_json: bool) -> None:
    """Show one document with its passages and annotations."""
    with setting.store() as store:
        document = store.document(document_id)
        if raw:
            _show_raw(document, as_json=as_json)
            return
        passages = list(store.passages(document_id))
        annotations = list(store.annotations(document_id))
    by_passage: dict[str, list[dict[str, Any]]] = {p.id: [] for p in passages}
    for annotation in annotations:
        by_passage[annotation.passage].append(annotation.model_dump(mode="json", exclude={"passage"}))
    if as_json:
        rows = [
            p.model_dump(mode="json", exclude={"document", "footnotes"})
            | {"footnotes": [note.text for note in p.footnotes], "annotations": by_passage[p.id]}
            for p in passages
        ]
        show_json(document.model_dump(mode="json") | {"passages": rows})
        return
    say(f"{document.title}\n{document.file}, {document.date.value or 'undated'}, {document.publisher or '-'}")
    heading: tuple[str, ...] = ()
    for passage in passages:
        if passage.heading_path != heading:
            heading = passage.heading_path
            say(f"\n# {' > '.join(heading)}")
        page = f" p. {passage.page}" if passage.page else ""
        speaker = f" {passage.speaker}:" if passage.speaker else ""
        say(f"\n[{passage.anchor}{page}, {passage.kind}]{speaker}\n{passage.text}")
        if passage.answered_by is not None:
            likely = "likely " if passage.answer_is_likely else ""
            say(f"  {likely}answered by: {', '.join(passage.answered_by)}" if passage.answered_by else "  unanswered")
        if passage.points_to:
            say(f"  points to: {', '.join(passage.points_to)}")
        if passage.list_levels == "unsure":
            say("  levels of the list: unsure")
        for quotation in passage.quotations:
            say(f"  in {quotation.language}: {passage.text[quotation.start : quotation.end]}")
        for note in passage.footnotes:
            say(f"  note {note.number}: {note.text}")
        for found in by_passage[passage.id]:
            stance = "" if found["stance"] == "asserted" else f" ({found['stance']})"
            say(f"  = {found['concept']}: '{found['quote']}'{stance}")


def _show_raw(document: Document, *, as_json: bool) -> None:
    from ingest.original import PAGE_END, read_again
    from knowledge.catalogue import catalogue

    pages = read_again(document, catalogue().sources).original.split(PAGE_END)
    if as_json:
        show_json({"id": document.id, "file": document.file, "raw": pages})
        return
    for number, page in enumerate(pages, start=1):
        say(f"[page {number}]\n{page}" if len(pages) > 1 else page)


@main.command()
@click.argument("ids", metavar="[ID]...", nargs=-1)
@click.option(
    "--changes", "show_changes", is_flag=True, help="Show every word that is not as the file has it, and where."
)
@json_option
@setting
def report(setting: Setting, ids: tuple[str, ...], show_changes: bool, as_json: bool) -> None:
    """Show how well documents were read, the worst first."""
    with setting.store() as store:
        documents = [store.document(name) for name in ids] if ids else store.documents()
    if show_changes:
        _show_changes(documents, as_json=as_json)
        return
    read = sorted((d.quality.score, d.id, d, d.quality) for d in documents if d.quality is not None)
    unknown = [d.id for d in documents if d.quality is None]
    if as_json:
        told = [
            {"id": d.id, "file": d.file, "language": d.language, **q.model_dump(), "warnings": d.warnings}
            for _, _, d, q in read
        ]
        show_json({"documents": told, "unknown": unknown})
        return
    head = (
        "score",
        "document",
        "pages",
        "words",
        "left out",
        "hyphens?",
        "notes lost",
        "flat tables",
        "odd sizes",
        "unknown words",
    )
    rows: list[tuple[str, ...]] = [head]
    for _, _, d, q in read:
        share = "-" if q.unknown_words is None else f"{q.unknown_words:.1%}"
        left = sum(q.removed.values())
        counts = (
            q.words,
            left,
            q.doubtful_hyphens,
            q.notes_unplaced,
            f"{q.tables_flat} of {q.tables}",
            q.odd_sizes,
            share,
        )
        rows.append((f"{q.score:.2f}", d.id, str(q.pages or "-"), *map(str, counts)))
    show_rows(rows)
    for _, _, d, q in read:
        if q.removed or d.warnings:
            say(f"\n{d.id}")
            for reason, count in q.removed.items():
                say(f"  left out: {count} words, {reason}")
            for warning in d.warnings:
                say(f"  {warning}")
    if unknown:
        say(f"\nRead by an earlier version, ingest again to know: {', '.join(unknown)}")


def _show_changes(documents: Iterable[Document], *, as_json: bool) -> None:
    """The files are read anew for it; one that is gone is told, and the others are shown."""
    from ingest.changes import changes
    from ingest.original import read_again
    from knowledge.catalogue import catalogue

    told: list[dict[str, Any]] = []
    failed = 0
    for document in documents:
        try:
            read = read_again(document, catalogue().sources)
        except UnreadableFile as error:
            talk(str(error))
            failed += 1
            continue
        found = changes(read.original, read.passages, read.removed)
        told.append({"id": document.id, "file": document.file, "changes": [asdict(change) for change in found]})
        if not as_json:
            counts = Counter(change.kind.value for change in found)
            say(
                f"{document.id}: "
                + (", ".join(f"{n} {kind}" for kind, n in sorted(counts.items())) or "nothing changed")
            )
            place = [f"p. {c.page}, line {c.line}" if c.page else f"line {c.line}" for c in found]
            show_rows(
                (c.kind.value, at, f"{c.before} -> {c.after}" if c.after else c.before)
                for c, at in zip(found, place, strict=True)
            )
    if as_json:
        show_json({"documents": told})
    if failed:
        fail(f"the changes of {failed} documents cannot be shown.", 1)


@main.command()
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@setting
def remove(setting: Setting, ids: tuple[str, ...]) -> None:
    """Take documents out of the store (their files stay; undo with restore)."""
    with setting.store() as store:
        for document_id in ids:
            store.remove(document_id)
            talk(f"Removed {document_id}. To undo: thuishaven restore {document_id}")


@main.command()
@click.argument("ids", metavar="[ID]...", nargs=-1)
@json_option
@setting
def restore(setting: Setting, ids: tuple[str, ...], as_json: bool) -> None:
    """Put removed documents back as they were; without an ID, list what can be put back."""
    with setting.store() as store:
        for document_id in ids:
            store.restore(document_id)
            talk(f"Restored {document_id}.")
        rows = [{"id": r.id, "file": r.file, "origin": r.origin, "removed": r.time} for r in store.removed()]
    if as_json:
        show_json({"restored": list(ids), "removed": rows})
    elif not ids:
        show_rows((row["id"], row["removed"], row["origin"]) for row in rows)


@main.command()
@setting
def vacuum(setting: Setting) -> None:
    """Delete for good what was removed, and give the disk its room back."""
    with setting.store() as store:
        count = store.vacuum()
    talk(f"Deleted {count} removed documents for good.")


@main.command()
@click.argument("query")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True)
@click.option("--offset", type=click.IntRange(0, 100_000), default=0, show_default=True)
@click.option("--mode", type=click.Choice(["hybrid", "lexical", "semantic"]), default="hybrid", show_default=True)
@click.option("--kind", help="Only documents of this kind, such as advice or minutes.")
@click.option("--jurisdiction", help="Only documents of this jurisdiction, such as be-vlg.")
@click.option("--motive", help="Only passages that assert this motive or a narrower one.")
@click.option("--sector", help="Only passages that assert this sector or a narrower one.")
@click.option("--criterion", help="Only passages that assert this criterion or a narrower one.")
@click.option("--since", metavar="YYYY[-MM[-DD]]", help="Only documents of this date or later.")
@click.option("--until", metavar="YYYY[-MM[-DD]]", help="Only documents of this date or earlier.")
@click.option("--document", "document_id", metavar="ID", help="Only this document.")
@json_option
@setting
def search(setting: Setting, /, query: str, as_json: bool, document_id: str | None, **options: Any) -> None:
    """Find the passages that answer a question."""
    from search.engine import Question

    question = Question(text=query, document=document_id, **options)
    with setting.store() as store, setting.searcher(store) as searcher:
        answer = searcher.ask(question)
    if as_json:
        show_json(answer.to_json())
        return
    for note in answer.notes:
        talk(note)
    if not answer.hits:
        say("Nothing found.")
    elif not answer.enough_evidence:
        say("No passage answers this well; the nearest ones:")
    for hit in answer.hits:
        say(f"\n{hit.rank}. {hit.citation}\n   {_marked(hit.passage.text, hit.highlights)}")
        say(f"   why: {'; '.join(hit.why)}")


def _marked(text: str, spans: Iterable[Iterable[int]], width: int = 400) -> str:
    """The stretch of the text around the first highlight, with the highlighted words in [brackets]."""
    marks = [tuple(span) for span in spans]
    first = max(0, min((start for start, _ in marks), default=0) - width // 4)
    shown, at = "", first
    for start, end in marks:
        if start >= at and end <= first + width:
            shown += f"{text[at:start]}[{text[start:end]}]"
            at = end
    shown += text[at : first + width]
    return ("…" if first else "") + " ".join(shown.split()) + ("…" if first + width < len(text) else "")


@main.command()
@json_option
@setting
def annotate(setting: Setting, as_json: bool) -> None:
    """Annotate every document again, after the vocabulary changed."""
    from ingest.annotate import counts

    annotator = _annotator()
    with setting.store() as store, _progress() as bar:
        for document in bar.track(store.documents(), description="annotating"):
            store.replace_annotations(document.id, annotator(list(store.passages(document.id))))
        counted = counts(store.annotations())
    if as_json:
        show_json({"annotator": annotator.version, "concepts": counted})
    else:
        rows = sorted(counted.items(), key=lambda item: -item[1]["asserted"])
        show_rows((concept, f"asserted {n['asserted']}, passages {n['passages']}") for concept, n in rows)


@main.command()
@click.option("--motive", help="Only cases with this motive or a narrower one.")
@click.option("--sector", help="Only cases in this sector or a narrower one.")
@json_option
def cases(motive: str | None, sector: str | None, as_json: bool) -> None:
    """List the curated cases."""
    from knowledge.catalogue import catalogue, find_cases

    found = find_cases(catalogue(), motive=motive, sector=sector)
    if as_json:
        show_json({"cases": [c.model_dump(mode="json") for c in found]})
    else:
        show_rows((c.id, c.kind.value, c.title) for c in found)


@main.command()
@click.option("--jurisdiction", help="Only measures of this jurisdiction.")
@click.option("--instrument", help="Only measures with this instrument or a narrower one.")
@json_option
def measures(jurisdiction: str | None, instrument: str | None, as_json: bool) -> None:
    """List the curated policy measures."""
    from knowledge.catalogue import catalogue, find_measures

    found = find_measures(catalogue(), jurisdiction=jurisdiction, instrument=instrument)
    if as_json:
        show_json({"measures": [m.model_dump(mode="json") for m in found]})
    else:
        show_rows((m.id, m.jurisdiction.split("/")[1], m.title) for m in found)


@main.command()
@click.argument("concept_scheme", required=False)
@json_option
def concepts(concept_scheme: str | None, as_json: bool) -> None:
    """List the vocabulary, or one concept scheme of it."""
    from knowledge.catalogue import read_vocabulary

    vocabulary = read_vocabulary()
    found = list(vocabulary.of(concept_scheme)) if concept_scheme else list(vocabulary)
    if as_json:
        show_json({"concepts": [c.model_dump(mode="json") for c in found]})
    else:
        show_rows((c.id, c.pref.nl, c.pref.en or "") for c in found)


@main.command()
@click.option(
    "--reach", "reached", is_flag=True, help="Tell for each criterion and outcome whether a project reaches it."
)
@click.option(
    "--changes",
    nargs=2,
    type=click.Path(path_type=Path),
    metavar="OLD NEW",
    help="Tell what changed between two files of one scheme.",
)
@json_option
def schemes(reached: bool, changes: tuple[Path, Path] | None, as_json: bool) -> None:
    """List the support schemes and tests."""
    from knowledge.catalogue import catalogue

    if changes is not None:
        from knowledge.reading import read_record
        from knowledge.scheme_changes import scheme_changes
        from knowledge.schemes import Scheme

        old, new = (read_record(path, Scheme) for path in changes)
        told = scheme_changes(old, new)
        if as_json:
            show_json({"changes": [one.model_dump(mode="json") for one in told]})
        else:
            show_rows(
                (one.kind.value, one.criterion or "", one.field or "", one.before or "", one.after or "")
                for one in told
            )
        return
    known = catalogue()
    found = list(known.schemes.values())
    if reached:
        from knowledge.reach import reach

        reports = [reach(scheme, known.vocabulary) for scheme in found]
        if as_json:
            show_json({"schemes": [report.model_dump(mode="json") for report in reports]})
        else:
            show_rows(
                (
                    report.scheme,
                    one.criterion or "outcome",
                    (one.applies or one.outcome or "-"),
                    "yes" if one.profile else "NO",
                )
                for report in reports
                for one in report.reached
            )
    elif as_json:
        show_json({"schemes": [s.model_dump(mode="json") for s in found]})
    else:
        show_rows((s.id, s.kind.value, s.status.value, s.title) for s in found)


@main.command()
@click.option("--profile", type=click.Path(path_type=Path), help="What is known of the project (YAML).")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day for which it is asked (default: today).")
@json_option
def which(profile: Path | None, day: datetime.datetime | None, as_json: bool) -> None:
    """Tell which schemes can apply to a project and which cannot, and why."""
    import datetime

    from knowledge.catalogue import catalogue
    from knowledge.choosing import choose
    from knowledge.profile_files import read_profile
    from knowledge.profiles import Profile

    known = catalogue()
    asked = read_profile(profile, known.vocabulary) if profile else Profile()
    found = choose(asked, known, day.date() if day else datetime.date.today())
    if as_json:
        show_json({"schemes": [one.model_dump(mode="json") for one in found]})
    else:
        show_rows((one.applies.value, one.scheme, one.title, " ".join((one.why, *one.notices))) for one in found)


@main.command()
@click.option("--from-case", "case_id", metavar="ID", help="Suggest what the record of a case tells instead of asking.")
@click.option("--from-document", "document_id", metavar="ID", help="Suggest what an ingested document tells.")
@click.option("--output", type=click.Path(path_type=Path), help="The file to write (default: the terminal).")
@click.option("--force", is_flag=True, help="Overwrite the output file.")
@json_option
@setting
def profile(
    setting: Setting, case_id: str | None, document_id: str | None, output: Path | None, force: bool, as_json: bool
) -> None:
    """Make a profile of a project by a short interview (Enter alone means unknown), or from what is known already.

    What a case or a document tells is suggested: it stands as a comment that counts once you take the '#' away.
    """
    if case_id is not None and document_id is not None:
        raise MisuseError("A profile is suggested from one thing.", cure="Give --from-case or --from-document.")
    drawn = case_id is not None or document_id is not None
    if as_json and not drawn:
        raise MisuseError("The interview writes YAML.", cure="Use --json with --from-case or --from-document.")
    if output is not None and output.exists() and not force:
        raise MisuseError(f"{output} exists.", cure="Choose another name, or overwrite it with --force.")
    made = _suggested(setting, case_id, document_id, as_json=as_json) if drawn else _interviewed()
    if output is None:
        click.echo(plain_json(made) if as_json else plain(made), nl=as_json)
    else:
        talk(f"Wrote {_write(output, made)}")


def _suggested(setting: Setting, case_id: str | None, document_id: str | None, *, as_json: bool) -> str:
    from knowledge.case_suggestions import from_case
    from knowledge.catalogue import catalogue
    from knowledge.document_suggestions import from_document
    from knowledge.suggesting import as_profile

    known = catalogue()
    if case_id is not None:
        found = from_case(known.case(case_id), known)
    else:
        assert document_id is not None
        with setting.store() as store:
            found = from_document(document_id, store, known.vocabulary)
    talk(f"{len(found)} facts are suggested; none counts until you take its '#' away.")
    if not as_json:
        return as_profile(found)
    told = {"case": case_id, "document": document_id, "suggestions": [one.model_dump(mode="json") for one in found]}
    return json.dumps(told, ensure_ascii=False, indent=1)


def _interviewed() -> str:
    from knowledge.catalogue import read_vocabulary
    from knowledge.interview import QUESTIONS, answer, as_yaml, profile_of

    vocabulary = read_vocabulary()
    given: dict[tuple[str, ...], Any] = {}
    for question in QUESTIONS:
        while True:
            prompt = f"{question.text} (bijvoorbeeld: {question.example})"
            text = click.prompt(prompt, default="", show_default=False, err=True)
            try:
                given[question.field] = answer(question, text, vocabulary)
                profile_of(given, vocabulary)
                break
            except ThuishavenError as error:
                talk(f"{error.message} {error.cure}")
    return as_yaml(profile_of(given, vocabulary))


@main.command()
@click.argument("scheme_id", metavar="SCHEME")
@click.option("--profile", type=click.Path(path_type=Path), help="What is known of the project (YAML).")
@click.option("--answers", type=click.Path(path_type=Path), help="Answers given before (XLSX, JSON or YAML).")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day for which it is asked (default: today).")
@click.option("--format", "form", default="md", show_default=True, help="md, html, docx, pdf, xlsx or json.")
@click.option("--language", default="nl", show_default=True, help="The language of the labels: nl or en.")
@click.option("--output", type=click.Path(path_type=Path), help="The file to write (needed for docx, pdf and xlsx).")
@click.option("--force", is_flag=True, help="Overwrite the output file.")
@setting
def checklist(
    setting: Setting,
    scheme_id: str,
    profile: Path | None,
    answers: Path | None,
    day: datetime.datetime | None,
    form: str,
    language: str,
    output: Path | None,
    force: bool,
) -> None:
    """Make the checklist of a scheme for a project."""
    from knowledge.catalogue import catalogue
    from knowledge.languages import language_named
    from templates.checklists import BINARY, Format, format_named, render

    chosen, spoken = format_named(form), language_named(language)
    if output is None and chosen in BINARY:
        raise MisuseError(f"A {chosen.value} cannot be printed on the terminal.", cure="Name a file with --output.")
    if output is not None and output.exists() and not force:
        raise MisuseError(f"{output} exists.", cure="Choose another name, or overwrite it with --force.")
    with setting.store() as store:
        made = _checklist(store, scheme_id, profile, answers, day.date() if day else None)
        content = render(made, chosen, spoken, vocabulary=catalogue().vocabulary)
    if output is None:
        assert isinstance(content, str)
        click.echo(plain_json(content) if chosen is Format.JSON else plain(content))
    else:
        talk(f"Wrote {_write(output, content)}")


@main.command()
@click.argument("scheme_id", metavar="SCHEME")
@click.argument("criterion")
@click.argument("value", metavar="ANSWER")
@click.option(
    "--file", "path", type=click.Path(path_type=Path), required=True, help="The answers file (JSON); made if absent."
)
@click.option("--by", required=True, help="Who answers.")
@click.option("--evidence", default="", help="What shows it.")
@click.option("--note", default="", help="A remark.")
def answer(scheme_id: str, criterion: str, value: str, path: Path, by: str, evidence: str, note: str) -> None:
    """Give or change one answer, and keep in the file who changed what, when and on what evidence.

    ANSWER is ja, nee, deels or onbekend.
    """
    import datetime

    from pydantic import ValidationError

    from knowledge.catalogue import catalogue
    from knowledge.profiles import Answer
    from knowledge.trail import answered, read_trail, write_trail

    scheme = catalogue().scheme(scheme_id)
    try:
        given = Answer.model_validate({"answer": value, "evidence": evidence, "note": note})
    except ValidationError:
        raise MisuseError(f"'{value[:40]}' is no answer.", cure="Write ja, nee, deels or onbekend.") from None
    before = read_trail(path, scheme)
    after = answered(before, scheme, criterion, given, by=by, when=datetime.datetime.now(datetime.UTC))
    if after is before:
        talk(f"{path} says so already.")
        return
    try:
        write_trail(path, after)
    except OSError as error:
        raise MisuseError(f"{path}: cannot be written ({error.strerror}).", cure="Choose another place.") from None
    talk(f"{path}: {len(after.answers)} answers, {len(after.trail)} changes told.")


def _checklist(
    store: Store,
    scheme_id: str,
    profile: Path | None = None,
    answers: Path | None = None,
    day: datetime.date | None = None,
) -> Checklist:
    import datetime

    from knowledge.answer_files import read_answer_file
    from knowledge.catalogue import catalogue
    from knowledge.checklists import make_checklist, read_profile

    known = catalogue()
    scheme = known.scheme(scheme_id)
    return make_checklist(
        scheme,
        read_profile(profile, known.vocabulary) if profile else None,
        read_answer_file(answers, scheme) if answers else None,
        catalogue=known,
        store=store,
        today=datetime.date.today(),
        asked_on=day,
    )


def _write(output: Path, content: str | bytes) -> Path:
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_bytes(content.encode() if isinstance(content, str) else content)
    except OSError as error:
        raise MisuseError(f"{output}: cannot be written ({error.strerror}).", cure="Choose another place.") from None
    return output


@main.command()
@click.option("--site", "site_dir", type=click.Path(path_type=Path), default=Path("_site"), show_default=True)
@click.option("--pages", "pages_dir", type=click.Path(path_type=Path), default=Path("_pages"), show_default=True)
@json_option
@setting
def build(setting: Setting, site_dir: Path, pages_dir: Path, as_json: bool) -> None:
    """Write the pages and build the site."""
    from knowledge.catalogue import catalogue
    from templates.build import build as build_site

    with setting.store() as store:
        report = build_site(catalogue(), store, pages_dir=pages_dir, site_dir=site_dir)
    if as_json:
        show_json({"pages": report.pages, "bytes": report.bytes, "seconds": round(report.seconds, 2)})
    else:
        talk(f"{report.pages} pages, {report.bytes:,} bytes, {report.seconds:.1f} s. Open {site_dir / 'index.html'}")


@main.command()
@click.option("--site", "site_dir", type=click.Path(path_type=Path), default=Path("_site"), show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
def serve(site_dir: Path, port: int) -> None:
    """Serve the built site on this machine (127.0.0.1)."""
    from functools import partial
    from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

    if not (site_dir / "index.html").is_file():
        raise MisuseError(f"There is no site in {site_dir}.", cure="Run 'thuishaven build' first.")
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), partial(SimpleHTTPRequestHandler, directory=str(site_dir)))
    except OSError as error:
        raise MisuseError(f"Port {port} cannot be used ({error.strerror}).", cure="Choose another --port.") from None
    with server:
        talk(f"Open http://127.0.0.1:{server.server_port}/ (stop with Ctrl-C)")
        server.serve_forever()


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--address", metavar="URL", help="Where the files will stand on the web; default: that of the site.")
@click.option("--force", is_flag=True, help="Write into a folder that is not empty.")
@json_option
def export(folder: Path, address: str | None, force: bool, as_json: bool) -> None:
    """Write the curated records as open data: JSON, CSV, SKOS, DCAT, Atom, citations."""
    from knowledge.catalogue import catalogue
    from templates.build import site_address
    from templates.data.names import checked_address
    from templates.open_data import open_data

    site = site_address() if address is None else checked_address(address)
    if folder.exists() and any(folder.iterdir()) and not force:
        raise MisuseError(f"{folder} is not empty.", cure="Choose another folder, or write into it with --force.")
    written = []
    for name, text in open_data(catalogue(), version=__version__, address=site):
        _write(folder / name, text)
        written.append(name)
    if as_json:
        show_json({"files": written})
    else:
        talk(f"{len(written)} files in {folder}")


@main.command()
@click.argument("kind", type=click.Choice(["case", "measure", "source", "document"]))
@click.argument("name", metavar="ID")
@click.option("--source", help="The source that the record cites, or that the document is.")
@json_option
def new(kind: str, name: str, source: str | None, as_json: bool) -> None:
    """Write a record to fill in by hand: commented YAML among the records.

    ID is that of the new record, such as sylvania-tienen; for a document it is the file, and the YAML goes beside it.
    """
    from knowledge.skeletons import SkeletonKind, new_record

    path = new_record(SkeletonKind(kind), name, source=source)
    if as_json:
        show_json({"file": str(path)})
    else:
        say(str(path))
        told = "ingest" if kind == "document" else "check"
        talk(f"Fill in every blank of it; then `thuishaven {told}` tells what is still missing.")


@main.command()
@json_option
@setting
def check(setting: Setting, as_json: bool) -> None:
    """Check the vocabulary and every curated record."""
    from knowledge.catalogue import catalogue
    from knowledge.checks import check_all
    from knowledge.evidence import Shelf

    known = catalogue()
    with setting.store() as store:
        issues = check_all(known, Shelf(store))
    if as_json:
        show_json({"issues": [issue.model_dump(mode="json") for issue in issues]})
    else:
        show_rows((issue.severity.value, issue.record, issue.text) for issue in issues)
        talk(f"{len(issues)} issues")
    if any(issue.severity == "error" for issue in issues):
        sys.exit(1)


@main.group()
def evaluate() -> None:
    """Measure against a gold file."""


@evaluate.command("search")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--mode",
    type=click.Choice(["hybrid", "lexical", "semantic", "all"]),
    default="hybrid",
    show_default=True,
    help="Which legs answer; all measures each leg beside the hybrid.",
)
@click.option(
    "--compare",
    type=click.Path(path_type=Path),
    metavar="EARLIER.json",
    help="Compare, question by question, with what an earlier run printed with --json.",
)
@click.option(
    "--report",
    "page",
    type=click.Path(path_type=Path),
    metavar="PAGE.html",
    help="Also write a page, in Dutch, for people who know the documents.",
)
@click.option(
    "--floor",
    "floors",
    multiple=True,
    metavar="METRIC=VALUE",
    help="End with exit code 1 when a metric lies below this, such as ndcg@10=0.45 (may be given more than once).",
)
@json_option
@setting
def evaluate_search_command(
    setting: Setting,
    files: tuple[Path, ...],
    mode: str,
    compare: Path | None,
    page: Path | None,
    floors: tuple[str, ...],
    as_json: bool,
) -> None:
    """Measure the search on questions with known answers (JSON or YAML)."""
    import datetime

    from search.comparison import compare as compare_runs
    from search.comparison import read_run
    from search.evaluate import evaluate_search
    from search.floors import below, parse_floors
    from search.report import tables
    from templates.page_file import check_place, write_page
    from templates.search_report import render_search_report

    wanted = parse_floors(floors)
    earlier = read_run(compare, mode="hybrid" if mode == "all" else mode) if compare else None
    if page is not None:
        check_place(page)
    with setting.store() as store, setting.searcher(store) as searcher:
        report = evaluate_search(files, searcher, mode=mode)
        if earlier is not None:
            report["comparison"] = compare_runs(report, earlier)
        if page is not None:
            made = datetime.date.today()
            talk(f"Wrote {write_page(page, render_search_report(report, store, searcher.vocabulary, made=made))}")
    if as_json:
        show_json(report)
    else:
        for title, rows in tables(report):
            say(f"\n{title}")
            show_rows(rows)
    for note in [*report["notes"], *report.get("comparison", {}).get("notes", ())]:
        talk(note)
    for name, told in (("missing_files", "Not in the store"), ("not_in_store", "No answer in the store, not found")):
        if report[name]:
            talk(f"{told}: {', '.join(report[name])}.")
    rejected = report["unanswerable"]
    talk(f"{report['queries']} questions ({mode}); unanswerable rejected {rejected['rejected']} of {rejected['of']}")
    if failed := below(report, wanted):
        fail(" ".join(failed), 1)


@evaluate.command("annotation")
@gold_argument
@json_option
@setting
def evaluate_annotation_command(setting: Setting, file: Path, as_json: bool) -> None:
    """Measure the annotations on windows of text with known concepts."""
    from ingest.evaluate import evaluate_annotation

    with setting.store() as store:
        report = evaluate_annotation(file, store, _annotator())
    if as_json:
        show_json(report)
        return
    metrics: Any = report["metrics"]
    for name in ("concept", "span_overlap", "span_jaccard"):
        measured = metrics[name]
        say(f"{name}: P {measured['precision']:.3f}  R {measured['recall']:.3f}  F1 {measured['f1']:.3f}")
    say(f"stance accuracy: {metrics['stance_accuracy']:.3f}")
    talk(f"{report['windows']} windows, {report['labels']} labels")


@main.command()
@json_option
@setting
def status(setting: Setting, as_json: bool) -> None:
    """Tell versions, counts, the encoder, the age of the index and what is stale."""
    from ingest.annotate import annotator_version
    from ingest.files import missing
    from knowledge.catalogue import catalogue, curated
    from knowledge.checks import citations_are_fresh
    from knowledge.evidence import Shelf
    from search.index import index_state

    known = catalogue()
    with setting.store() as store:
        stale = [issue.model_dump(mode="json") for issue in citations_are_fresh(known, Shelf(store))]
        data: dict[str, Any] = {
            "version": __version__,
            "home": str(setting.home),
            **store.counts(),
            "records": {"sources": len(known.sources), **Counter(name.partition("/")[0] for name, _ in curated(known))},
            "concepts": len(known.vocabulary),
            "annotator": annotator_version(known.vocabulary),
            "encoder": setting.encoder,
            "index": index_state(setting.home, store, setting.encoder),
            "stale": stale,
            "missing": [d.id for d in missing(store)],
            "removed": [r.id for r in store.removed()],
        }
    if as_json:
        show_json(data)
    else:
        show_rows((name, line) for name, value in data.items() for line in _lines(value))


def _lines(value: Any) -> list[str]:
    """What status tells of one thing, for people: a list has a line for each of its entries."""
    if isinstance(value, dict):
        return [", ".join(f"{key}: {each}" for key, each in value.items())]
    if isinstance(value, list):
        return [f"{each['record']}: {each['text']}" if isinstance(each, dict) else each for each in value] or ["none"]
    return [str(value)]


if __name__ == "__main__":
    main()
