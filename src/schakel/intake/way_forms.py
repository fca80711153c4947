"""What one way in asks and another does not: every way has questions of its own, in its reporter's words."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.core import region
from schakel.intake.content import Form, Gender, Ground, PersonDescription, ReporterCategory, Subject, Wish
from schakel.intake.forms import (
    GENDER_WORDS,
    MOST_CHARACTERS,
    OWN_TOWN,
    FormsForm,
    MarksForm,
    StoryForm,
    WithHints,
    Words,
    checked_age,
    town_choices,
)

WORK_WORDS = {
    ReporterCategory.CARE: (
        _("Zorg, hulpverlening of wijkteam"),
        _("Ook jeugdhulp, opvang en maatschappelijk werk."),
    ),
    ReporterCategory.MUNICIPALITY: (_("Gemeente"), ""),
    ReporterCategory.POLICE: (_("Politie"), ""),
    ReporterCategory.COMENSHA: (_("CoMensha"), _("Het landelijke centrum tegen mensenhandel.")),
    ReporterCategory.OTHER: (_("Ander werk"), _("Bijvoorbeeld een school, een huisarts of een bedrijf.")),
}
OWN_FORM_WORDS = {
    Form.SEXUAL: (_("Seks"), _("Ik moet seks hebben of beelden maken. Een ander krijgt het geld.")),
    Form.LABOUR: (_("Werk"), _("Ik moet te lang werken, krijg te weinig geld of mag niet weg.")),
    Form.CRIMINAL: (_("Misdaad"), _("Ik moet stelen, drugs wegbrengen of mijn bankpas afgeven.")),
    Form.ORGAN: (_("Lichaam"), _("Ik moet een orgaan afstaan, of een kind krijgen voor een ander.")),
}
GROUND_WORDS = {
    Ground.CONSENT: (_("Mijn cliënt vindt het goed"), _("Je hebt het gevraagd en je cliënt zei ja.")),
    Ground.DANGER: (
        _("Er is ernstig gevaar"),
        _("Iemands leven of veiligheid loopt gevaar, en vragen kan niet of is niet veilig."),
    ),
    Ground.TASK: (_("Het hoort bij onze wettelijke taak"), _("De wet geeft jouw organisatie deze taak.")),
    Ground.WGS: (
        _("Wij werken samen volgens de Wgs"),
        _("Dat is de wet over het delen van gegevens door samenwerkende organisaties."),
    ),
    Ground.NO_NAMES: (_("Ik noem geen namen"), _("Dan is geen grond nodig. Laat de namen straks leeg.")),
    Ground.UNKNOWN: (
        _("Ik weet het niet"),
        _("Vul dan geen namen in. Of kies sparren: dan denken wij mee zonder namen."),
    ),
}
# Without one of these, names were better left out.
GROUNDS_FOR_NAMES = (Ground.CONSENT, Ground.DANGER, Ground.TASK, Ground.WGS)
WISH_WORDS = {
    Wish.STOP: (_("Hulp om te stoppen"), ""),
    Wish.SAFE: (_("Zelf veilig zijn"), _("Bijvoorbeeld als anderen je bedreigen.")),
    Wish.VICTIM: (_("Hulp voor iemand anders"), _("Voor wie het is overkomen.")),
    Wish.LAWYER: (_("Een advocaat vinden"), _("Een advocaat houdt geheim wat je vertelt.")),
    Wish.TALK: (_("Eerst praten"), ""),
}


def _name() -> Words:
    return Words(label=_("Je naam"), most=120)


class OwnMarksForm(MarksForm):
    """The two marks, asked of somebody who needs help."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["danger_today"].label = _("Ik ben vandaag in gevaar")
        self.fields["under_18"].label = _("Ik ben jonger dan 18")


