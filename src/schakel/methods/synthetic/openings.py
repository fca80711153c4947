"""Who reports, by category, and how such a reporter begins to tell (Dutch)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Relation:
    """One sort of reporter. A careful one reads names from documents; `mail` is the address such a one writes from."""

    name: str
    category: str
    weight: int
    careful: bool
    openings: tuple[str, ...]
    mail: str = "melder{number}@post.example"


# {over} is who it is about ("een meisje van 15"), {plek} is the municipality ("in Hengelo").
RELATIONS: tuple[Relation, ...] = (
    Relation("wijkteam", "care", 4, True, (
        "Als wijkteammedewerker {plek} kom ik in een gezin waar ik me zorgen maak over {over}.",
        "Vanuit het wijkteam meld ik {over}. We hebben het eerst in ons overleg besproken.",
        "Ik ben wijkcoach. In mijn caseload zit {over}, en er klopt iets niet.",
    ), "wijkteam{number}@zorgvoorbeeld.example"),
    Relation("general_practitioner", "care", 2, True, (
        "Ik ben huisarts {plek}. Op mijn spreekuur kwam {over}, met klachten die niet pasten bij het verhaal.",
        "Via onze praktijk een zorg over {over}. Mijn beroepsgeheim heb ik hierin afgewogen.",
    ), "praktijk{number}@huisartsvoorbeeld.example"),
    Relation("youth_worker", "care", 3, True, (
        "Ik begeleid jongeren op straat en maak me zorgen over {over}.",
        "Op onze woongroep verblijft {over}. We zien de laatste tijd een duidelijke verandering.",
    ), "jeugd{number}@zorgvoorbeeld.example"),
    Relation("shelter", "care", 2, True, (
        "In onze opvang is {over} binnengekomen met alleen een rugzak.",
        "Ik werk in de maatschappelijke opvang en wil {over} bij jullie onder de aandacht brengen.",
    ), "opvang{number}@zorgvoorbeeld.example"),
    Relation("enforcement", "municipality", 4, True, (
        "Bij een woningcontrole {plek} troffen we {over} aan. Er was sprake van te veel bewoners op één adres.",
        "Als toezichthouder heb ik een adres {plek} bezocht en daar {over} gesproken.",
        "Tijdens een integrale controle spraken wij {over}.",
    ), "toezicht{number}@gemeentevoorbeeld.example"),
    Relation("civil_registry", "municipality", 3, True, (
        "Aan onze balie burgerzaken verscheen {over}, met iemand erbij die steeds het woord deed.",
        "Bij een inschrijving {plek} viel {over} ons op: het eigen adres was niet bekend.",
    ), "burgerzaken{number}@gemeentevoorbeeld.example"),
    Relation("school_attendance", "municipality", 2, True, (
        "Ik ben leerplichtambtenaar. Vanwege veel verzuim sprak ik over {over} met school.",
        "Vanuit leerplicht een melding over {over}. Ouders zeggen er geen grip meer op te hebben.",
    ), "leerplicht{number}@gemeentevoorbeeld.example"),
    Relation("social_investigator", "municipality", 2, True, (
        "Bij een aanvraag voor een uitkering kwam {over} naar voren, de stukken roepen vragen op.",
        "Als aandachtsfunctionaris breng ik {over} in, na een signaal van een collega.",
    ), "sociaal{number}@gemeentevoorbeeld.example"),
    Relation("aliens_police", "police", 4, True, (
        "Vanuit AVIM melden wij {over}, aangetroffen tijdens een bestuurlijke controle {plek}.",
        "AVIM: intakegesprek gevoerd met {over}. Bedenktijd is uitgelegd.",
    ), "avim{number}@politievoorbeeld.example"),
    Relation("community_officer", "police", 3, True, (
        "Als wijkagent {plek} ken ik {over} al langer, maar de laatste weken zie ik iets anders.",
        "Bij een melding van overlast spraken collega's {over}. De situatie gaf reden tot zorg.",
    ), "wijkagent{number}@politievoorbeeld.example"),
    Relation("self", "victim", 1, True, (
        "Ik weet niet of ik hier goed zit, maar het gaat over mijzelf.",
        "Ik schrijf dit omdat ik er zelf niet meer uit kom.",
        "Een vriendin zei dat ik jullie moest schrijven, het gaat om mij.",
        "Ik durf dit eigenlijk niet te vertellen.",
    )),
    Relation("comensha", "comensha", 1, True, (
        "Bij ons is {over} aangemeld, woonachtig {plek}. Graag contact over de lokale coördinatie.",
        "Ter informatie: registratie ontvangen over {over}. Er is nog geen regionale zorgcoördinator betrokken.",
    ), "coordinatie{number}@landelijk-voorbeeld.example"),
    Relation("neighbour", "other", 6, False, (
        "Ik woon ernaast en het gaat om {over}. Ik kijk het nu al een tijdje aan.",
        "Bij mij in de straat {plek} zie ik geregeld {over}.",
        "Wij zijn buren en we maken ons zorgen om {over}.",
        "Misschien zie ik spoken, maar bij ons in de flat woont {over}.",
    )),
    Relation("school", "other", 5, False, (
        "Ik geef les op een school {plek} en ik wil iets melden over {over}.",
        "Als mentor spreek ik elke week {over}. Er is iets veranderd.",
        "Op onze school hebben we zorgen over {over}. Ik heb het met de zorgcoördinator besproken.",
    ), "docent{number}@schoolvoorbeeld.example"),
    Relation("colleague", "other", 4, False, (
        "Ik werk zelf bij dat bedrijf en het gaat over {over}.",
        "Bij ons op het werk {plek} loopt {over} rond, daar klopt iets niet aan.",
        "Ik ben chauffeur en lever ergens {plek} spullen af, waar ik {over} heb ontmoet.",
    )),
    Relation("hotel", "other", 3, False, (
        "Ik sta aan de balie van een hotel. Bij ons verblijft {over}.",
        "In ons hotel {plek} is {over} ingecheckt door iemand anders, die contant betaalde.",
    ), "balie{number}@hotelvoorbeeld.example"),
    Relation("family", "other", 4, False, (
        "Het gaat om familie van mij, {over}. We weten ons geen raad.",
        "Ik ben familie van {over} en wij zijn de grip kwijt.",
        "In onze familie maken we ons zorgen om {over}.",
    )),
    Relation("anonymous", "other", 4, False, (
        "Ik wil mijn naam niet noemen. Het gaat om {over}.",
        "Anoniem graag! Jullie moeten eens kijken naar {over}.",
        "Ik zeg niet wie ik ben, maar {plek} is iets niet goed met {over}.",
    )),
    Relation("friend", "other", 4, False, (
        "Het gaat over iemand die ik goed ken, {over}.",
        "Ik heb lang getwijfeld of ik dit moest doorgeven, want ik ben bevriend met {over}.",
    )),
    Relation("housing", "other", 2, False, (
        "Ik ben huismeester bij een woningcorporatie {plek}. In een van onze woningen trof ik {over}.",
        "Wij verhuren een pand {plek}. Bij de jaarlijkse controle was daar {over}.",
    ), "huismeester{number}@wonenvoorbeeld.example"),
    Relation("volunteer", "other", 3, False, (
        "Bij de voedselbank waar ik help komt {over}.",
        "Ik geef taalles als vrijwilliger en in mijn groepje zit {over}.",
        "Op de sportclub train ik {over}.",
    )),
    Relation("beauty_salon", "other", 1, False, (
        "Ik ben kapper {plek}. In mijn stoel zat {over}, en wat ik hoorde laat me niet los.",
        "Ik kwam als klant in een nagelstudio {plek} en daar werkte {over}.",
    )),
)  # fmt: skip


def relation_named(name: str) -> Relation:
    """The relation with that name; KeyError when there is none."""
    return {relation.name: relation for relation in RELATIONS}[name]
