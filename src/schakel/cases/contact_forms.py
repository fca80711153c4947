"""What staff fill in about reaching a reporter: the rules, and what came of an attempt."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from schakel.core.choosing import offer
from schakel.intake.contact import ContactRules, Day, DayPart
from schakel.intake.content import HearBack
from schakel.intake.forms import WithHints, Words, check_address
from schakel.outbox.actions import WAYS, Outcome
from schakel.outbox.contact import Contact
from schakel.outbox.policies import can, check_allowed

_RULES = ("days", "parts", "mind", "voicemail", "text_message", "news", "code_word", "language", "interpreter")


class ContactRulesForm(WithHints):
    """How the reporter may be reached from now on. What is not ticked is forbidden."""

    channel = forms.ChoiceField(
        label="Hoe mag u de melder bereiken?",
        choices=[],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies hoe de melder bereikt wil worden."},
    )
    address = Words(label="Telefoonnummer of e-mailadres", most=250)
    days = forms.MultipleChoiceField(
        label="Op welke dagen is het veilig?",
        choices=Day.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    parts = forms.MultipleChoiceField(
        label="Hoe laat is het veilig?",
        choices=DayPart.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Zonder een veilige dag en tijd mag niemand de melder bereiken.",
    )
    voicemail = forms.BooleanField(label="Inspreken mag", required=False)
    text_message = forms.BooleanField(label="Een sms mag", required=False)
    news = forms.BooleanField(
        label="Een bericht dat er nieuws is, mag",
        help_text="Per sms of mail. Er staat niet in van wie het komt.",
        required=False,
    )
    interpreter = forms.BooleanField(label="Met een tolk", required=False)
    code_word = Words(
        label="Wie zegt u dat u bent?",
        help_text="Voor als een ander opneemt. Bijvoorbeeld: u belt over de fiets.",
        most=120,
    )
    language = Words(label="Taal", most=60)
    mind = Words(label="Waar moet u op letten?", most=500, rows=2)
    why = Words(
        label="Waarom wijzigt u dit?",
        help_text="Bijvoorbeeld: de melder zei dit aan de telefoon.",
        most=500,
        required=True,
        error_messages={"required": "Schrijf op waarom u dit wijzigt."},
    )

    def __init__(self, *arguments: Any, contact: Contact, **options: Any) -> None:
        rules = {name: getattr(contact.rules, name) for name in _RULES}
        initial = {"channel": contact.channel, "address": contact.address, **rules}
        super().__init__(*arguments, **options | {"initial": initial})
        self.hint(
            "channel",
            {
                HearBack.CODE: ("Alleen met de code", "De veiligste weg. U belt en mailt dan niet."),
                HearBack.PHONE: ("Bellen", "Alleen als niemand anders bij deze telefoon kan."),
                HearBack.EMAIL: ("Mailen", "Alleen als niemand anders bij deze mail kan."),
            },
        )

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if "address" in said:
            try:
                check_address(said.get("channel", ""), said["address"])
            except ValidationError as error:
                self.add_error("address", error)
        return said

    def contact(self) -> Contact:
        """The new rules, after a valid form. By code alone nothing of the old way is kept."""
        said = self.cleaned_data
        if said["channel"] == HearBack.CODE:
            return Contact()
        rules = {name: said[name] for name in _RULES}
        rules |= {name: tuple(said[name]) for name in ("days", "parts")}
        return Contact(said["channel"], said["address"], ContactRules(**rules))


class AttemptForm(forms.Form):
    """What came of an attempt. What the rules forbid is not offered."""

    outcome = forms.ChoiceField(
        label="Wat gebeurde er?",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wat er gebeurde."},
    )
    note = Words(
        label="Notitie",
        help_text="Alleen wat een collega moet weten voor het volgende contact.",
        most=2_000,
        rows=3,
    )

    def __init__(self, *arguments: Any, contact: Contact, **options: Any) -> None:
        super().__init__(*arguments, **options)
        possible = [one for one in Outcome if one not in WAYS or can(check_allowed, contact, WAYS[one])]
        offer(self, "outcome", [(one.value, one.label.capitalize()) for one in possible])
