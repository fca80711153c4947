"""What reporters see and say, in sentences by form of exploitation (Dutch), to be combined into a story."""

# Placeholders: {wie} name or description, {de_persoon} "het meisje", {ze} she/he, {haar} object, {hun} possessive.
ONE: dict[str, tuple[str, ...]] = {
    "sexual": (
        "{wie} heeft ineens dure kleding en een tweede telefoon die de hele dag afgaat.",
        "{ze} wordt 's avonds laat opgehaald door steeds een andere auto en komt pas tegen de ochtend terug.",
        "er is een nieuwe vriend, veel ouder, en sindsdien ziet {ze} {hun} eigen vrienden niet meer.",
        "{wie} vertelde dat {ze} geld moet verdienen voor iemand anders en dat er een schuld is.",
        "op een site staat een advertentie waarin ik {haar} herken, met een andere naam erbij.",
        "er komen op alle uren mannen aan de deur, die na een halfuurtje weer weggaan.",
        "{ze} zei dat er filmpjes zijn en dat die rondgaan als {ze} niet meewerkt.",
        "{de_persoon} mag niet alleen naar buiten, er loopt altijd iemand mee.",
        "{ze} weet niet in welke plaats {ze} is en heeft geen papieren bij zich.",
        "{wie} slaapt overdag, eet slecht en schrikt van elk bericht op de telefoon.",
        "de kamer wordt steeds voor een nacht verlengd, de gordijnen blijven dicht.",
    ),
    "criminal": (
        "{wie} moet pakketjes wegbrengen en durft geen nee te zeggen.",
        "op {hun} bankrekening is veel geld binnengekomen dat meteen weer is opgenomen, de pas heeft een ander.",
        "{ze} is al drie keer opgepakt voor winkeldiefstal en geeft alles aan anderen af.",
        "{ze} heeft een schuld bij jongens uit de buurt en moet die ‘afwerken’.",
        "{ze} past op een zolder vol planten, en mag het huis niet uit.",
        "{wie} vertelde onder tranen dat ze {hun} kleine zusje wat aandoen als {ze} stopt.",
        "via een app kreeg {ze} ‘een makkelijke klus’ aangeboden, en nu komt {ze} er niet meer van af.",
        "{ze} bedelt elke dag bij de winkels en moet 's avonds het geld inleveren bij een man in een busje.",
    ),
    "labour": (
        "{wie} werkt zes of zeven dagen per week, vaak van vroeg tot heel laat.",
        "{hun} paspoort ligt bij de baas, ‘voor de administratie’.",
        "van het loon gaat zoveel af voor bed en vervoer dat er bijna niets overblijft.",
        "{ze} slaapt in een ruimte achter de keuken, zonder raam.",
        "toen {ze} ziek was moest {ze} toch doorwerken, anders kon {ze} meteen vertrekken.",
        "{ze} heeft nooit een contract gezien en weet niet wat {ze} per uur krijgt.",
        "{wie} zegt dat er eerst een schuld aan de bemiddelaar moet worden betaald.",
        "{ze} heeft een wond aan de hand waar niemand mee naar de dokter is gegaan.",
        "{ze} doet het hele huishouden en past op de kinderen, en komt nooit buiten.",
        "als er controle komt moet {ze} zeggen dat {ze} op bezoek is.",
        "{wie} kreeg te horen dat {ze} zonder dit werk op straat staat, want de woning is ook van de baas.",
    ),
    "organ": (
        "{wie} zou naar het buitenland voor een operatie, en iemand anders betaalt de reis en een beloning.",
        "{ze} vertelde dat {ze} een nier moet afstaan om van een schuld af te komen.",
        "alle papieren voor het ziekenhuis zijn door een ander ingevuld.",
        "{ze} mag er met niemand over praten, ook niet met de huisarts.",
    ),
    "unknown": (
        "{wie} ziet er verwaarloosd uit en kijkt steeds weg als je iets vraagt.",
        "{ze} mag nooit alleen met ons praten, er is altijd iemand bij die antwoord geeft.",
        "ik heb {haar} al weken niet meer gezien, en de telefoon staat uit.",
        "er wordt vaak geschreeuwd en daarna is het doodstil.",
        "{ze} vroeg me wat er gebeurt als je iets vertelt, en wilde toen toch niet verder praten.",
        "{wie} heeft geen eigen geld, geen sleutel en geen telefoon.",
        "{ze} lachte het weg, maar ik zag dat {ze} bang was.",
    ),
}

