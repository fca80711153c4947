"""What somebody answered, in words, to read once more before sending."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from schakel.core import region
from schakel.intake.contact import ContactRules, Day, DayPart
from schakel.intake.contact_forms import DAY_WORDS, PART_WORDS
from schakel.intake.content import Content, Form, Gender, HearBack, PersonDescription, ReporterCategory
from schakel.intake.forms import FORM_WORDS, GENDER_WORDS, HEAR_BACK_WORDS, REPORTER_WORDS
from schakel.publicsite.steps import BY_SLUG, STEPS, Step


@dataclass(frozen=True)
class Section:
    """The answers of one page: a heading, pairs of question and answer, and the page to change them on."""

    title: str
    rows: list[tuple[str, str]]
    step: Step


def sections(said: Content) -> list[Section]:
    """The whole report, page by page, in the page's language."""
    titles = (
        _("Wie je bent"),
        _("Wat er aan de hand is"),
        _("Waar het om gaat"),
        _("Over wie het gaat"),
        _("Ons antwoord"),
    )
    rows = (_reporter(said), _story(said), _forms(said), _people(said), _hear_back(said))
    every = [Section(*parts) for parts in zip(titles, rows, STEPS[: len(titles)], strict=True)]
    page = {HearBack.PHONE: "veilig-bellen", HearBack.EMAIL: "veilig-mailen"}.get(HearBack(said.body.hear_back))
    if page is not None:
        every.append(Section(_("Hoe wij je veilig bereiken"), _contact(said.body.contact), BY_SLUG[page]))
    return every


def _reporter(said: Content) -> list[tuple[str, str]]:
    label, _hint = REPORTER_WORDS[ReporterCategory(said.routing.category)]
    marks = [
        (_("Gevaar vandaag"), said.routing.danger_today),
        (_("Onder de 18"), said.routing.under_18),
    ]
    return [(_("Jij"), str(label)), *((mark, _("ja")) for mark, is_set in marks if is_set)]


def _story(said: Content) -> list[tuple[str, str]]:
    rows = [
        (_("Wat"), said.body.story),
        (_("Gemeente"), municipality_words(said.routing.municipality)),
        (_("Plek"), said.body.place),
        (_("Sinds"), said.body.since),
    ]
    return [row for row in rows if row[1]]


def _forms(said: Content) -> list[tuple[str, str]]:
    chosen = [str(FORM_WORDS[Form(form)][0]) for form in said.body.forms]
    return [(_("Het gaat om"), ", ".join(chosen) or _("Weet ik niet"))]


def _people(said: Content) -> list[tuple[str, str]]:
    if not said.body.people:
        return [(_("Mensen"), _("Je vulde niemand in. Dat mag."))]
    numbered = enumerate(said.body.people, start=1)
    return [(_("Persoon %(number)s") % {"number": number}, person_words(person)) for number, person in numbered]


def _hear_back(said: Content) -> list[tuple[str, str]]:
    label, _hint = HEAR_BACK_WORDS[HearBack(said.body.hear_back)]
    rows = [(_("Je krijgt ons antwoord"), str(label))]
    if said.body.hear_back != HearBack.CODE:
        rows.append((_("Via"), said.body.hear_back_detail))
    return rows


def _contact(rules: ContactRules) -> list[tuple[str, str]]:
    allowed = [
        (_("Iets inspreken"), rules.voicemail),
        (_("Een sms sturen"), rules.text_message),
        (_("Een bericht sturen als er een antwoord is"), rules.news),
        (_("Met een tolk"), rules.interpreter),
    ]
    rows = [
        (_("Op deze dagen"), ", ".join(str(DAY_WORDS[Day(day)][0]) for day in rules.days)),
        (_("Op deze tijden"), ", ".join(str(PART_WORDS[DayPart(part)][0]) for part in rules.parts)),
        (_("Wij letten op"), rules.mind),
        (_("Wij zeggen"), rules.code_word),
        *((question, _("mag")) for question, is_allowed in allowed if is_allowed),
        (_("Taal"), rules.language),
    ]
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
