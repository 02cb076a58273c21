"""Text that can be shown on a terminal: nothing in it steers the terminal or turns the order of letters around."""

from __future__ import annotations

import json
import re

__all__ = ["plain", "plain_json", "plain_line"]

_STEERING = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
"""Control characters but the line end, what turns the order of letters around, tags, and what is no character."""


def plain(text: str) -> str:
    """The text with a tab as a space, and every other character that steers a terminal as U+FFFD; line ends stay."""
    return _STEERING.sub("\ufffd", text.replace("\t", " "))


def plain_json(text: str) -> str:
    """A JSON text that says the same, with the characters that steer a terminal written as escapes."""
    return _STEERING.sub(lambda found: json.dumps(found[0])[1:-1], text)


def plain_line(text: str) -> str:
    """The text on one line: as `plain` gives it, with each line end as U+FFFD too."""
    return plain(text.replace("\n", "\ufffd"))
