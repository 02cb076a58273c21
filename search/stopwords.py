"""Words that carry no meaning of their own in a question or passage. All folded (see `knowledge.dutch.fold`)."""

from __future__ import annotations

__all__ = ["DUTCH", "ENGLISH", "ENGLISH_ONLY"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


DUTCH = _words(
    """
    aan aangaande aangezien achter af al aldus alhoewel alle allebei alleen alles als alsook alsof altijd ander
    andere anderen anders bent beide ben beneden bij bijna bijvoorbeeld blijkt blijken boven bovendien buiten bv
    bvb daar daarbij daardoor daarin daarmee daarna daarom daaronder daarop daarover daarvan daarvoor dan dat de
    den der des deze dezelfde die dient dienen dit doch doen doet door dus echter een eens eerder eigen
    eigenlijk elk elke en enig enige enkel enkele ene er erdoor erg ergens erin ermee erop ertoe eruit ervan
    ervoor etc even evenals geen geheel ging gingen had hadden heb hebben hebt heeft heel hem hen het hetgeen
    hetzelfde hier hierbij hierdoor hierin hiermee hierna hieronder hierover hiertoe hiervan hiervoor hij hoe
    hoeveel hoewel hun ieder iedere iedereen iemand iets ik in indien inzake is ja je jij jou jouw jullie kan
    kon konden kunnen laten liever maar maakt maken me mede mee meer men met mij mijn mijzelf misschien mits
    mocht mochten moest moesten moet moeten mogen mag na naar naast nadat namelijk nee niet niets niks noch nog
    nogal nooit nu of ofwel om omdat omtrent onder ons onze ook oa op opdat over overigens per reeds slechts
    sinds sindsdien soms steeds t te tegen ten tenzij ter terwijl tevens thans toch toe toen tot totdat tussen u
    uit uw vaak van vanaf vanuit vanwege vele veel via vind vindt voor vooral voordat voorts vrij waar waaraan
    waarbij waardoor waarin waarmee waarom waaronder waarop waarover waaruit waarvan waarvoor wanneer want waren
    was wat we weer wegens wel welk welke werd werden wie wier wij wil willen word wordt worden wou zal ze zeer
    zelf zelfs zich zichzelf zij zijn zijnde zo zoals zodat zodra zonder zou zouden zowel zulk zulke zullen
    bestaan bestaat
    """
)
"""Articles, pronouns, prepositions, conjunctions, auxiliary verbs and question words."""

ENGLISH = _words(
    """
    a about above after again all also am an and any are as at be because been before being below between both
    but by can could did do does doing done down during each few for from further had has have having he her
    here hers him his how i if in into is it its itself just many may me might more most much must my no nor not
    of off on once one only or other our out over own same she should so some such than that the their them then
    there these they this those through to too under until up upon us very was we were what when where whether
    which while who whom whose why will with would you your
    """
)
"""The same for English; used when the question is in English, never on passages."""

ENGLISH_ONLY = ENGLISH - DUTCH - {"a", "am", "as", "be", "been", "do", "her", "his", "i", "its", "my", "no", "on", "so"}
"""English function words that are no Dutch words: two of them tell that a question is in English."""