class StoppingMarksForm(MarksForm):
    """The two marks, asked of somebody who did something."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["danger_today"].label = _("Iemand is vandaag in gevaar")
        self.fields["danger_today"].help_text = _("Bel dan 112. Dat kan ook zonder te zeggen wie je bent.")
        self.fields["under_18"].label = _("Er is iemand onder de 18 bij")
        self.fields["under_18"].help_text = _("Ook als je dat zelf bent. Dan moeten wij soms iets doen.")


class AskerForm(WithHints):
    """Who asks, for their work: no more of them than is needed to answer well."""

    category = forms.ChoiceField(
        label=_("Waar werk je?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies wat het beste past.")},
    )
    organisation = Words(label=_("Organisatie en functie"), most=200)
    reporter_name = _name()

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.hint("category", WORK_WORDS)


class WorkForm(MarksForm, AskerForm):
    """A professional who reports."""


class TownWorkForm(MarksForm):
    """Somebody who reports for a municipality."""

    own_municipality = forms.ChoiceField(label=_("Voor welke gemeente werk je?"))
    organisation = Words(label=_("Afdeling of functie"), most=200)
    reporter_name = _name()
    field_order = ("own_municipality", "organisation", "reporter_name")

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        towns = [choice for choice in town_choices() if choice[0] != region.UNKNOWN]
        self.fields["own_municipality"].choices = [("", _("Kies een gemeente")), *towns]  # type: ignore[attr-defined]  # a choice field
        self.fields["own_municipality"].error_messages["required"] = _("Kies je gemeente.")


class GroundForm(WithHints):
    """On what ground names may be told, before any is asked."""

    ground = forms.ChoiceField(
        label=_("Waarom mag je gegevens van je cliënt met ons delen?"),
        help_text=_("Wij vragen dit voordat je een naam noemt. Kies wat het beste past."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies wat het beste past. Je mag ook kiezen: ik weet het niet.")},
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.hint("ground", GROUND_WORDS)


class OwnStoryForm(StoryForm):
    """What is happening to the reporter."""

    place = None  # type: ignore[assignment]  # Django's way to take a field out
    since = None  # type: ignore[assignment]  # the same

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["story"].help_text = _("Schrijf het op in je eigen woorden. Je hoeft niet alles te vertellen.")
        self.fields["municipality"].label = _("In welke gemeente ben je nu?")


class TownStoryForm(StoryForm):
    """What is happening, mostly in the municipality that was named a page before."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["municipality"].choices = [(OWN_TOWN, _("Mijn eigen gemeente")), *town_choices()]  # type: ignore[attr-defined]  # a choice field


class QuestionForm(OwnStoryForm):
    """A question to think through together, without anybody's name."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        story = self.fields["story"]
        story.label = _("Waar wil je over nadenken?")
        story.help_text = _("Noem geen naam, adres of geboortedatum van je cliënt. Wij kunnen zonder.")
        self.fields["municipality"].label = _("In welke gemeente werk je?")


class StoppingStoryForm(OwnStoryForm):
    """What somebody did, as far as they want to tell."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["story"].label = _("Wat wil je vertellen?")
        self.fields["story"].help_text = _("Vertel alleen wat je kwijt wilt. Namen hoeven niet.")


class OwnFormsForm(FormsForm):
    """Which forms of exploitation, said by whom it happens to."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.hint("forms", OWN_FORM_WORDS)


class AboutForm(forms.Form):
    """Somebody who needs help, as far as it matters for the help: never a name."""

    age = Words(label=_("Hoe oud ben je?"), help_text=_("Ongeveer mag ook."), most=60)
    gender = forms.ChoiceField(
        label=_("Man of vrouw?"), choices=list(GENDER_WORDS.items()), initial=Gender.UNKNOWN, required=False
    )

    def clean_age(self) -> str:
        return checked_age(self.cleaned_data["age"])


def themselves(about: Mapping[str, str]) -> list[dict[str, str]]:
    """Somebody who needs help, as the person that the report is about; nobody if nothing was said."""
    person = PersonDescription(age=about["age"], gender=about["gender"] or Gender.UNKNOWN)
    return [] if person.is_empty() else [vars(person)]


class WishesForm(WithHints):
    """What would help somebody to stop."""

    wishes = forms.MultipleChoiceField(
        label=_("Wat zou je helpen?"),
        help_text=_("Je mag meer dan één ding kiezen, of niets."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.hint("wishes", WISH_WORDS)


class FormerRequestForm(forms.Form):
    """A training or material, as it was asked here before there were pages for that. No page shows it: it reads what a
    browser sealed then, so its words are for the desk alone."""

    subject = forms.ChoiceField(label="Wat wil je aanvragen?", choices=Subject.choices)
    organisation = Words(label="Voor welke organisatie?", most=200)
    story = Words(label="Wat moeten wij weten?", most=MOST_CHARACTERS)
    reporter_name = Words(label="Je naam", most=120)
    municipality = forms.ChoiceField(label="In welke gemeente?")

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["municipality"].choices = town_choices()  # type: ignore[attr-defined]  # a choice field


class AgeQuestionForm(forms.Form):
    """Asked once before sending, when the answers name an age under 18 and the mark was not set."""

    is_minor = forms.ChoiceField(
        label=_("Gaat het om iemand onder de 18?"),
        help_text=_("Het lijkt zo te staan in wat je schreef. Dan kijken wij sneller."),
        choices=[("yes", _("Ja")), ("no", _("Nee"))],
        widget=forms.RadioSelect,
        required=False,
    )
