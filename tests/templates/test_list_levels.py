"""A page says of a list that the levels of its items are not known, and of no other passage."""

from __future__ import annotations

import functools

from knowledge.catalogue import Catalogue, catalogue
from knowledge.documents import ListLevels, Passage, PassageKind
from knowledge.store import Store
from templates import links
from templates.pages import pages
from tests.conftest import make_document

TOLD = "niveaus van de opsomming onzeker"


def test_a_list_with_unsure_levels_says_so(store: Store) -> None:
    make = functools.partial(Passage.make, "nota", seen={})
    passages = [
        make(0, "Wie maalt.\nWie bakt.", kind=PassageKind.LIST_ITEM, list_levels=ListLevels.UNSURE),
        make(1, "Wie koopt.\n  Wie eet.", kind=PassageKind.LIST_ITEM, list_levels=ListLevels.KNOWN),
        make(2, "Geen lijst."),
    ]
    store.replace(make_document("nota", publish="full"), passages, [], configuration="proef")
    site = dict(pages(Catalogue(vocabulary=catalogue().vocabulary), store, version="0"))
    sections = site[links.written(links.document("nota"))].split("<section ")[1:]
    assert [TOLD in section for section in sections] == [True, False, False]
