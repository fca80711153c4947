"""The tags of materials, orders and loans, by kind; `kinds` puts them with the others."""

READ = {
    "order:read": "bekeek een bestelling",
    "loan:read": "bekeek een aanvraag om iets te lenen",
    "thing:photo_seen": "bekeek een foto van iets dat wordt uitgeleend",
}

LIST = {
    "order:listed": "zag een lijst van bestellingen",
    "loan:listed": "zag een lijst van leningen",
}

WRITE = {
    "material:added": "zette materiaal in de catalogus",
    "material:changed": "wijzigde materiaal in de catalogus",
    "material:counted": "wijzigde de voorraad van materiaal",
    "material:superseded": "verving materiaal door een nieuwe versie",
    "material:file_put": "zette een bestand bij materiaal",
    "material:file_removed": "haalde een bestand bij materiaal weg",
    "order:received": "bestelde materiaal",
    "order:opened": "opende een bestelling",
    "order:withdrawn": "trok een bestelling in",
    "order:approved": "keurde een bestelling goed",
    "order:picked": "legde een bestelling klaar",
    "order:sent": "verstuurde een bestelling",
    "order:cancelled": "annuleerde een bestelling",
    "order:set_aside": "zette een bestelling apart",
    "order:brought_back": "zette een bestelling terug",
    "loan_kind:added": "voegde een soort toe om uit te lenen",
    "loan_kind:changed": "wijzigde een soort om uit te lenen",
    "thing:added": "voegde iets toe om uit te lenen",
    "thing:changed": "wijzigde iets om uit te lenen",
    "thing:cleaned": "maakte iets schoon dat wordt uitgeleend",
    "thing:maintenance_begun": "haalde iets uit de agenda voor onderhoud",
    "thing:back_in_use": "nam iets weer in gebruik",
    "thing:written_off": "schreef iets af",
    "loan:asked": "vroeg iets te leen",
    "loan:opened": "opende een aanvraag om iets te lenen",
    "loan:withdrawn": "trok een aanvraag om iets te lenen in",
    "loan:confirmed": "bevestigde een lening",
    "loan:handed_out": "gaf iets mee",
    "loan:returned": "nam iets terug",
    "loan:extended": "verlengde een lening",
    "loan:refused": "wees een aanvraag om iets te lenen af",
    "loan:cancelled": "annuleerde een lening",
    "loan:set_aside": "zette een aanvraag om iets te lenen apart",
    "loan:brought_back": "zette een aanvraag om iets te lenen terug",
    "loan:reminded": "vroeg iets terug dat te lang weg is",
}
