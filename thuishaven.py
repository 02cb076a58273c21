"""The command line: one word for each thing that can be done; no logic, and heavy imports only inside the commands."""

from __future__ import annotations

import contextlib
import gc
import io
import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from knowledge.errors import MisuseError, ThuishavenError

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from ingest.annotate import Annotate
    from ingest.pipeline import Outcome
    from knowledge.checklist_records import Checklist
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
            return super().invoke(ctx)
        except ThuishavenError as error:
            fail(str(error), error.exit_code)
        except KeyboardInterrupt:
            fail("Stopped. What was finished is kept; run the same command again to go on.", 130)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which one needs them."""
        return list(self.commands)


def talk(sentence: str) -> None:
    """Says something to the person, apart from the data."""
    click.echo(sentence, err=True)


def fail(sentence: str, code: int) -> NoReturn:
    """Ends with a sentence and an exit code."""
    talk(f"thuishaven: {sentence}")
    sys.exit(code)


def show_json(data: object) -> None:
    """Prints one JSON document."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=1))


def show_rows(rows: Iterable[tuple[str, ...]]) -> None:
    """Prints rows of text in columns, parted by two spaces; the last column is as wide as it is."""
    table = list(rows)
    widths = [max(len(row[i]) for row in table) for i in range(len(table[0]) - 1)] if table else []
    for row in table:
        click.echo(
            "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]).rstrip()
        )


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
        outcomes = _ingest(store, [CONTENT / "digests"], workers=1)
        failed = [o for o in outcomes if o.status == "failed"]
        with setting.searcher(store) as searcher:
            hits = searcher.ask(Question(text=question)).hits
        report = build_site(catalogue(), store, pages_dir=pages_dir, site_dir=site_dir)
        written = [
            _write(setting.home / "checklists" / f"{scheme}.{form.value}", render(made, form))
            for scheme in catalogue().schemes
            for made in [_checklist(store, scheme)]
            for form in Format
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


@main.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that read.")
@json_option
@setting
def ingest(setting: Setting, paths: tuple[Path, ...], workers: int, as_json: bool) -> None:
    """Read files and folders into the store: PDF, DOCX, HTML, Markdown and text."""
    with setting.store() as store:
        outcomes = _ingest(store, paths, workers=workers)
    if as_json:
        keys = ("file", "id", "status", "reason", "passages", "warnings")
        show_json({"documents": [{key: getattr(o, key) for key in keys} for o in outcomes]})
    else:
        show_rows((o.status, o.file, o.reason or f"passages: {o.passages}") for o in outcomes)
        for outcome in outcomes:
            for warning in outcome.warnings:
                talk(f"{outcome.file}: {warning}")
    failed = sum(o.status == "failed" for o in outcomes)
    if failed:
        rest = "" if failed == len(outcomes) else "; the others are in the store"
        fail(f"{failed} of {len(outcomes)} documents failed{rest}.", 1)


def _ingest(store: Store, paths: Iterable[Path], *, workers: int) -> list[Outcome]:
    """Reads and annotates with a progress bar on the terminal."""
    from ingest.pipeline import run
    from knowledge.catalogue import catalogue

    annotate = _annotator()
    with _progress() as bar:
        task = bar.add_task("reading", total=None)

        def step(outcome: Outcome, done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, description=outcome.file[:40])

        return run(
            list(paths),
            store,
            workers=workers,
            annotate=annotate,
            annotate_version=annotate.version,
            sources=catalogue().sources,
            progress=step,
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
@json_option
@setting
def show(setting: Setting, document_id: str, as_json: bool) -> None:
    """Show one document with its passages and annotations."""
    with setting.store() as store:
        document = store.document(document_id)
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
    click.echo(f"{document.title}\n{document.file}, {document.date.value or 'undated'}, {document.publisher or '-'}")
    heading: tuple[str, ...] = ()
    for passage in passages:
        if passage.heading_path != heading:
            heading = passage.heading_path
            click.echo(f"\n# {' > '.join(heading)}")
        page = f" p. {passage.page}" if passage.page else ""
        speaker = f" {passage.speaker}:" if passage.speaker else ""
        click.echo(f"\n[{passage.anchor}{page}, {passage.kind}]{speaker}\n{passage.text}")
        for note in passage.footnotes:
            click.echo(f"  note {note.number}: {note.text}")
        for found in by_passage[passage.id]:
            stance = "" if found["stance"] == "asserted" else f" ({found['stance']})"
            click.echo(f"  = {found['concept']}: '{found['quote']}'{stance}")


@main.command()
@click.argument("document_id", metavar="ID")
@setting
def remove(setting: Setting, document_id: str) -> None:
    """Take a document out of the store (its file stays; ingest it again to undo)."""
    with setting.store() as store:
        origin = store.document(document_id).origin
        store.remove(document_id)
    talk(f"Removed {document_id}. To undo: thuishaven ingest {origin}")


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
        click.echo("Nothing found.")
    elif not answer.enough_evidence:
        click.echo("No passage answers this well; the nearest ones:")
    for hit in answer.hits:
        click.echo(f"\n{hit.rank}. {hit.citation}\n   {_marked(hit.passage.text, hit.highlights)}")
        click.echo(f"   why: {'; '.join(hit.why)}")


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
@json_option
def schemes(as_json: bool) -> None:
    """List the support schemes and tests."""
    from knowledge.catalogue import catalogue

    found = list(catalogue().schemes.values())
    if as_json:
        show_json({"schemes": [s.model_dump(mode="json") for s in found]})
    else:
        show_rows((s.id, s.status.value, s.title) for s in found)


@main.command()
@click.argument("scheme_id", metavar="SCHEME")
@click.option("--profile", type=click.Path(path_type=Path), help="What is known of the project (YAML).")
@click.option("--answers", type=click.Path(path_type=Path), help="Answers given before (YAML or JSON).")
@click.option("--format", "form", default="md", show_default=True, help="md, html, docx or json.")
@click.option("--output", type=click.Path(path_type=Path), help="The file to write (needed for docx).")
@click.option("--force", is_flag=True, help="Overwrite the output file.")
@setting
def checklist(
    setting: Setting,
    scheme_id: str,
    profile: Path | None,
    answers: Path | None,
    form: str,
    output: Path | None,
    force: bool,
) -> None:
    """Make the checklist of a scheme for a project."""
    from templates.checklists import Format, format_named, render

    chosen = format_named(form)
    if output is None and chosen is Format.DOCX:
        raise MisuseError("A docx cannot be printed on the terminal.", cure="Name a file with --output.")
    if output is not None and output.exists() and not force:
        raise MisuseError(f"{output} exists.", cure="Choose another name, or overwrite it with --force.")
    with setting.store() as store:
        content = render(_checklist(store, scheme_id, profile, answers), chosen)
    if output is None:
        click.echo(content)
    else:
        talk(f"Wrote {_write(output, content)}")


def _checklist(store: Store, scheme_id: str, profile: Path | None = None, answers: Path | None = None) -> Checklist:
    import datetime

    from knowledge.catalogue import catalogue
    from knowledge.checklists import make_checklist, read_answers, read_profile

    known = catalogue()
    scheme = known.scheme(scheme_id)
    return make_checklist(
        scheme,
        read_profile(profile, known.vocabulary) if profile else None,
        read_answers(answers, scheme) if answers else None,
        catalogue=known,
        store=store,
        today=datetime.date.today(),
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
@click.option("--force", is_flag=True, help="Write into a folder that is not empty.")
@json_option
def export(folder: Path, force: bool, as_json: bool) -> None:
    """Write the curated records as open data: JSON with JSON Schemas."""
    from knowledge.catalogue import catalogue
    from templates.open_data import open_data

    if folder.exists() and any(folder.iterdir()) and not force:
        raise MisuseError(f"{folder} is not empty.", cure="Choose another folder, or write into it with --force.")
    written = []
    for name, text in open_data(catalogue(), version=__version__):
        _write(folder / name, text)
        written.append(name)
    if as_json:
        show_json({"files": written})
    else:
        talk(f"{len(written)} files in {folder}")


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
            click.echo(f"\n{title}")
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
        click.echo(f"{name}: P {measured['precision']:.3f}  R {measured['recall']:.3f}  F1 {measured['f1']:.3f}")
    click.echo(f"stance accuracy: {metrics['stance_accuracy']:.3f}")
    talk(f"{report['windows']} windows, {report['labels']} labels")


@main.command()
@json_option
@setting
def status(setting: Setting, as_json: bool) -> None:
    """Tell versions, counts, the encoder, the age of the index and what is stale."""
    from ingest.annotate import annotator_version
    from knowledge.catalogue import catalogue
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
            "records": {
                name: len(getattr(known, name)) for name in ("sources", "cases", "measures", "schemes", "conflicts")
            },
            "concepts": len(known.vocabulary),
            "annotator": annotator_version(known.vocabulary),
            "encoder": setting.encoder,
            "index": index_state(setting.home, store, setting.encoder),
            "stale": stale,
        }
    if as_json:
        show_json(data)
    else:
        show_rows((name, str(value)) for name, value in data.items())


if __name__ == "__main__":
    main()
