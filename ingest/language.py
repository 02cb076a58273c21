"""The spaCy pipeline for Dutch on which the matcher stands."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from knowledge.dutch import fold, lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["pipeline", "pipeline_name"]

TRAINED = ("nl_core_news_lg", "nl_core_news_md", "nl_core_news_sm")


def pipeline_name() -> str:
    """The spaCy pipeline that is used, with its version: an installed trained one for Dutch, else a blank one."""
    trained = _trained()
    used = (trained, "spacy") if trained else ("spacy", "spacy-lookups-data")
    return ", ".join(f"{name} {metadata.version(name)}" for name in used)


def _trained() -> str | None:
    return next((name for name in TRAINED if find_spec(name)), None)


@contextmanager
def _without_torch() -> Iterator[None]:
    """spaCy imports torch wherever it is installed, which takes seconds; neither we nor these pipelines use it there.

    None among the modules is Python's way to say that a module cannot be imported.
    """
    if "torch" in sys.modules:
        yield
        return
    sys.modules["torch"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules["torch"]


def pipeline() -> Any:
    """The pipeline. Our own words take the place of its tokens, so the tokenizer is left bare."""
    with _without_torch():
        import spacy
    from spacy.language import Language
    from spacy.tokens import Doc

    trained = _trained()
    if trained:
        return spacy.load(trained, exclude=["parser", "ner", "senter"])
    spacy.util.registry.tokenizers(
        "thuishaven.bare.v1", func=lambda: lambda nlp: lambda text: Doc(nlp.vocab, text.split())
    )
    Language.component("thuishaven_bases", func=_with_bases)
    nlp: Any = spacy.blank("nl", config={"nlp": {"tokenizer": {"@tokenizers": "thuishaven.bare.v1"}}})
    nlp.add_pipe("thuishaven_bases")
    nlp.vocab.lex_attr_getters = {}  # nobody asks a new word for its shape, or whether it looks like a number
    return nlp


def _with_bases(doc: Doc) -> Doc:
    """What spaCy's own lemmatizer does in lookup mode, from the same table, which is in memory already."""
    for token in doc:
        token.lemma_ = lexicon().tabled(fold(token.text))
    return doc
