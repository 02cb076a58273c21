"""A line of text in pieces: labels in the language of the reader, and content, which is Dutch in every language."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Piece", "Said", "content", "plain", "said"]


@dataclass(frozen=True)
class Piece:
    """A piece of a line of text; `content` is Dutch whatever language the labels are in."""

    text: str
    content: bool = False


Said = tuple[Piece, ...]
"""A line of text."""


def content(text: str) -> Piece:
    """Text of a scheme, of its sources or of its reasons: Dutch."""
    return Piece(text, content=True)


def said(*parts: str | Piece) -> Said:
    """A line of labels and content; what is empty is left out."""
    return tuple(Piece(part) if isinstance(part, str) else part for part in parts if part)


def plain(line: Said) -> str:
    """The line as a text."""
    return "".join(piece.text for piece in line)
