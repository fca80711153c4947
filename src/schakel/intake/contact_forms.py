"""What whoever wants to be called or mailed is asked: when that is safe, and what we may do. Nothing is ticked beforehand."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.intake.contact import Day, DayPart
from schakel.intake.forms import WithHints, Words

DAY_WORDS = {
    Day.EVERY: (_("Elke dag"), ""),
    Day.MON: (_("Maandag"), ""),
    Day.TUE: (_("Dinsdag"), ""),
    Day.WED: (_("Woensdag"), ""),
    Day.THU: (_("Donderdag"), ""),
    Day.FRI: (_("Vrijdag"), ""),
    Day.SAT: (_("Zaterdag"), ""),
    Day.SUN: (_("Zondag"), ""),
}
PART_WORDS = {
    DayPart.MORNING: (_("Ochtend"), _("9 tot 12 uur")),
    DayPart.AFTERNOON: (_("Middag"), _("12 tot 17 uur")),
    DayPart.EVENING: (_("Avond"), _("17 tot 21 uur")),
}


class ContactForm(WithHints):
    """When it is safe, and what to mind. Without a safe moment the reporter is better off with the code alone."""

    days = forms.MultipleChoiceField(
        label=_("Op welke dagen is het veilig?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Kies een dag. Is geen dag veilig? Ga dan terug en kies 'Alleen met de code'.")},
    )
    parts = forms.MultipleChoiceField(
        label=_("Hoe laat is het veilig?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Kies een tijd. Is geen tijd veilig? Ga dan terug en kies 'Alleen met de code'.")
        },
    )
    mind = Words(
        label=_("Waar moeten wij op letten?"),
        help_text=_("In je eigen woorden. Bijvoorbeeld: niet als ik aan het werk ben."),
        most=500,
        rows=2,
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.hint("days", DAY_WORDS)
        self.hint("parts", PART_WORDS)


class ContactByPhoneForm(ContactForm):
    """What may be done with a telephone number."""

    code_word = Words(
        label=_("Wie zeggen wij dat we zijn?"),
        help_text=_("Voor als een ander opneemt. Bijvoorbeeld: zeg dat je belt over de fiets."),
        most=120,
    )
    voicemail = forms.BooleanField(
        label=_("Je mag iets inspreken"), help_text=_("We zeggen dan niet wie we zijn."), required=False
    )
    text_message = forms.BooleanField(
        label=_("Je mag een sms sturen"), help_text=_("Er staat niet in wie we zijn."), required=False
    )
    news = forms.BooleanField(
        label=_("Stuur een sms als er een antwoord is"),
        help_text=_("Er staat alleen in dat er een bericht is. Het antwoord lees je hier met je code."),
        required=False,
    )
    language = Words(label=_("Welke taal wil je praten?"), most=60)
    interpreter = forms.BooleanField(
        label=_("Ik wil een tolk"), help_text=_("De tolk mag niets doorvertellen."), required=False
    )


class ContactByMailForm(ContactForm):
    """What may be done with an e-mail address."""

    news = forms.BooleanField(
        label=_("Stuur een mail als er een antwoord is"),
        help_text=_("Er staat alleen in dat er een bericht is. Het antwoord lees je hier met je code."),
        required=False,
    )
    language = Words(label=_("In welke taal mogen wij schrijven?"), most=60)
