"""Reports that are about nobody, or about somebody the centre does not count: questions, misfits and spam (Dutch)."""

ADVICE: tuple[str, ...] = (
    (
        "Ik wil graag sparren over een situatie in mijn caseload, zonder namen. Een client krijgt steeds geld van "
        "een kennis en verdwijnt dan een weekend."
    ),
    (
        "Op een school waar wij komen gaan geruchten over een groepsapp waarin meiden worden benaderd. Hoe pakken "
        "we dit aan zonder paniek?"
    ),
    "Wij twijfelen of we bij een werkgever moeten melden of eerst in gesprek gaan. Kunnen jullie meedenken?",
    (
        "Welke signalen van criminele uitbuiting moet een jongerenwerker kennen? We hebben nu een casus waar we "
        "over twijfelen, nog niet herleidbaar."
    ),
    "Bij huisbezoeken krijgen wij vaker te maken met gesloten deuren. Wat mogen we vragen en wat niet?",
    "Hoe zit het met bedenktijd als iemand geen aangifte wil doen? Het gaat om een algemene vraag van ons team.",
    "Ik wil een gesprek voorbereiden met een meisje over een loverboy. Waar let ik op?",
    "Voor een casus in ons overleg: mogen wij gegevens delen met de opvang, en op welke grond?",
    "Ik wil even toetsen of mijn onderbuikgevoel klopt, de client noem ik nog niet.",
)
SIGNAL: tuple[str, ...] = (
    "In de nagelstudio in het centrum werken elke maand andere meisjes. Verder weet ik niets van hen.",
    "Bij een leegstaande boerderij rijden 's nachts busjes af en aan.",
    "Op het vakantiepark worden huisjes per maand contant betaald. Wie er zitten weet ik niet.",
    "Er hangen briefjes bij de supermarkt met ‘snel geld verdienen, 15+’.",
    "Een massagesalon is tot heel laat open en de ramen zijn afgeplakt.",
)
SMUGGLING: tuple[str, ...] = (
    "Mijn neef wil hierheen komen, iemand vraagt er geld voor om hem de grens over te brengen. Is dat mensenhandel?",
    "Ik zag op het nieuws een vrachtwagen met mensen erin. Moet ik zoiets bij jullie melden?",
    "Wie gaat er over mensensmokkel? Ik heb iets gehoord over een route via de haven.",
)
SPAM: tuple[str, ...] = (
    "Uw website kan beter gevonden worden! Wij zetten u binnen 30 dagen bovenaan. Reageer nu.",
    "GEFELICITEERD u bent geselecteerd voor een prijs, vul uw gegevens in",
    "Hello dear, I have a business proposal for your company, please reply.",
    "Goedkope zonnepanelen voor instellingen, vraag vrijblijvend een offerte aan.",
)
NUISANCE: tuple[str, ...] = (
    "test test hallo",
    "jullie doen toch niks haha",
    "De hond van de overkant blaft al drie dagen. Kan daar iemand heen?",
    "Mijn buurman parkeert altijd op mijn plek, daar moet ook eens een meldpunt voor komen.",
)
REDIRECTED: tuple[str, ...] = (
    "Het gaat om {over}, maar die woont sinds kort in een andere regio. Kunnen jullie het doorgeven?",
    "Ik maak me zorgen om {over}, er is thuis veel ruzie. Van uitbuiting weet ik niets.",
    "Over {over}: er is een conflict met de werkgever over vakantiedagen. Bij wie moet ik zijn?",
)
ADVICE_NAMING: tuple[str, ...] = (
    "Mag ik iets vragen? Het gaat om {over}. Ik weet nog niet of ik wil melden, ik wil eerst weten wat er dan gebeurt.",
    "Ik denk aan {over}, maar ik wil het nu alleen even met iemand bespreken.",
    "Kort overleg graag over {over}. Nog geen melding, we kijken het eerst aan.",
)
