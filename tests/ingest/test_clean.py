"""Characters and mark-up made plain."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.clean import characters, collapse, is_marked_up, markup


def test_ligatures_and_odd_spaces_become_plain() -> None:
    assert (
        characters("de ﬁnanciën en het ĳs\u00a0kosten\u202f1\u2009250 euro")
        == "de financiën en het ijs kosten 1 250 euro"
    )


def test_invisible_signs_go_and_a_soft_hyphen_at_a_line_end_stays() -> None:
    assert characters("over\u00adzicht\u200b van\x00 \ufeffalles") == "overzicht van alles"
    assert characters("over\u00ad\nzicht") == "over-\nzicht"
    assert characters("AI\ufffe\nsysteem") == "AI-\nsysteem"


def test_a_private_glyph_at_a_line_start_was_a_bullet() -> None:
    assert characters("\uf0b7 eerste punt\nmidden \uf0b7 punt") == "• eerste punt\nmidden  punt"


def test_emphasis_goes_also_where_a_page_cut_it() -> None:
    assert markup("**vet en *schuin* gezet**") == "vet en schuin gezet"
    assert markup("een begin **van iets lan-**") == "een begin van iets lan-"
    assert markup("een_naam_met_strepen en 3 * 4") == "een_naam_met_strepen en 3 * 4"
    assert markup("https://voorbeeld.be/een_lang_pad/") == "https://voorbeeld.be/een_lang_pad/"


def test_note_marks_become_raised_digits() -> None:
    assert markup("groei<sup>12</sup> en handel[^3].") == "groei¹² en handel³."


def test_links_keep_their_words_and_where_they_end_a_clause_their_address() -> None:
    assert markup("zie [het verslag](https://voorbeeld.be/v). Of <https://voorbeeld.be>") == (
        "zie het verslag (https://voorbeeld.be/v). Of https://voorbeeld.be"
    )
    assert markup("wie [het verslag](https://voorbeeld.be/v) leest") == "wie het verslag leest"


def test_html_entities_are_written_out_unless_they_would_make_a_tag() -> None:
    assert markup("R&amp;D vanaf 1&nbsp;maart, caf&eacute; &lt; 5 km&#178;") == "R&D vanaf 1 maart, café < 5 km²"
    assert markup("&lt;script> en &amp;lt;b>") == "&lt;script> en &amp;lt;b>"
    assert markup("&#x202e;om &#0;en") == "om en"


def test_what_counts_as_marked_up() -> None:
    assert is_marked_up("# Kop\n\ntekst\n\n## Nog een")
    assert is_marked_up("| a | b |\n|---|---|\n| 1 | 2 |")
    assert not is_marked_up("Gewone tekst met een * ster en 5 # tekens.")


@given(st.text(max_size=200))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = characters(text)
    assert characters(once) == once


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll", "Nd", "Po", "Zs"]), max_size=200))
def test_cleaning_keeps_letters_and_their_order(text: str) -> None:
    ligatures = set("ĳĲﬀﬁﬂﬃﬄﬅﬆ")
    kept = [c for c in text if c.isalnum() and c not in ligatures]
    cleaned = characters("".join(c for c in text if c not in ligatures))
    assert [c for c in cleaned if c.isalnum()] == list(unicodedata.normalize("NFC", "".join(kept)))


@given(st.text(alphabet="ab \n\t", max_size=60))
def test_collapsed_text_has_single_spaces(text: str) -> None:
    assert collapse(text).split(" ") == (text.split() or [""])


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "JaVaScRiPt:x", "vbscript:x", "file:///etc/passwd", "../x"]
)
def test_of_a_link_that_is_none_of_the_web_only_the_words_stay(address: str) -> None:
    assert markup(f"zie [het verslag]({address}).") == "zie het verslag."


def test_what_turns_hides_or_tags_letters_is_taken_out() -> None:
    tricks = "\u061c\u180e\u200b\u200f\u202e\u2060\u2066\u2069\u206f\ufeff\ufff9\U000e0041\U000f0001\x1b\x9b"
    assert characters(f"een{tricks}twee") == "eentwee"
    assert characters("vlag \U0001f1e7\U0001f1ea, hart \u2764\ufe0f") == "vlag \U0001f1e7\U0001f1ea, hart \u2764\ufe0f"
