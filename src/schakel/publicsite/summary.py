"""What somebody answered, in words, to read once more before sending."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from schakel.core import region
from schakel.intake.contact import Day, DayPart
from schakel.intake.contact_forms import DAY_WORDS, PART_WORDS
from schakel.intake.content import (
    Content,
    Form,
    Gender,
    Ground,
    HearBack,
    PersonDescription,
    ReporterCategory,
    Way,
    Wish,
)
from schakel.intake.forms import FORM_WORDS, GENDER_WORDS, HEAR_BACK_WORDS
from schakel.intake.way_forms import GROUND_WORDS, GROUNDS_FOR_NAMES, WISH_WORDS, WORK_WORDS
from schakel.intake.ways import WAYS
from schakel.publicsite.steps import url_of

Rows = list[tuple[str, str]]


@dataclass(frozen=True)
class Section:
    """The answers of one page: a heading, pairs of question and answer, and the page to change them on."""

    title: str
    rows: Rows
    url: str


def sections(said: Content) -> list[Section]:
    """The whole report, page by page, in the page's language."""
    shown: dict[str, Callable[[Content], Rows]] = {
        "reporter": _reporter,
        "ground": _ground,
        "story": _story,
        "forms": _forms,
        "people": _people,
        "about": _about,
        "wishes": _wishes,
        "hear_back": _hear_back,
        "contact_phone": _contact,
        "contact_email": _contact,
    }
    named = titles(said.routing.way)
    steps = WAYS[said.routing.way].asked({"hear_back": {"hear_back": said.body.hear_back}})
    return [Section(named[step.name], shown[step.name](said), url_of(step)) for step in steps]


def titles(way: str) -> dict[str, str]:
    """What the answers of each page are called, in the page's language."""
    asks_who = way in (Way.PROFESSIONAL, Way.ADVICE, Way.MUNICIPALITY)
    stories = {Way.ADVICE: _("Wat je schreef"), Way.STOPPING: _("Wat je schreef")}
    return {
        "reporter": _("Wie je bent") if asks_who else _("Moeten wij snel kijken?"),
        "ground": _("Gegevens van je cliënt"),
        "story": stories.get(Way(way), _("Wat er aan de hand is")),
        "forms": _("Waar het om gaat"),
        "people": _("Over wie het gaat"),
        "about": _("Over jou"),
        "wishes": _("Wat je zou helpen"),
        "hear_back": _("Ons antwoord"),
        "contact_phone": _("Hoe wij je veilig bereiken"),
        "contact_email": _("Hoe wij je veilig bereiken"),
    }


def names_without_ground(said: Content) -> bool:
    """Whether a professional named somebody without saying why that is allowed."""
    named = any(person.name or person.phone or person.address for person in said.body.people)
    return bool(said.body.ground) and said.body.ground not in GROUNDS_FOR_NAMES and named


def _reporter(said: Content) -> Rows:
    rows: Rows = []
    if said.routing.way in (Way.PROFESSIONAL, Way.ADVICE):
        rows.append((_("Je werk"), str(WORK_WORDS[ReporterCategory(said.routing.category)][0])))
    if said.routing.way == Way.MUNICIPALITY:
        rows.append((_("Je werk"), _("Gemeente")))
    rows += _if_said((_("Organisatie of functie"), said.body.organisation), (_("Je naam"), said.body.reporter_name))
    if WAYS[said.routing.way].has_marks:
        marks = [(_("Gevaar vandaag"), said.routing.danger_today), (_("Onder de 18"), said.routing.under_18)]
        rows += [(mark, _("ja") if is_set else _("nee")) for mark, is_set in marks]
    return rows


def _ground(said: Content) -> Rows:
    return [(_("Waarom je ze mag delen"), str(GROUND_WORDS[Ground(said.body.ground)][0]))]


def _story(said: Content) -> Rows:
    return _if_said(
        (_("Wat"), said.body.story),
        (_("Gemeente"), municipality_words(said.routing.municipality)),
        (_("Plek"), said.body.place),
        (_("Sinds"), said.body.since),
    )


def _forms(said: Content) -> Rows:
    chosen = [str(FORM_WORDS[Form(form)][0]) for form in said.body.forms]
    return [(_("Het gaat om"), ", ".join(chosen) or _("Weet ik niet"))]


def _people(said: Content) -> Rows:
    if not said.body.people:
        return [(_("Mensen"), _("Je vulde niemand in. Dat mag."))]
    numbered = enumerate(said.body.people, start=1)
    return [(_("Persoon %(number)s") % {"number": number}, person_words(person)) for number, person in numbered]


def _about(said: Content) -> Rows:
    if not said.body.people:
        return [(_("Over jou"), _("Je vulde niets in. Dat mag."))]
    me = said.body.people[0]
    gender = "" if me.gender == Gender.UNKNOWN else str(GENDER_WORDS[Gender(me.gender)])
    return _if_said((_("Leeftijd"), me.age), (_("Man of vrouw"), gender))


def _wishes(said: Content) -> Rows:
    chosen = [str(WISH_WORDS[Wish(wish)][0]) for wish in said.body.wishes]
    return [(_("Wat je zou helpen"), ", ".join(chosen) or _("Je koos niets. Dat mag."))]


def _hear_back(said: Content) -> Rows:
    label, _hint = HEAR_BACK_WORDS[HearBack(said.body.hear_back)]
    rows = [(_("Je krijgt ons antwoord"), str(label))]
    if said.body.hear_back != HearBack.CODE:
        rows.append((_("Via"), said.body.hear_back_detail))
    return rows


def _contact(said: Content) -> Rows:
    rules = said.body.contact
    allowed = [
        (_("Iets inspreken"), rules.voicemail),
        (_("Een sms sturen"), rules.text_message),
        (_("Een bericht sturen als er een antwoord is"), rules.news),
        (_("Met een tolk"), rules.interpreter),
    ]
    return _if_said(
        (_("Op deze dagen"), ", ".join(str(DAY_WORDS[Day(day)][0]) for day in rules.days)),
        (_("Op deze tijden"), ", ".join(str(PART_WORDS[DayPart(part)][0]) for part in rules.parts)),
        (_("Wij letten op"), rules.mind),
        (_("Wij zeggen"), rules.code_word),
        *((question, _("mag")) for question, is_allowed in allowed if is_allowed),
        (_("Taal"), rules.language),
    )


def _if_said(*rows: tuple[str, str]) -> Rows:
    return [row for row in rows if row[1]]


def municipality_words(code: str) -> str:
    """The name of a municipality, or the words for elsewhere and unknown in the page's language."""
    words = {region.UNKNOWN: _("Weet ik niet"), region.ELSEWHERE: _("Ergens anders")}
    return words.get(code) or region.current().municipality_name(code)


def person_words(person: PersonDescription) -> str:
    """Everything that was said about a person, a line each."""
    gender = "" if person.gender == Gender.UNKNOWN else str(GENDER_WORDS[Gender(person.gender)])
    lines = [person.name, person.nickname, person.age, gender, person.phone, person.address]
    return "\n".join(line for line in lines if line)
