"""A small vocabulary of our own, with one example of each kind of label that the matcher must know."""

from __future__ import annotations

from functools import cache

from ingest.annotate import Annotate
from knowledge.concepts import ConceptScheme, Vocabulary

SCHEMES = {
    "motives": [
        {
            "id": "motives/home-brand",
            "pref": {"nl": "het thuismerk uitspelen", "en": "playing the home brand"},
            "alt": {"nl": ["thuismerk", "imago"], "en": ["home brand"]},
            "negative": ["huismerk", "merkenrecht"],
        },
        {"id": "motives/cost-control", "pref": {"nl": "kostenbeheersing"}, "alt": {"nl": ["kostenbesparing"]}},
        {"id": "motives/quality-control", "pref": {"nl": "kwaliteitsbeheersing"}},
        {"id": "motives/labour-cost", "pref": {"nl": "loonkosten"}, "negative": ["loonkostensubsidie"]},
        {"id": "motives/supply-disruption", "pref": {"nl": "aanvoerproblemen"}, "alt": {"nl": ["COVID-19"]}},
        {"id": "motives/location", "pref": {"nl": "locatienadelen"}},
        {"id": "motives/flexibility", "pref": {"nl": "flexibele productie"}, "alt": {"nl": ["flexibiliteit"]}},
        {"id": "motives/innovation", "pref": {"nl": "innovatie"}},
        {"id": "motives/digitalisation", "pref": {"nl": "digitalisering"}, "alt": {"nl": ["AI"]}},
        {"id": "motives/autonomy", "pref": {"nl": "strategische autonomie", "en": "strategic autonomy"}},
        {"id": "motives/patent", "pref": {"nl": "patent"}},
        {"id": "motives/no-aim", "pref": {"nl": "geen doel op zich"}},
    ],
    "criteria": [
        {"id": "criteria/crisis-frame", "pref": {"nl": "tijdelijk crisiskader"}, "alt": {"nl": ["crisiskader"]}},
        {"id": "criteria/ceiling", "pref": {"nl": "plafond"}, "broader": "criteria/crisis-frame"},
        {"id": "criteria/digital-fit", "pref": {"nl": "digitaliseringsbeleid"}, "alt": {"nl": ["digitalisering"]}},
    ],
    "sectors": [
        {"id": "sectors/manufacturing", "pref": {"nl": "industrie", "en": "plant"}},
        {"id": "sectors/textiles", "pref": {"nl": "textielindustrie"}, "broader": "sectors/manufacturing"},
        {"id": "sectors/education", "pref": {"nl": "onderwijs"}},
        {"id": "sectors/batteries", "pref": {"nl": "batterijen"}},
    ],
    "jurisdictions": [
        {"id": "jurisdictions/namur", "pref": {"nl": "Namen"}},
        {"id": "jurisdictions/fit", "pref": {"nl": "Flanders Investment and Trade"}, "alt": {"nl": ["FIT"]}},
        {"id": "jurisdictions/korea", "pref": {"nl": "Koreaans"}},
    ],
}


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary as records."""
    filled = {"definition": {"nl": "Een begrip voor deze tests."}, "source": ["test"]}
    return Vocabulary(
        ConceptScheme.model_validate(
            {
                "scheme": {"id": scheme, "title": {"nl": scheme}, "description": {"nl": scheme}},
                "concepts": [filled | concept for concept in concepts],
            }
        )
        for scheme, concepts in SCHEMES.items()
    )


@cache
def annotator() -> Annotate:
    """One annotator for all tests: making it takes seconds."""
    return Annotate(vocabulary())
