"""The tags of the training room, with their words; `kinds` puts them into the one table."""

from collections.abc import Mapping

READ: Mapping[str, str] = {
    "training:participants_read": "las wie aan een bijeenkomst meedoen",
    "training:request_read": "las een aanvraag voor een training",
    "training:remarks_read": "las wat deelnemers over een bijeenkomst schreven",
}
WRITE: Mapping[str, str] = {
    "training:course_written": "beschreef een training",
    "training:planned": "plande een bijeenkomst",
    "training:changed": "wijzigde een bijeenkomst",
    "training:called_off": "gelastte een bijeenkomst af",
    "training:held": "legde vast dat een bijeenkomst is gehouden",
    "training:written_down": "legde een bijeenkomst elders vast",
    "training:programme_written": "schreef het programma van een bijeenkomst",
    "training:enrolled": "schreef zich in voor een bijeenkomst",
    "training:enrolment_opened": "opende een inschrijving",
    "training:left": "meldde zich af voor een bijeenkomst",
    "training:taken_out": "haalde een inschrijving van de lijst",
    "training:moved_up": "gaf een plaats aan wie wachtte",
    "training:came": "legde vast dat een deelnemer er was",
    "training:not_there": "trok in dat een deelnemer er was",
    "training:walked_in": "schreef een deelnemer in die zo binnenkwam",
    "training:grouped": "verdeelde deelnemers over groepen",
    "training:requested": "vroeg een training aan",
    "training:request_opened": "opende een aanvraag voor een training",
    "training:request_finished": "handelde een aanvraag voor een training af",
    "training:evaluated": "vulde een evaluatie in",
    "training:remark_opened": "opende een opmerking bij een evaluatie",
    "training:certificate_given": "gaf een certificaat",
    "training:certificate_withdrawn": "trok een certificaat in",
    "training:wished": "vroeg om een vervolg op een bijeenkomst, of niet meer",
    "training:follow_up_written": "schreef aan wie een vervolg op een bijeenkomst wil",
    "training:follow_up_mailed": "mailde iemand over een vervolg",
    "training:mailed": "mailde een deelnemer",
    "training:let_go": "vernietigde gegevens van deelnemers na hun termijn",
}
