"""From records to a site on disk: written aside, made into HTML by a builder, and put in place whole.

The builder (mkdocs-material; zensical reads the same) is a separate process that sees Markdown files and one settings
file, nothing of ours.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from itertools import permutations
from pathlib import Path, PurePosixPath
from typing import Literal

import yaml

from knowledge.catalogue import Catalogue
from knowledge.errors import BuildError
from knowledge.store import Store
from templates.data.names import checked_address
from templates.pages import pages

__all__ = ["BuildReport", "Builder", "build", "run_builder", "site_address", "site_sources", "write_pages"]

Builder = Literal["mkdocs", "zensical"]

MARK = ".thuishaven"
"""The file by which a folder shows that a build made it, and so may replace it."""
MAX_BUILD_SECONDS = 3600
_COMPLAINT = re.compile(r"^(?:WARNING|ERROR|CRITICAL|Warning|Error)\b")
"""How the line of a builder starts that is more than talk."""


@dataclass(frozen=True)
class BuildReport:
    """What a build made: pages (HTML), bytes of the whole site, seconds, and what the builder complained of."""

    pages: int
    bytes: int
    seconds: float
    warnings: tuple[str, ...]


def site_sources() -> tuple[Path, Path]:
    """The folder with the hand-written part of the site and the builder's settings, in a checkout or installed."""
    installed = Path(__file__).parent / "_site_sources"
    root = Path(__file__).parent.parent
    for folder, settings in ((installed, installed / "mkdocs.yml"), (root / "site", root / "mkdocs.yml")):
        if folder.is_dir() and settings.is_file():
            return folder, settings
    raise BuildError("The hand-written part of the site is not there.", cure="Install Thuishaven again.")


def site_address() -> str:
    """The address of the published site, ending in a slash, or empty: `site_url` in the builder's settings.

    Raises MisuseError when it is no https address.
    """
    _, settings_file = site_sources()
    return checked_address(str(yaml.safe_load(settings_file.read_text(encoding="utf-8")).get("site_url") or ""))


def build(
    catalogue: Catalogue,
    store: Store,
    *,
    pages_dir: Path,
    site_dir: Path,
    strict: bool = True,
    builder: Builder = "mkdocs",
) -> BuildReport:
    """Writes the pages to `pages_dir` and the site to `site_dir`; each is replaced whole, or stays as it was.

    `strict` makes every warning of the builder a failure. Raises BuildError when a folder is not ours to replace, when
    the builder fails or leaves out a page, and when something cannot be written.
    """
    begun = time.perf_counter()
    sources, _ = site_sources()
    pages_dir, site_dir = pages_dir.resolve(), site_dir.resolve()
    _check_apart(pages_dir, site_dir, sources.resolve())
    for folder in (pages_dir, site_dir):
        _check_ours(folder)
    try:
        site_dir.parent.mkdir(parents=True, exist_ok=True)
        pages_dir.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".build-", dir=site_dir.parent) as aside:
            work = Path(aside)
            generated = pages(catalogue, store, version=_version(), address=site_address())
            names = write_pages(generated, work / "pages")
            warnings = run_builder(work, strict=strict, builder=builder)
            made = _check_whole(names, work / "site", builder)
            for folder in (work / "pages", work / "site"):
                (folder / MARK).write_text(
                    "made by thuishaven build; replaced whole by the next one\n", encoding="utf-8"
                )
            size = sum(path.stat().st_size for path in (work / "site").rglob("*") if path.is_file())
            _take_place(work / "pages", pages_dir, work / "old-pages")
            _take_place(work / "site", site_dir, work / "old-site")
    except OSError as error:
        where = error.filename or site_dir
        raise BuildError(
            f"{where}: cannot be written ({error.strerror}).", cure="Choose a writable folder with space on the disk."
        ) from None
    return BuildReport(made, size, time.perf_counter() - begun, warnings)