YOUNG: dict[str, tuple[str, ...]] = {
    "sexual": (
        "{wie} wordt na school opgehaald door jongens die veel ouder zijn.",
        "in de klas gaat een foto rond, en {ze} moet betalen om erger te voorkomen.",
    ),
    "criminal": (
        "{wie} komt moe op school en heeft zomaar een scooter en merkkleding.",
        "volgens klasgenoten moet {ze} voor een oudere jongen geld ophalen.",
    ),
    "labour": ("{wie} staat op schooldagen in de keuken van het restaurant en is er 's avonds laat nog.",),
    "unknown": ("{de_persoon} zou uitgehuwelijkt worden en is na de vakantie niet meer op school gekomen.",),
}

GROWN: dict[str, tuple[str, ...]] = {
    "sexual": ("{ze} reageerde op een vacature voor een restaurant, maar dat werk bleek niet te bestaan.",),
    "criminal": (
        "er staan telefoonabonnementen op {hun} naam waar {ze} zelf niets van heeft.",
        "er is een bedrijf op {hun} naam gezet terwijl {ze} de papieren niet kan lezen.",
    ),
    "labour": ("{wie} staat als zelfstandige ingeschreven zonder dat zelf te weten.",),
}

# Only said about a woman.
WOMAN: dict[str, tuple[str, ...]] = {
    "organ": ("{wie} moet een kind dragen voor een stel dat {ze} niet kent, en kan niet meer terug.",),
}

SEVERAL: dict[str, tuple[str, ...]] = {
    "sexual": (
        "ze wisselen elke week van adres en spreken alleen met de man die hen brengt.",
        "ze delen één kamer, overdag is het stil en 's nachts gaat de bel de hele tijd.",
        "ze worden opgewacht door twee jongens die ouder zijn en die alles bepalen.",
        "een van hen fluisterde dat ze hun paspoort niet hebben.",
        "ze moesten allemaal foto's sturen en daar worden ze nu mee onder druk gezet.",
    ),
    "criminal": (
        "ze worden 's ochtends met een busje bij de winkels afgezet en 's avonds weer opgehaald.",
        "ze lopen allemaal met dezelfde soort telefoon en weten precies wanneer er een auto komt.",
        "ze hebben hun bankpas afgegeven en krijgen daar een klein bedrag voor.",
        "ze durven geen van allen te zeggen voor wie ze het doen.",
        "volgens anderen moeten ze voor een oudere jongen pakjes wegbrengen.",
    ),
    "labour": (
        "ze slapen met z'n allen in een schuur met stapelbedden, er is één douche.",
        "ze worden om vijf uur opgehaald en zijn pas na negenen terug.",
        "ze krijgen maar een deel van hun loon, de rest ‘staat nog’.",
        "hun papieren heeft de voorman, die zegt dat dat zo hoort.",
        "toen er een gewond raakte ging niemand mee naar het ziekenhuis.",
        "ze zijn bang om te praten zolang de voorman in de buurt is.",
        "wie klaagt wordt dezelfde dag nog op straat gezet.",
    ),
    "organ": (
        "ze zouden samen voor een ingreep naar het buitenland reizen, een onbekende betaalt.",
        "ze hebben schulden bij dezelfde man, en die heeft het over een operatie.",
    ),
    "unknown": (
        "ze komen nooit alleen buiten en zeggen niets tegen de buren.",
        "er wonen steeds andere mensen, maar deze blijven.",
        "ze hebben geen spullen, alleen een tas.",
        "een van hen huilde, de anderen zeiden meteen dat er niets was.",
    ),
}

