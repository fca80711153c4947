"""The tags of the mailing and of campaigns, with their words; which kind they are stands in `kinds`."""

LIST = {
    "subscription:listed": "zag adressen van de mailing die niet werken",
}
WRITE = {
    "campaign:written": "schreef een campagne op",
    "campaign:result_entered": "schreef cijfers van een campagne op",
    "campaign:result_removed": "haalde cijfers van een campagne weg",
    "campaign:results_read_in": "las cijfers van een campagne in",
    "mailing:written": "schreef aan een mailing",
    "mailing:tried": "stuurde een proef van een mailing aan zichzelf",
    "mailing:sent": "liet een mailing versturen",
    "mailing:finished": "verstuurde een mailing aan het laatste adres",
    "mailing:discarded": "gooide een mailing weg",
    "subscription:asked": "vroeg om de mailing",
    "subscription:opened": "opende een inschrijving voor de mailing",
    "subscription:confirmed": "bevestigde een inschrijving voor de mailing",
    "subscription:changed": "koos andere lijsten van de mailing",
    "subscription:replaced": "verving een inschrijving voor de mailing door een nieuwere",
    "subscription:bounced": "merkte dat een adres van de mailing niet werkt",
    "subscription:ended": "beëindigde een inschrijving voor de mailing",
    "subscription:forgotten": "vernietigde adressen van de mailing",
}
