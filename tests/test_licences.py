"""No dependency that comes along on installation is under the GPL or AGPL."""

from __future__ import annotations

import re
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

STRONG_COPYLEFT = re.compile(r"(?<![LlA])\b(?:A?GPL|GNU (?:Affero )?General Public)", re.IGNORECASE)
LESSER = re.compile(r"lesser|lgpl|library general", re.IGNORECASE)
CHOICE = re.compile(r"\bor\b", re.IGNORECASE)
AT_CHOICE = {"pyphen"}
"""What comes under several licences of which its users take one, and says so in a list: Pyphen (GPL, LGPL or MPL)."""


def licence(distribution: metadata.Distribution) -> list[str]:
    """What a distribution says of its licence: the expression, else the classifiers, else the field's first line."""
    facts = distribution.metadata
    if expression := facts.get_all("License-Expression"):
        return expression
    classifiers = [c for c in facts.get_all("Classifier") or [] if c.startswith("License ::")]
    return classifiers or [field.strip().split("\n")[0] for field in facts.get_all("License") or []]


def forbidden(told: str) -> bool:
    """Whether a licence text leaves no other choice than the GPL or AGPL."""
    parts = CHOICE.split(told) if "OR" in told else [told]
    return all(STRONG_COPYLEFT.search(part) and not LESSER.search(part) for part in parts)


def everything_installed_with(name: str, *with_extras: str) -> dict[str, metadata.Distribution]:
    """The distribution and all that it needs on this machine, with these extras, by canonical name."""
    found: dict[str, metadata.Distribution] = {}
    todo = [(canonicalize_name(name), frozenset(with_extras))]
    seen = set()
    while todo:
        wanted, extras = todo.pop()
        if (wanted, extras) in seen:
            continue
        seen.add((wanted, extras))
        try:
            distribution = metadata.distribution(wanted)
        except metadata.PackageNotFoundError:
            continue
        found[wanted] = distribution
        for line in distribution.requires or []:
            requirement = Requirement(line)
            environments = [{"extra": extra} for extra in extras] or [{"extra": ""}]
            if requirement.marker is None or any(requirement.marker.evaluate(e) for e in environments):
                todo.append((canonicalize_name(requirement.name), frozenset(requirement.extras)))
    return found


@pytest.mark.parametrize(
    ("told", "is_forbidden"),
    [
        ("GPL-3.0-or-later", True),
        ("AGPL-3.0-only", True),
        ("License :: OSI Approved :: GNU General Public License v3 (GPLv3)", True),
        ("LGPL-2.1-or-later", False),
        ("License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)", False),
        ("MIT OR GPL-2.0-only", False),
        ("MIT", False),
        ("", False),
    ],
)
def test_the_rule_tells_licences_apart(told: str, is_forbidden: bool) -> None:
    assert forbidden(told) is is_forbidden


def test_no_dependency_is_gpl_or_agpl() -> None:
    installed = everything_installed_with("thuishaven", "pdf")
    needed = {"spacy", "faiss-cpu", "sentence-transformers", "mkdocs-material", "torch", "weasyprint"}
    assert needed <= installed.keys()
    wrong = {name: told for name, d in installed.items() for told in licence(d) if forbidden(told)}
    assert wrong.keys() <= AT_CHOICE


@pytest.mark.parametrize("name", sorted(AT_CHOICE))
def test_what_is_at_choice_offers_another_licence(name: str) -> None:
    told = licence(metadata.distribution(name))
    assert any(not forbidden(one) for one in told), told


def test_every_dependency_says_its_licence() -> None:
    silent = {
        name
        for name, d in everything_installed_with("thuishaven", "pdf").items()
        if not any(licence(d)) and not _has_file(d)
    }
    assert not silent


def _has_file(distribution: metadata.Distribution) -> bool:
    return any("licen" in str(path).lower() for path in distribution.files or [])