SELF: dict[str, tuple[str, ...]] = {
    "sexual": (
        "ik moet dingen doen die ik niet wil en het geld is nooit voor mij.",
        "mijn vriend zegt dat het bijna afbetaald is, maar dat zegt hij al heel lang.",
        "hij heeft foto's van mij en stuurt die naar mijn familie als ik wegga.",
        "ik heb geen sleutel en moet altijd laten weten waar ik ben.",
        "ik dacht dat het een gewone baan was.",
    ),
    "criminal": (
        "ik moest één keer iets wegbrengen, en nu kan ik niet meer stoppen.",
        "ze hebben mijn bankpas en nu krijg ik brieven van de bank.",
        "ik ben bang dat ik zelf straf krijg, maar ik deed het niet omdat ik wilde.",
        "ze weten waar mijn moeder woont.",
        "ik heb een schuld die alleen maar groter wordt.",
    ),
    "labour": (
        "ik werk elke dag en heb al maanden bijna geen loon gekregen.",
        "mijn baas heeft mijn paspoort en zegt dat ik nog moet betalen voor de reis.",
        "ik slaap waar ik werk en mag niet weg.",
        "mijn rug is kapot, maar vrij krijg ik niet.",
        "ze zeiden een contract, maar dat heb ik nooit gezien.",
    ),
    "organ": (
        "ik heb getekend voor een operatie en nu durf ik niet meer terug.",
        "ik krijg er geld voor, maar ik heb het niet zelf bedacht.",
    ),
    "unknown": (
        "ik mag niet naar buiten zonder toestemming.",
        "ik heb hier niemand die ik ken.",
        "ik weet niet of dit is wat jullie bedoelen, maar ik ben bang.",
        "ik woon bij mensen die alles voor mij beslissen.",
    ),
}

CLOSINGS: tuple[str, ...] = (
    "Ik weet niet of het iets is, maar ik wilde het toch doorgeven.",
    "Wat kan ik zelf doen zonder het erger te maken?",
    "Wilt u hier iets mee doen? Ik wil niet dat bekend wordt dat ik het was.",
    "Ik heb er nog met niemand over gesproken.",
    "Ik hoop dat iemand een keer gaat kijken.",
    "Ik blijf graag anoniem.",
    "Is dit voor jullie of moet ik ergens anders zijn?",
    "Ik heb aantekeningen met data, die kan ik geven.",
    "Het laat me niet los.",
    "",
    "",
)

PROFESSIONAL_CLOSINGS: tuple[str, ...] = (
    "Graag even overleg hoe we dit het beste aanpakken.",
    "Ik hoor graag of dit adres of deze naam al bij jullie bekend is.",
    "Het gesprek hierover is gevoerd en vastgelegd in ons eigen dossier.",
    "Mijn collega is op de hoogte en bereikbaar als ik er niet ben.",
    "Is er al een organisatie die de regie heeft?",
    "",
)

SELF_CLOSINGS: tuple[str, ...] = (
    "Wat gebeurt er als ik hier iets over vertel?",
    "Bel mij niet, alleen hier schrijven a.u.b.",
    "Ik wil alleen weten of er hulp is.",
    "Moet ik dan naar de politie?",
    "",
)

DANGER: tuple[str, ...] = (
    "Het moet vandaag, want vanavond nemen ze {haar} mee.",
    "{ze} is vannacht weggelopen en ze zijn {haar} nu aan het zoeken.",
    "Ik ben bang dat het vandaag misgaat, er is gedreigd.",
)

DANGER_SEVERAL: tuple[str, ...] = (
    "Er is vandaag gedreigd, ze durven niet terug naar hun kamer.",
    "Morgen worden ze naar een ander land gebracht, dus het is vandaag of niet.",
)

DANGER_SELF: tuple[str, ...] = (
    "Ik ben nu even alleen, vanavond komt hij terug.",
    "Ik ben vandaag weggelopen en weet niet waar ik kan slapen.",
)

SINCE: tuple[str, ...] = (
    "sinds de zomer", "een paar weken", "al maanden", "vanaf het begin van het schooljaar", "sinds vorige week",
    "ongeveer een half jaar", "dat weet ik niet", "sinds de verhuizing", "sinds een maand of drie", "een jaar of twee",
    "sinds kerst", "sinds de nieuwe baan", "kort", "vanaf de carnaval ongeveer", "",
)  # fmt: skip
