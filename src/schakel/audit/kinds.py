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
        "report:conversation_read": "las het gesprek met een melder",
        "case:read": "las een casus",
        "person:read": "las gegevens van een persoon",
        "person:match_cards": "zag wie al bekend is met deze naam",
        "access:reason_read": "las waarom iemand toegang kreeg",
        "access:review_read": "las het oordeel over een noodinzage",
        "figures:read": "bekeek de jaarcijfers",
    },
    Kind.LIST: {
        "report:listed": "zag een lijst van meldingen",
        "access:break_glass_listed": "zag de noodinzages die op een oordeel wachten",
        "figures:list_read": "zag de lijst achter een cijfer",
    },
    Kind.SEARCH: {"person:searched": "zocht een persoon op naam"},
    Kind.WRITE: {
        "access:granted": "gaf toegang",
        "access:glass_broken": "opende een casus in nood",
        "access:break_glass_ended": "beëindigde een noodinzage",
        "access:break_glass_reviewed": "oordeelde over een noodinzage",
        "access:participation_ended": "beëindigde een deelname",
        "access:excluded": "sloot iemand uit",
        "access:exclusion_ended": "hief een uitsluiting op",
        "account:created": "maakte een account",
        "account:deactivated": "sloot een account",
        "account:invited": "nodigde een collega uit",
        "account:invitation_accepted": "nam een uitnodiging aan",
        "account:invitation_withdrawn": "trok een uitnodiging in",
        "account:second_factor_reset": "stelde een tweede factor opnieuw in",
        "achievements:written": "schreef op wat er in een jaar lukte",
        "audit:restored": "verklaarde dat een reservekopie is teruggezet",
        "audit:pruned": "vernietigde oude gebeurtenissen van het logboek",
        "case:opened": "opende een casus",
        "case:noted": "schreef een notitie in een casus",
        "case:closed": "sloot een casus",
        "case:reopened": "heropende een casus",
        "case:handed_over": "droeg een casus over",
        "compartment:opened": "maakte een afgeschermde plek",
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
        "report:added": "voegde iets toe aan een melding",
        "report:triaged": "beoordeelde een melding",
        "report:triage_revised": "herzag een beoordeling",
    },
    Kind.EXPORT: {
        "log:exported": "voerde het logboek uit",
        "log:subject_list_given": "maakte een overzicht voor wie het betreft",
    },
    Kind.REFUSAL: {"access:refused": "werd iets geweigerd"},
    Kind.SIGN_IN: {
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
    Kind.KEY_USE: {},
}

# Everything about keys is one kind, whatever a key is used for.
KEY_PREFIX = "keys:"
_KINDS = {tag: kind for kind, tags in TAGS.items() for tag in tags}
_WORDS = {tag: words for tags in TAGS.values() for tag, words in tags.items()}


def kind_of(tag: str) -> Kind:
    """The kind of a tag; one that nobody listed is taken for a change."""
    if tag.startswith(KEY_PREFIX):
        return Kind.KEY_USE
    return _KINDS.get(tag, Kind.WRITE)


def words_of(tag: str) -> str:
    """What somebody did, after their name: "las een casus"; the tag itself where no words are known."""
    return _WORDS.get(tag, "gebruikte sleutels" if tag.startswith(KEY_PREFIX) else tag)


def tags_of(kind: Kind) -> tuple[str, ...]:
    """The tags of a kind; those of keys all begin with KEY_PREFIX instead."""
    return tuple(TAGS[kind])


def is_listed(tag: str) -> bool:
    """Whether the table has words and a kind for this tag."""
    return tag in _KINDS or tag.startswith(KEY_PREFIX)
