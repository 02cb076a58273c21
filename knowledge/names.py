"""Names of places that are written like Dutch words: they are neither split nor brought back to a base form.

A name that is an everyday word too (Landen, Geel, Kapellen) is left out: as a word it is read far more often.
"""

from __future__ import annotations

__all__ = ["NAMES"]

NAMES = frozenset(
    # towns and municipalities of Flanders and Brussels
    "aalst aalter aarschot aartselaar affligem alken alveringem anderlecht antwerpen anzegem ardooie arendonk"
    " assenede avelgem baarle beernem beerse beersel begijnendijk bekkevoort beringen berlaar berlare bertem beveren"
    " bierbeek bilzen blankenberge bocholt boechout bonheiden boortmeerbeek borgloon bornem borsbeek boutersem"
    " brakel brasschaat brecht bredene brugge brussel buggenhout damme deinze denderleeuw dendermonde"
    " dentergem dessel destelbergen diepenbeek diest diksmuide dilbeek dilsen drogenbos duffel edegem eeklo"
    " elsene erpe etterbeek evere evergem galmaarden ganshoren gavere geetbets genk gent geraardsbergen gingelom"
    " gistel glabbeek gooik grimbergen grobbendonk haacht haaltert hamont harelbeke hasselt"
    " hechtel heers hemiksem herent herentals herenthout herk herne herselt herstappe herzele heusden heuvelland"
    " hoegaarden hoeilaart hoeselt holsbeek hooglede hoogstraten houthalen houthulst huldenberg hulshout"
    " ichtegem ieper ingelmunster izegem jabbeke jette kalmthout kampenhout kaprijke kasterlee keerbergen kinrooi"
    " kluisbergen knesselare knokke koekelare koekelberg koksijde kontich kortemark kortenaken kortenberg kortessem"
    " kortrijk kraainem kruibeke kruishoutem kuurne laakdal laarne lanaken landegem langemark lebbeke ledegem"
    " lendelede lennik leopoldsburg leuven lichtervelde liedekerke lierde lievegem lille linkebeek linter"
    " lochristi lokeren lommel londerzeel lovendegem lubbeek lummen maarkedal maaseik maasmechelen machelen maldegem"
    " malle mechelen meerhout meise melle merchtem merelbeke merksplas mesen meulebeke middelkerke"
    " moerbeke molenbeek moorslede mortsel nazareth nevele nieuwerkerken nieuwpoort nijlen ninove olen oosterzele"
    " oostkamp oostrozebeke opglabbeek opwijk oudenaarde oudenburg oudergem oudsbergen overijse overpelt"
    " pajottegem pelt pepingen pittem poperinge puurs ranst ravels retie riemst rijkevorsel roeselare ronse"
    " roosdaal rotselaar ruiselede rumst schaarbeek schelle scherpenheuvel schilde spiere stabroek"
    " steenokkerzeel stekene temse ternat tervuren tessenderlo tielt tienen tongeren torhout tremelo turnhout ukkel"
    " veurne vilvoorde vleteren vorselaar vosselaar waarschoot waasmunster wachtebeke waregem wellen wemmel"
    " wervik westerlo wetteren wevelgem wezembeek wichelen wielsbeke wijnegem willebroek wingene wommelgem"
    " wortegem wuustwezel zandhoven zaventem zedelgem zele zelzate zemst zoersel zomergem zonhoven zonnebeke"
    " zottegem zoutleeuw zuienkerke zulte zutendaal zwalm zwevegem zwijndrecht zwijnaarde"
    # Wallonia, in Dutch
    " aarlen charleroi doornik eupen hoei moeskroen nijvel verviers waver waterloo wallonie"
    # the Netherlands
    " almelo almere amersfoort amsterdam apeldoorn arnhem breda brabant delft deventer drenthe eindhoven"
    " enschede flevoland friesland gelderland groningen haarlem haarlemmermeer heerenveen heerlen helmond hengelo"
    " hertogenbosch hilversum leeuwarden lelystad limburg maastricht nijmegen noordwijk overijssel"
    " rijswijk roermond roosendaal rotterdam sittard terneuzen tilburg utrecht venlo vlissingen zaandam zaanstad"
    " zoetermeer zwolle"
    # countries and regions
    " belgie bulgarije catalonie denemarken duitsland engeland estland finland frankrijk griekenland hongarije"
    " ierland italie japan kroatie letland litouwen lombardije luxemburg nederland noorwegen oekraine oostenrijk"
    " portugal roemenie rusland schotland servie slovenie slowakije spanje thailand tsjechie turkije"
    " vietnam vlaanderen zweden zwitserland".split()
)
