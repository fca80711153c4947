"""The questions of every way in, as staff ask them on one page: the same forms, in the words of the profession."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from schakel.cases.forms import EnteredHearBackForm, as_typed
from schakel.core import region, time
from schakel.intake import forms as intake
from schakel.intake.content import Form, Gender, Ground, ReporterCategory, Way, Wish
from schakel.intake.models import Channel
from schakel.intake.ways import WAYS, Path, Step

LONGEST_AGO = timedelta(days=366)
_MOMENT = "%Y-%m-%dT%H:%M"

# What each way is called on the buttons above the questions.
TITLES = {
    Way.HELP: "Vraagt zelf hulp",
    Way.WORRIED: "Is bezorgd om iemand",
    Way.PROFESSIONAL: "Meldt voor het werk",
    Way.ADVICE: "Wil sparren",
    Way.MUNICIPALITY: "Meldt voor een gemeente",
    Way.STOPPING: "Wil zelf stoppen",
}
_CARDS = {
    "reporter": "De melder",
    "ground": "Grond voor het delen",
    "story": "Het verhaal",
    "forms": "Vormen",
    "people": "Over wie gaat het?",
    "about": "De melder zelf",
    "wishes": "Wat zou helpen?",
    "hear_back": "Ons antwoord",
}
# Label and hint of each question, by the name of its field.
_WORDS = {
    "category": ("Waar werkt de melder?", ""),
    "own_municipality": ("Voor welke gemeente?", ""),
    "organisation": ("Organisatie, afdeling of functie", ""),
    "reporter_name": ("Naam van de melder", "Alleen als de melder die wil geven."),
    "danger_today": ("Er is vandaag gevaar", "Bel 112 als het niet kan wachten."),
    "under_18": ("Het gaat om iemand onder de 18", "Zeg de melder eerlijk wat u niet geheim kunt houden."),
    "ground": (
        "Op welke grond deelt de melder gegevens van de cliënt?",
        "Vraag dit voordat er een naam valt. Wie het niet weet, kan sparren zonder namen.",
    ),
    "story": (
        "Wat vertelt de melder?",
        "Schrijf het op zoals de melder het vertelt, niet zoals u het uitlegt.",
    ),
    "municipality": ("Gemeente", ""),
    "place": ("Meer over de plek", "Bijvoorbeeld een straat, een bedrijf of een website."),
    "since": ("Sinds wanneer?", "In de woorden van de melder. Bijvoorbeeld: sinds de zomer."),
    "forms": ("Vormen van uitbuiting", "Meer dan één mag. Weet de melder het niet? Kies dan niets."),
    "age": ("Leeftijd of geboortedatum", "Schatten mag."),
    "gender": ("Man of vrouw", ""),
    "wishes": ("Wat zou de melder helpen?", "Meer dan één mag, of niets."),
}
_CHOICES: dict[str, Mapping[Any, str]] = {
    "category": {value: value.label for value in ReporterCategory if value != ReporterCategory.VICTIM},
    "ground": {value: value.label for value in Ground},
    "forms": {value: value.label for value in Form},
    "gender": {value: value.label for value in Gender},
    "wishes": {value: value.label for value in Wish},
}


@dataclass(frozen=True)
class Part:
    """One card of the page: its heading and its form (or set of forms)."""

    name: str
    title: str
    form: Any


class ArrivalForm(forms.Form):
    """Which way a report reached the desk, when, and in which language."""

    channel = forms.ChoiceField(
        label="Hoe kwam het binnen?",
        choices=[(channel.value, channel.label) for channel in Channel if channel != Channel.WEB],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies hoe de melding binnenkwam."},
    )
    received_at = forms.DateTimeField(
        label="Wanneer?",
        widget=forms.DateTimeInput(format=_MOMENT, attrs={"type": "datetime-local"}),
        input_formats=[_MOMENT, "%Y-%m-%dT%H:%M:%S"],
        error_messages={
            "required": "Vul in wanneer het binnenkwam.",
            "invalid": "Vul een dag en een tijd in, bijvoorbeeld 24-11-2026 14:30.",
        },
    )
    reporter_language = forms.ChoiceField(label="Taal van de melder", required=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        names = dict(settings.LANGUAGES)
        offered = [(code, names[code]) for code in region.current().languages if code in names]
        self.fields["reporter_language"].choices = offered  # type: ignore[attr-defined]  # a choice field
        self.fields["received_at"].initial = time.now().astimezone(time.REGION_ZONE).replace(second=0, microsecond=0)

    def clean_received_at(self) -> Any:
        moment, now = self.cleaned_data["received_at"], time.now()
        if moment > now:
            raise ValidationError("Klopt dit? Het ligt in de toekomst.")
        if moment < now - LONGEST_AGO:
            raise ValidationError("Klopt dit? Het is meer dan een jaar geleden.")
        return moment


def entered(path: Path) -> list[Step]:
    """The pages of a way that staff fill in; how to call safely is written down on the report, with its history."""
    return [step for step in path.steps if not step.only_for]


def parts_of(path: Path, *arguments: Any, initial: Mapping[str, Any] | None = None) -> list[Part]:
    """The cards of a way, empty, bound to what was posted, or with what was typed on the page of another way."""
    parts = [Part("arrival", "Hoe het binnenkwam", ArrivalForm(*arguments, initial=initial))]
    for step in entered(path):
        if step.has_rows:
            form: Any = intake.PeopleForms(*arguments) if arguments else intake.PeopleForms(initial=[{}])
        else:
            is_answer = issubclass(step.form, intake.HearBackForm)
            form = (EnteredHearBackForm if is_answer else step.form)(*arguments, initial=initial)
            _reword(form, path)
        parts.append(Part(step.name, _CARDS[step.name], form))
    return parts


def typed_in(parts: Iterable[Part]) -> dict[str, Any]:
    """Every answer that stands on the page now, by field, to show it on the page of another way."""
    typed: dict[str, Any] = {}
    for part in parts:
        if part.name != "people":
            typed |= as_typed(part.form)
    return typed


def tabs(chosen: Path) -> list[tuple[str, str, bool]]:
    """The ways as buttons: address, title, and whether it is this one."""
    return [(path.slug, TITLES[Way(path.way)], path == chosen) for path in WAYS.values()]


def _reword(form: forms.Form, path: Path) -> None:
    for name, field in form.fields.items():
        if name in _WORDS:
            field.label, field.help_text = _WORDS[name]
        if name in _CHOICES and isinstance(field, forms.ChoiceField):
            field.choices = list(_CHOICES[name].items())
            field.option_hints = {}  # type: ignore[attr-defined]  # read by the field tag
    if path.way == Way.ADVICE and "story" in form.fields:
        form.fields["story"].label = "Wat is de vraag?"
        form.fields["story"].help_text = "Zonder naam, adres of geboortedatum van de cliënt."