def write_pages(generated: Iterable[tuple[str, str]], folder: Path) -> list[str]:
    """Writes the hand-written and the generated pages and files to a new `folder`; the paths written.

    Raises BuildError when two have the same path, or one points out of the folder.
    """
    sources, _ = site_sources()
    written: list[str] = []
    for path in sorted(sources.rglob("*")):
        name = path.relative_to(sources)
        if path.is_file() and name.parts[0] not in {"overrides", "mkdocs.yml"} and not name.name.startswith("."):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, folder / name)
            written.append(name.as_posix())
    taken = set(written)
    for generated_name, text in generated:
        parts = PurePosixPath(generated_name)
        if parts.is_absolute() or ".." in parts.parts:
            raise BuildError(f"The page '{generated_name}' would stand outside the site.")
        if generated_name in taken:
            raise BuildError(f"Two pages have the path '{generated_name}'.", cure="Give one of the records another id.")
        taken.add(generated_name)
        (folder / generated_name).parent.mkdir(parents=True, exist_ok=True)
        (folder / generated_name).write_text(text, encoding="utf-8", newline="\n")
        written.append(generated_name)
    return written


def run_builder(work: Path, *, strict: bool = True, builder: Builder = "mkdocs") -> tuple[str, ...]:
    """Makes `work/site` of `work/pages`; what the builder warned of. Raises BuildError with its first complaints."""
    sources, settings_file = site_sources()
    settings = yaml.safe_load(settings_file.read_text(encoding="utf-8"))
    shutil.copytree(sources / "overrides", work / "overrides")
    settings |= {"docs_dir": "pages", "site_dir": "site", "strict": strict}
    settings["theme"]["custom_dir"] = "overrides"
    (work / "mkdocs.yml").write_text(yaml.safe_dump(settings, allow_unicode=True, sort_keys=False), encoding="utf-8")
    # not --quiet: it would hide from mkdocs itself the warnings that --strict counts
    command = [sys.executable, "-P", "-m", builder, "build", "-f", "mkdocs.yml", "--clean"]
    command += ["--strict"] if strict else []
    try:
        done = subprocess.run(
            command,
            cwd=work,
            env=os.environ | {"NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=MAX_BUILD_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise BuildError(f"{builder} was not done after {MAX_BUILD_SECONDS} seconds.") from None
    told = [line.strip() for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    warnings = tuple(line for line in told if _COMPLAINT.search(line))
    if done.returncode != 0:
        shown = " | ".join((*warnings, *told[-3:])[:3])
        raise BuildError(f"{builder} could not build the site: {shown}", cure="Correct the page that it names.")
    return warnings


def _version() -> str:
    try:
        return version("thuishaven")
    except PackageNotFoundError:
        return "0"


def _check_apart(*folders: Path) -> None:
    """The pages, the site and the hand-written sources must not lie in each other: a build replaces whole folders."""
    for one, other in permutations(folders, 2):
        if one == other or one in other.parents:
            raise BuildError(f"{one} and {other} overlap.", cure="Choose folders that lie apart.")


def _check_ours(folder: Path) -> None:
    if not folder.exists():
        return
    if not folder.is_dir() or (any(folder.iterdir()) and not (folder / MARK).is_file()):
        raise BuildError(f"{folder} holds something that no build made.", cure="Choose an empty folder, or empty it.")


def _check_whole(names: Iterable[str], site: Path, builder: str) -> int:
    """How many pages the site has; raises BuildError when one of the pages written is not among them."""
    wanted = [Path(name).with_suffix(".html") for name in names if name.endswith(".md")]
    missing = [str(path) for path in wanted if not (site / path).is_file()]
    if missing:
        raise BuildError(
            f"{builder} left out {len(missing)} pages, such as {missing[0]}.", cure="Use the other builder."
        )
    return sum(1 for _ in site.rglob("*.html"))


def _take_place(new: Path, target: Path, old: Path) -> None:
    """Puts the folder `new` in the place of `target`; what stood there goes to `old`."""
    if target.exists():
        shutil.move(target, old)
    shutil.move(new, target)
