"""Bytes to text: by byte order mark, as UTF-8, else by the encoding that fits the bytes best."""

from __future__ import annotations

import codecs

from knowledge.errors import UnreadableFile

__all__ = ["decode"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SAMPLE = 200_000
_MAY_CONTROL = frozenset(b"\t\n\r\f\v\x02\x1b")


def decode(name: str, data: bytes) -> tuple[str, str, list[str]]:
    """(text, encoding, warnings). Raises UnreadableFile for what is no text.

    UTF-8 with a few broken bytes is read with those replaced, and told; other bytes are read in the encoding that fits.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), encoding.removesuffix("-sig"), []
            except UnicodeDecodeError:
                text = data.decode(encoding, errors="replace")
                return text, encoding, [f"{text.count(chr(0xFFFD))} damaged characters (encoding {encoding})"]
    zeros = data.count(0)
    if zeros > 0.001 * len(data) or _controls(data[:SAMPLE]) > 0.02:
        raise UnreadableFile(
            f"{name}: is not text (it holds bytes that no text has).", cure="Give it its own extension."
        )
    try:
        return data.decode("utf-8"), "utf-8", [f"{zeros} NUL bytes left out"] if zeros else []
    except UnicodeDecodeError:
        pass
    replaced = data.decode("utf-8", errors="replace")
    damaged = replaced.count("\ufffd")
    sound = sum(1 for character in replaced if character > "\x7f") - damaged
    if damaged <= 2 * sound:  # bytes that make sound UTF-8 hardly ever stand side by side in another encoding
        return replaced, "utf-8", [f"{damaged} damaged characters in what is otherwise UTF-8"]
    encoding = _best(data[:SAMPLE])
    return data.decode(encoding, errors="replace"), encoding, [f"not UTF-8; read as {encoding}: check the accents"]


def _controls(data: bytes) -> float:
    return sum(1 for byte in data if byte < 32 and byte not in _MAY_CONTROL) / max(1, len(data))


def _best(data: bytes) -> str:
    """The encoding that charset-normalizer finds, among those that Western European texts have; else cp1252."""
    from charset_normalizer import from_bytes

    found = from_bytes(data, cp_isolation=["cp1252", "latin_1", "iso8859_15", "cp850", "mac_roman", "cp1250"]).best()
    if found is None or found.encoding in {"latin_1", "iso8859_15", "cp1250"}:
        return "cp1252"
    return str(found.encoding)
