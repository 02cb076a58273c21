"""Scanned PDFs made by hand: pages of another PDF become pictures, as from a scanner."""

from __future__ import annotations

import io
import random
from collections.abc import Collection

import pypdfium2

__all__ = ["scanned"]


def scanned(
    data: bytes, *, only: Collection[int] | None = None, dpi: int = 200, turn: int = 0, specks: int = 0
) -> bytes:
    """The same PDF with its pages (or `only` those with these numbers) as pictures without text.

    `turn` is by how many degrees they were laid wrong on the scanner; so many of a thousand pixels become `specks`.
    """
    chance = random.Random(7)
    made = pypdfium2.PdfDocument.new()
    with pypdfium2.PdfDocument(data) as source:
        for number in range(len(source)):
            if only is not None and number + 1 not in only:
                made.import_pages(source, [number])
                continue
            bitmap = source[number].render(scale=dpi / 72, rotation=turn, grayscale=True)
            for _ in range(specks * bitmap.stride * bitmap.height // 1000):
                bitmap.buffer[chance.randrange(bitmap.stride * bitmap.height)] = chance.randrange(256)
            width, height = bitmap.width * 72 / dpi, bitmap.height * 72 / dpi
            page = made.new_page(width, height)
            picture = pypdfium2.PdfImage.new(made)
            picture.set_bitmap(bitmap)
            picture.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
            page.insert_obj(picture)
            page.gen_content()
    out = io.BytesIO()
    made.save(out)
    made.close()
    return out.getvalue()
