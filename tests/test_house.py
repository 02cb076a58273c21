"""The house stands as it was drawn: the layout's traps are shut, arrows point downward, heavy packages stay out."""

from __future__ import annotations

import importlib.metadata
import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT

PACKAGES = ("knowledge", "ingest", "search", "templates")
HEAVY = {"faiss", "mkdocs", "numpy", "rdflib", "sentence_transformers", "spacy", "torch"}


def loaded_by(code: str, *, cwd: Path | None = None) -> set[str]:
    """The top-level modules that a fresh interpreter has loaded after running `code`."""
    script = f"import sys, json\n{code}\nprint('\\n' + json.dumps(sorted({{m.split('.')[0] for m in sys.modules}})))"
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=cwd)
    return set(json.loads(result.stdout.strip().splitlines()[-1]))


def test_the_site_folder_holds_no_python() -> None:
    assert not list((ROOT / "site").rglob("*.py")), "a package named site would hide behind Python's own module"


def test_every_test_folder_is_a_package() -> None:
    folders = {p.parent for p in (ROOT / "tests").rglob("test_*.py")}
    assert all((folder / "__init__.py").exists() for folder in folders), "else tests/search would hide search"


def test_the_site_builder_writes_where_nothing_of_ours_stands() -> None:
    class Loader(yaml.SafeLoader):
        pass

    Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, suffix, node: suffix)
    settings = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), Loader=Loader)
    assert settings["site_dir"] == "_site"
    assert settings["docs_dir"] == "_pages"
    assert "hooks" not in settings


def test_sources_are_not_ignored_and_what_is_made_is() -> None:
    def ignored(path: str) -> bool:
        return subprocess.run(["git", "check-ignore", "-q", path], cwd=ROOT, check=False).returncode == 0

    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    assert not ignored("site/over/methode.md")
    assert ignored("_site/index.html")
    assert ignored("_pages/index.md")
    assert ignored("var/thuishaven.sqlite")


def test_no_dependency_brings_a_package_of_our_names() -> None:
    owners = importlib.metadata.packages_distributions()
    for name in (*PACKAGES, "thuishaven"):
        assert set(owners.get(name, ["thuishaven"])) == {"thuishaven"}


def test_every_module_says_what_it_is() -> None:
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            if path.name != "__init__.py" or path.stat().st_size:
                assert path.read_text(encoding="utf-8").startswith('"""'), f"{path} has no caption"


def test_help_loads_nothing_heavy() -> None:
    code = "from click.testing import CliRunner; import thuishaven\n"
    code += "assert CliRunner().invoke(thuishaven.main, ['--help']).exit_code == 0"
    assert not loaded_by(code) & (HEAVY | {"jinja2", "rich"})


@pytest.mark.parametrize("package", PACKAGES)
def test_importing_a_package_loads_nothing_heavy(package: str) -> None:
    assert not loaded_by(f"import {package}") & HEAVY


def test_no_module_loads_what_only_one_function_needs() -> None:
    """Reading and searching never wait for what writes open data, builds the site or embeds with torch."""
    code = "import importlib, pkgutil\n"
    code += f"for name in {PACKAGES}:\n"
    code += "    for one in pkgutil.walk_packages(importlib.import_module(name).__path__, name + '.'):\n"
    code += "        importlib.import_module(one.name)"
    assert not loaded_by(code) & {"mkdocs", "rdflib", "sentence_transformers", "torch"}


def test_every_direct_dependency_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(d for extra in project["optional-dependencies"].values() for d in extra)]
    pinned = {
        line.split("==")[0]
        for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
        if "==" in line
    }
    names = {_name(d) for d in wanted}
    assert names <= pinned
    assert "torch==2.13.0" in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()


def _name(requirement: str) -> str:
    for mark in "[<>= ":
        requirement = requirement.split(mark)[0]
    return requirement


def test_the_arrows_point_downward() -> None:
    result = subprocess.run(
        [Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout
