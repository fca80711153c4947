"""The kinds of step in a plan: each with its own few fields, and the clock that it starts. The one table of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

OTHER_KIND = "action"


class Answer(Enum):
    """What a field of a kind takes."""

    LINE = "line"
    WORDS = "words"
    DAY = "day"
    MOMENT = "moment"
    CHOICE = "choice"


@dataclass(frozen=True)
class Ask:
    """One field of a kind. `choices` are value and words; `needed` must be filled in."""

    key: str
    label: str
    answer: Answer = Answer.LINE
    choices: tuple[tuple[str, str], ...] = ()
    needed: bool = False


@dataclass(frozen=True)
class Kind:
    """A kind of step. `clock` is the id of the rule that runs, from the day or moment in the field `starts`.

    `variant_of` names the field whose value is the variant of the rule; `only_for` the value a field must have for the
    clock to run at all.
    """

    key: str
    name: str
    hint: str
    asks: tuple[Ask, ...] = ()
    clock: str = ""
    starts: str = ""
    variant_of: str = ""
    only_for: tuple[str, str] = ("", "")
    # What must be answered before it is done.
    closing: tuple[str, ...] = ()

    def unanswered(self, answers: Mapping[str, str]) -> list[str]:
        """The labels of what must still be answered before it is done."""
        return [ask.label for ask in self.asks if ask.key in self.closing and not answers.get(ask.key)]


_YES_NO = (("yes", "ja"), ("no", "nee"))


def _line(key: str, label: str) -> Ask:
    return Ask(key, label)


def _words(key: str, label: str) -> Ask:
    return Ask(key, label, Answer.WORDS)


def _day(key: str, label: str, *, needed: bool = False) -> Ask:
    return Ask(key, label, Answer.DAY, needed=needed)


def _choice(key: str, label: str, *choices: tuple[str, str], needed: bool = False) -> Ask:
    return Ask(key, label, Answer.CHOICE, choices, needed=needed)


KINDS: tuple[Kind, ...] = (
    Kind(OTHER_KIND, "Actie", "Iets dat iemand gaat doen."),
    Kind("agreement", "Afspraak", "Wat met de cliënt of een andere organisatie is afgesproken.", (_line("with_whom", "Met wie?"),)),
    Kind(
        "reflection_period", "Bedenktijd", "Politie of Koninklijke Marechaussee verleent die, niet het centrum.",
        (
            _day("granted_on", "Verleend op", needed=True),
            _choice("granted_by", "Door wie?", ("police", "politie"), ("kmar", "Koninklijke Marechaussee"), needed=True),
            _choice("regime", "Is de Dublinverordening van toepassing?", ("", "nee"), ("dublin", "ja")),
        ),
        clock="reflection_period", starts="granted_on", variant_of="regime",
    ),
    Kind(
        "shelter", "Opvangplek", "Een bed zoeken, en bijhouden hoe lang het er is.",
        (
            _choice("sort", "Welke opvang?", ("cosm", "COSM"), ("other", "andere opvang"), ("youth", "jeugd"), needed=True),
            _line("where", "Bij welke organisatie?"), _day("since", "Verblijf begonnen op"),
        ),
        clock="cosm_stay", starts="since", only_for=("sort", "cosm"),
    ),
    Kind("transport", "Vervoer", "Wie brengt iemand waarheen.", (_line("from_to", "Van waar naar waar?"), _line("company", "Wie gaat mee?"))),
    Kind(
        "interpreter", "Tolk", "Een tolk regelen, bij voorkeur niet uit het eigen netwerk.",
        (
            _line("language", "Welke taal of dialect?"),
            _choice("how", "Hoe?", ("phone", "telefonisch"), ("there", "ter plaatse")),
            _line("wish", "Wens, zoals een vrouw of een man"),
        ),
    ),
    Kind("lawyer", "Advocaat", "Een advocaat voor verblijf, strafzaak of schade.", (
        _choice("subject", "Waarvoor?", ("residence", "verblijf"), ("criminal", "strafzaak"), ("damages", "schade")),
        _line("who", "Naam en kantoor"),
    )),
    Kind(
        "address_secrecy", "Geheimhouding van het adres", "De gemeente geeft het adres in de BRP dan niet aan derden.",
        (_line("municipality", "Welke gemeente?"), _day("asked_on", "Gevraagd op", needed=True)),
        clock="address_secrecy", starts="asked_on",
    ),
    Kind(
        "missing_child", "Kind vermist", "Bel eerst: 112 bij gevaar, anders 0900-8844.",
        (
            Ask("missed_at", "Sinds wanneer?", Answer.MOMENT, needed=True),
            _line("reported_to", "Gemeld bij, en onder welk nummer"), _words("seen", "Waar voor het laatst gezien, en met wie"),
        ),
        clock="missing_child", starts="missed_at",
    ),
    Kind("relocation_region", "Verhuizing naar een andere regio", "De casus meegeven aan wie daar regie voert.", (_line("where_to", "Naar welke regio?"), _line("taken_over_by", "Wie neemt over?"))),
    Kind("relocation_abroad", "Terugkeer of verhuizing naar het buitenland", "Veilige terugkeer, met iemand die daar wacht.", (_line("where_to", "Naar welk land?"), _line("with_help_of", "Met hulp van wie?"))),
    Kind("safety_plan", "Veiligheidsplan", "Wat de cliënt doet en wie belt als het misgaat.", (_words("signals", "Waaraan merkt iemand dat het misgaat?"), _words("calls", "Wie belt wie?"), _line("safe_place", "Veilige plek"))),
    Kind(
        "meldcode", "Meldcode", "Vijf stappen met de kindcheck en twee besluiten. De professional meldt zelf bij Veilig Thuis (0800-2000): een melding bij ons komt daar niet voor in de plaats.",
        (
            _words("signals", "Stap 1: welke signalen zijn er?"),
            _choice("child_check", "Kindcheck: zijn er kinderen van deze persoon afhankelijk?", ("", "nog niet bekeken"), ("none", "nee"), ("safe", "ja, zij lijken veilig"), ("worried", "ja, er zijn zorgen"), ("unknown", "niet te achterhalen")),
            _words("consulted", "Stap 2: met wie is overlegd, en wat was het advies?"),
            _words("talked", "Stap 3: wat zei de cliënt, of waarom was er geen gesprek?"),
            _words("weighed", "Stap 4: wat kwam er uit het afwegingskader?"),
            _choice("report", "Stap 5, besluit 1: is melden bij Veilig Thuis nodig?", ("", "nog niet besloten"), ("yes", "ja"), ("no", "nee")),
            _line("reported_by", "Wie meldt bij Veilig Thuis, en wanneer?"),
            _choice("help", "Stap 5, besluit 2: is het mogelijk om zelf hulp te bieden of te regelen?", ("", "nog niet besloten"), ("yes", "ja"), ("no", "nee")),
            _words("reasons", "Waarom deze besluiten?"),
        ),
        closing=("child_check", "report", "help"),
    ),
    Kind(
        "police_request", "Vraag van de politie om gegevens", "Eerst nagaan of het mag; nooit aan de telefoon.",
        (
            _day("received_on", "Binnengekomen op", needed=True), _line("asked_by", "Wie vraagt het?"), _words("asked", "Wat wordt gevraagd?"),
            _choice("ground", "Met welke grond?", ("order", "vordering"), ("request", "verzoek"), ("unknown", "niet gezegd")),
            _choice("decision", "Besluit", ("", "nog niet"), ("given", "gegeven"), ("part", "deels gegeven"), ("refused", "geweigerd")),
        ),
        clock="police_request", starts="received_on",
    ),
    Kind(
        "inform_person", "Persoon informeren (AVG 13 en 14)", "Gedaan, of de reden waarom niet.",
        (
            _day("obtained_on", "Gegevens verkregen op", needed=True),
            _choice("outcome", "Uitkomst", ("", "nog niet"), ("told", "geïnformeerd"), ("not", "niet, met reden")),
            _words("why_not", "Reden waarom niet"),
        ),
        clock="inform_person", starts="obtained_on",
    ),
    Kind("access_request", "Verzoek om inzage of een ander recht", "Inzage, verbetering, wissen of bezwaar (AVG 15 tot en met 21).", (_day("received_on", "Binnengekomen op", needed=True), _words("asked", "Wat wordt gevraagd?")), clock="access_request", starts="received_on"),
    Kind("destruction_request", "Verzoek om vernietiging", "Van gegevens over maatschappelijke ondersteuning (Wmo).", (_day("received_on", "Binnengekomen op", needed=True),), clock="destruction_request", starts="received_on"),
    Kind("woo_request", "Woo-verzoek", "Gegevens over personen blijven erbuiten.", (_day("received_on", "Binnengekomen op", needed=True), _words("asked", "Wat wordt gevraagd?")), clock="woo_request", starts="received_on"),
    Kind("data_breach", "Datalek", "Melden aan de Autoriteit Persoonsgegevens, tenzij het geen risico geeft.", (Ask("known_at", "Bekend sinds", Answer.MOMENT, needed=True), _words("what", "Wat is er gebeurd?")), clock="data_breach", starts="known_at"),
    Kind("complaint", "Klacht", "Over het centrum of over iemand die er werkt.", (_day("received_on", "Binnengekomen op", needed=True), _words("about", "Waarover?")), clock="complaint", starts="received_on"),
    Kind("staff_safety", "Veiligheid van een medewerker", "Een dreiging of iets dat gebeurde.", (_day("happened_on", "Gebeurd of bekend op", needed=True), _words("what", "Wat is er aan de hand?"), _words("measures", "Wat is er meteen gedaan?")), clock="staff_safety", starts="happened_on"),
    Kind("aftercare", "Nazorg", "Wie houdt contact als de casus sluit.", (_day("since", "Begonnen op"), _line("by_whom", "Wie houdt contact?")), clock="aftercare", starts="since"),
)  # fmt: skip
BY_KEY = {kind.key: kind for kind in KINDS}
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Gewoon", (OTHER_KIND, "agreement", "safety_plan", "meldcode", "aftercare")),
    ("Opvang en verblijf", ("reflection_period", "shelter", "transport", "interpreter", "lawyer", "address_secrecy")),
    ("Verplaatst of weg", ("missing_child", "relocation_region", "relocation_abroad")),
    ("Verzoeken en rechten", ("police_request", "inform_person", "access_request", "destruction_request", "woo_request")),
    ("Als het misgaat", ("data_breach", "complaint", "staff_safety")),
)  # fmt: skip
assert {key for _, keys in GROUPS for key in keys} == BY_KEY.keys()  # noqa: S101  (a kind that nobody can choose is a mistake)


def grouped() -> Iterator[tuple[str, list[Kind]]]:
    """The kinds as a page offers them."""
    for title, keys in GROUPS:
        yield title, [BY_KEY[key] for key in keys]
