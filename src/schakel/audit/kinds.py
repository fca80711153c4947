"""What each tag of the log is and says: its kind, to filter by, and its words, to read. The one table of tags."""

from collections.abc import Mapping

from django.db.models import TextChoices


class Kind(TextChoices):
    """What somebody did, in the words that a reader of the log asks with."""

    READ = "read", "inzage"
    LIST = "list", "lijst"
    SEARCH = "search", "zoekvraag"
    WRITE = "write", "wijziging"
    EXPORT = "export", "uitvoer"
    REFUSAL = "refusal", "weigering"
    SIGN_IN = "sign_in", "aanmelding"
    LOG_READ = "log_read", "lezen van het logboek"
    KEY_USE = "key_use", "gebruik van sleutels"


TAGS: Mapping[Kind, Mapping[str, str]] = {
    Kind.READ: {
        "report:opened": "opende een verzegelde melding",
        "report:read": "las een melding",
        "report:remains_read": "zag wat er van een vernietigde melding over is",
        "report:handover_read": "las waarom een melding werd gegeven",
        "report:joining_read": "las waarom meldingen bij elkaar horen",
        "report:conversation_read": "las het gesprek met een melder",
        "contact:read": "las hoe een melder veilig te bereiken is",
        "report:drafts_read": "las een antwoord dat nog niet verstuurd is",
        "report:advice_read": "las hoe een adviesvraag is afgehandeld",
        "figures:conversations_read": "bekeek de cijfers over gesprekken met melders",
        "figures:advice_read": "bekeek de cijfers over adviesvragen",
        "file:mosaic_seen": "bekeek een grof beeld van een bestand",
        "file:copy_read": "bekeek de werkkopie van een bestand",
        "case:read": "las een casus",
        "plan:read": "las het plan van een casus",
        "case:timeline_read": "las het verloop van een casus",
        "case:risks_read": "las de risico-inschattingen van een casus",
        "case:involved_read": "las wie er in een casus betrokken is",
        "case:lineage_read": "las waar een casus vandaan komt of heen gaat",
        "person:read": "las gegevens van een persoon",
        "person:match_cards": "zag wie al bekend is met deze naam",
        "access:reason_read": "las waarom iemand toegang kreeg",
        "access:review_read": "las het oordeel over een noodinzage",
        "partner:read": "bekeek een partner met de professionals",
        "figures:read": "bekeek de jaarcijfers",
        "figures:municipality_read": "bekeek de cijfers van een gemeente",
        "access:own_sight_read": "bekeek wat men zelf mag inzien",
    },
    Kind.LIST: {
        "report:listed": "zag een lijst van meldingen",
        "report:alike_listed": "zag welke meldingen op een melding lijken",
        "file:listed": "zag de bestanden bij een melding",
        "case:listed": "zag een lijst van casussen",
        "plan:listed": "zag een lijst van acties en termijnen",
        "grant:listed": "zag wie bij een casus toegang heeft",
        "account:listed": "zag de lijst van accounts",
        "account:work_counted": "zag hoeveel werk een collega heeft",
        "proposal:listed": "zag de lijst van voorstellen",
        "access:break_glass_listed": "zag de noodinzages die op een oordeel wachten",
        "figures:list_read": "zag de lijst achter een cijfer",
        "partner:people_listed": "zag namen van professionals van partners",
        "outgoing:listed": "zag de lijst van uitgaande berichten",
    },
    Kind.SEARCH: {
        "person:searched": "zocht een persoon op naam",
        "case:searched": "zocht een casus op nummer",
        "words:searched": "zocht op woorden",
        "partner:searched": "zocht een professional op naam",
        "proof:checked": "keek een bewijs van melden na",
    },
    Kind.WRITE: {
        "view:kept": "bewaarde een weergave van casussen",
        "view:dropped": "vergat een weergave van casussen",
        "access:granted": "gaf toegang",
        "access:glass_broken": "opende een casus in nood",
        "access:break_glass_ended": "beëindigde een noodinzage",
        "access:break_glass_reviewed": "oordeelde over een noodinzage",
        "access:participation_ended": "beëindigde een deelname",
        "access:excluded": "sloot iemand uit",
        "access:exclusion_ended": "hief een uitsluiting op",
        "access:handed_over": "droeg de toegang tot een casus over",
        "access:sight_ended": "beëindigde een toegang",
        "access:shielded": "schermde een casus af",
        "access:unshielded": "hief een afscherming op",
        "account:created": "maakte een account",
        "account:deactivated": "sloot een account",
        "account:invited": "nodigde een collega uit",
        "account:invitation_accepted": "nam een uitnodiging aan",
        "account:invitation_withdrawn": "trok een uitnodiging in",
        "account:second_factor_reset": "stelde een tweede factor opnieuw in",
        "account:factor_added": "voegde een tweede factor toe",
        "account:factor_removed": "verwijderde een tweede factor",
        "account:identity_changed": "wijzigde een koppeling met een identiteitsdienst",
        "account:identity_linked": "koppelde een account aan een identiteitsdienst",
        "account:link_mailed": "stuurde een link per e-mail",
        "account:link_not_mailed": "kon een link niet per e-mail sturen",
        "account:lock_lifted": "hief een blokkade op",
        "account:password_changed": "wijzigde een wachtwoord",
        "account:recovery_codes_made": "maakte nieuwe herstelcodes",
        "account:role_asked": "vroeg een andere rol aan voor een account",
        "account:role_changed": "wijzigde de rol van een account",
        "attempts:forgotten": "vergat oude pogingen om aan te melden",
        "achievements:written": "schreef op wat er in een jaar lukte",
        "audit:restored": "verklaarde dat een reservekopie is teruggezet",
        "audit:pruned": "vernietigde oude gebeurtenissen van het logboek",
        "case:opened": "opende een casus",
        "case:noted": "schreef een notitie in een casus",
        "case:moved": "zette een stap in een casus",
        "case:facts_changed": "wijzigde de gegevens van een casus",
        "case:urgency_changed": "wijzigde hoe dringend een casus is",
        "case:person_added": "voegde iemand toe aan een casus",
        "case:person_ended": "beëindigde iemands rol in een casus",
        "case:risk_assessed": "schatte het risico in een casus in",
        "case:split": "splitste een casus",
        "case:joined": "voegde twee casussen samen",
        "case:join_undone": "maakte het samenvoegen van casussen ongedaan",
        "case:closed": "sloot een casus",
        "case:reopened": "heropende een casus",
        "case:handed_over": "droeg een casus over",
        "goal:set": "stelde een doel in een casus",
        "goal:changed": "schreef een doel anders op",
        "goal:ended": "legde vast hoe een doel staat",
        "step:planned": "zette een actie in het plan van een casus",
        "step:changed": "wijzigde een actie in een plan",
        "step:progressed": "legde vast hoe ver een actie is",
        "step:handed_over": "gaf een actie aan een ander",
        "clock:started": "liet een termijn beginnen",
        "clock:met": "legde vast dat een termijn is gehaald",
        "clock:stopped": "stopte een termijn",
        "clock:extended": "verlengde een termijn",
        "clock:suspended": "legde een termijn stil",
        "clock:resumed": "liet een termijn verder lopen",
        "clock:moved": "telde een termijn opnieuw",
        "calendar:renewed": "maakte een adres voor de eigen agenda",
        "calendar:ended": "liet het adres van de eigen agenda vervallen",
        "duty:planned": "plande dienst",
        "duty:given": "gaf een dag dienst aan een ander",
        "duty:swapped": "ruilde twee dagen dienst",
        "duty:cleared": "haalde iemand van het rooster",
        "duty:absent": "legde een afwezigheid vast",
        "duty:absence_ended": "trok een afwezigheid in",
        "duty:closed": "legde een sluiting vast",
        "duty:closure_ended": "trok een sluiting in",
        "duty:wish_changed": "wijzigde of iemand bericht krijgt",
        "duty:told": "liet weten dat er iets klaarstaat",
        "compartment:opened": "maakte een afgeschermde plek",
        "contact:changed": "wijzigde hoe een melder te bereiken is",
        "contact:tried": "schreef op dat er contact met een melder was",
        "outgoing:asked": "zette een bericht klaar om te versturen",
        "outgoing:failed": "kon een bericht niet versturen",
        "outgoing:held": "hield een bericht tegen dat niet mocht",
        "outgoing:sent": "verstuurde een bericht",
        "outgoing:unsure": "weet niet of een bericht verstuurd is",
        "outgoing:withdrawn": "trok een bericht in",
        "file:received": "stuurde een bestand",
        "file:taken_back": "haalde een bestand weg voor het versturen",
        "file:orphans_removed": "ruimde bestanden op die nooit zijn verstuurd",
        "file:examined": "controleerde een bestand",
        "file:quarantined": "hield een bestand tegen",
        "file:cleared": "zag geen naaktbeeld en gaf een bestand vrij",
        "file:closed": "liet een naaktbeeld dicht",
        "file:locked": "zette een bestand op slot",
        "partner:added": "voegde een partner toe",
        "partner:changed": "wijzigde een partner",
        "partner:ended": "beëindigde de samenwerking met een partner",
        "partner:restored": "nam de samenwerking met een partner weer op",
        "partner:imported": "las partners in uit een bestand",
        "covenant:added": "legde een convenant vast",
        "covenant:changed": "wijzigde een convenant",
        "professional:added": "voegde een professional toe",
        "professional:changed": "wijzigde gegevens van een professional",
        "professional:verified": "ging de adressen van een professional na",
        "professional:ended": "legde vast dat een professional vertrok",
        "professional:restored": "legde vast dat een professional terug is",
        "municipality:contact_named": "legde de contactpersoon van een gemeente vast",
        "person:created": "legde een persoon vast",
        "person:corrected": "wijzigde gegevens van een persoon",
        "person:linked": "koppelde twee beschrijvingen",
        "person:unlinked": "maakte een koppeling ongedaan",
        "proposal:made": "legde iets voor aan een collega",
        "proposal:approved": "keurde een voorstel goed",
        "proposal:withdrawn": "trok een voorstel in",
        "publication:drafted": "begon een factsheet",
        "publication:written": "schreef aan een factsheet",
        "publication:proposed": "legde een factsheet voor",
        "publication:sent_back": "stuurde een factsheet terug",
        "publication:approved": "keurde een factsheet goed",
        "report:received": "deed een melding",
        "report:entered": "voerde een melding in",
        "report:answered": "antwoordde een melder",
        "report:answer_submitted": "legde een antwoord aan een melder voor",
        "report:answer_sent_back": "stuurde een antwoord terug naar de schrijver",
        "report:answer_taken_back": "nam een voorgelegd antwoord terug",
        "report:advice_handled": "handelde een adviesvraag af",
        "template:written": "schreef een standaardtekst",
        "template:retired": "haalde een standaardtekst uit gebruik",
        "template:restored": "nam een standaardtekst weer in gebruik",
        "report:added": "voegde iets toe aan een melding",
        "report:taken": "nam een melding op zich",
        "report:let_go": "gaf een melding vrij",
        "report:handed_over": "gaf een melding aan een collega",
        "report:answer_closed": "legde vast waarom er geen bericht aan de melder gaat",
        "report:set_aside": "legde een melding apart",
        "report:brought_back": "zette een melding terug",
        "report:joined": "voegde een melding bij een andere",
        "report:parted": "haalde een melding weer los",
        "report:leading_changed": "maakte een andere melding de eerste",
        "report:triaged": "beoordeelde een melding",
        "report:triage_revised": "herzag een beoordeling",
        "text:draft_discarded": "gooide een concept van een tekst weg",
        "text:draft_kept": "schreef aan een tekst van de website",
        "text:published": "publiceerde een tekst op de website",
    },
    Kind.EXPORT: {
        "file:original_taken": "downloadde het origineel van een bestand",
        "partner:exported": "voerde de partners uit",
        "calendar:read": "haalde de eigen agenda op",
        "log:exported": "voerde het logboek uit",
        "log:subject_list_given": "maakte een overzicht voor wie het betreft",
    },
    Kind.REFUSAL: {
        "access:refused": "werd iets geweigerd",
        "contact:refused": "wilde een melder bereiken op een manier die niet mag",
        "access:glass_refused": "vroeg noodinzage en kreeg die niet",
    },
    Kind.SIGN_IN: {
        "account:identity_unknown": "kwam van een identiteitsdienst en is hier niet bekend",
        "account:locked": "werd geblokkeerd na te veel pogingen",
        "account:passkey_copied": "meldde zich aan met een passkey die gekopieerd lijkt",
        "account:proof_failed": "bewees opnieuw wie men is, en dat mislukte",
        "account:proved": "bewees opnieuw wie men is",
        "account:provider_failed": "kreeg geen antwoord van een identiteitsdienst",
        "account:recovery_code_used": "gebruikte een herstelcode",
        "account:recovery_failed": "gebruikte een herstelcode die niet klopt",
        "account:sign_in_refused": "moest wachten met aanmelden",
        "door:slowed": "maakte de aanmelding langzamer",
        "session:ended": "beëindigde een sessie",
        "session:expired": "liet een sessie aflopen",
        "session:others_ended": "beëindigde de andere sessies",
        "account:signed_in": "meldde zich aan",
        "account:signed_out": "meldde zich af",
        "account:sign_in_failed": "probeerde zich aan te melden",
    },
    Kind.LOG_READ: {
        "log:reading_begun": "gaf een reden om het logboek te lezen",
        "log:read": "las het logboek",
        "log:unusual_read": "bekeek het overzicht van opvallend gebruik",
        "log:readings_listed": "zag wie het logboek las en waarom",
        "log:person_searched": "zocht een persoon voor het logboek",
        "log:subject_read": "bekeek wie in gegevens keek",
    },
    Kind.KEY_USE: {
        "vault:intake_key_rotated": "vernieuwde de sleutel voor meldingen",
        "vault:intake_keys_dropped": "vernietigde oude sleutels voor meldingen",
        "vault:rotated": "vernieuwde de hoofdsleutel",
        "vault:rotation_begun": "begon de hoofdsleutel te vernieuwen",
        "vault:shredded": "vernietigde een sleutel",
        "vault:shredded_again": "vernietigde een teruggezette sleutel opnieuw",
        "vault:status_read": "bekeek de staat van de sleutels",
    },
}

# Everything about keys is one kind, whatever a key is used for.
KEY_PREFIXES = ("keys:", "vault:")
_KINDS = {tag: kind for kind, tags in TAGS.items() for tag in tags}
_WORDS = {tag: words for tags in TAGS.values() for tag, words in tags.items()}


def kind_of(tag: str) -> Kind:
    """The kind of a tag; one that nobody listed is taken for a change."""
    if tag.startswith(KEY_PREFIXES):
        return Kind.KEY_USE
    return _KINDS.get(tag, Kind.WRITE)


def words_of(tag: str) -> str:
    """What somebody did, after their name: "las een casus"; the tag itself where no words are known."""
    return _WORDS.get(tag, "werkte met sleutels" if tag.startswith(KEY_PREFIXES) else tag)


def tags_of(kind: Kind) -> tuple[str, ...]:
    """The tags of a kind; those of keys all begin with one of KEY_PREFIXES."""
    return tuple(TAGS[kind])


def is_listed(tag: str) -> bool:
    """Whether the table has words and a kind for this tag."""
    return tag in _KINDS or tag.startswith(KEY_PREFIXES)
