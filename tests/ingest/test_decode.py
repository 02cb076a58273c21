

def test_a_short_text_with_more_broken_bytes_than_accents_is_still_utf8() -> None:
    text, encoding, warnings = decode("nota.txt", "Eén coöperatie ".encode() + b"\xff\xfe\x80" + b" verder.")
    assert (encoding, text.count("\ufffd"), "Eén coöperatie" in text) == ("utf-8", 3, True)
    assert warnings == ["3 damaged characters in what is otherwise UTF-8"]
