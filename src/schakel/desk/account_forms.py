"""What an administrator fills in about a colleague, and what that colleague fills in once: a password."""

from collections.abc import Iterable
from typing import Any

from django import forms

from schakel.access.models import User
from schakel.access.role_words import SEES
from schakel.access.roles import Role, sees_content
from schakel.core import region
from schakel.core.choosing import offer
from schakel.intake.forms import WithHints, Words

_LONGEST_PASSWORD = 128


class BelongsForm(WithHints):
    """A role, and where somebody from outside comes from."""

    role = forms.ChoiceField(label="Rol", widget=forms.RadioSelect, error_messages={"required": "Kies een rol."})
    municipality = forms.ChoiceField(
        label="Gemeente", required=False, help_text="Alleen voor een gemeentelijk aandachtsfunctionaris."
    )
    organisation = Words(
        label="Organisatie",
        most=120,
        help_text="Voor een ketenpartner: voor wie hij of zij werkt. Bijvoorbeeld: opvang De Haven.",
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.hint("role", {role: (str(role.label).capitalize(), _role_hint(role)) for role in Role})
        towns = [(town.code, town.name) for town in region.current().municipalities]
        offer(self, "municipality", [("", "Kies …"), *towns])


class InvitationForm(BelongsForm):
    """Who is invited."""

    name = Words(label="Naam", most=120, required=True, error_messages={"required": "Vul een naam in."})
    email = forms.EmailField(
        label="E-mailadres van het werk",
        help_text="Hiermee meldt uw collega zich aan.",
        widget=forms.EmailInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Vul een e-mailadres in.",
            "invalid": "Dit is geen e-mailadres. Schrijf het als naam@organisatie.nl.",
        },
    )
    send = forms.BooleanField(
        label="Stuur de link ook per mail",
        required=False,
        help_text="De mail noemt het centrum en het onderwerp niet. U ziet de link hierna ook zelf.",
    )
    field_order = ("name", "email", "role", "municipality", "organisation", "send")

    def __init__(self, *arguments: Any, can_send: bool, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if not can_send:
            del self.fields["send"]


class WithSuccessor(forms.Form):
    """Who takes over."""

    successor = forms.ChoiceField(label="Wie neemt het werk over?", required=False)

    def __init__(self, *arguments: Any, successors: Iterable[User], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._successors = {str(user.id): user for user in successors}
        named = [(key, f"{user.name}, {Role(user.role).label}") for key, user in self._successors.items()]
        offer(self, "successor", [("", "Niemand"), *named])

    def chosen(self) -> User | None:
        """The colleague who takes over, after a valid form."""
        return self._successors.get(self.cleaned_data["successor"])


class RoleForm(BelongsForm, WithSuccessor):
    """Another role for somebody who has one."""

    field_order = ("role", "municipality", "organisation", "successor")

    def __init__(self, *arguments: Any, account: User, **options: Any) -> None:
        initial = {name: getattr(account, name) for name in ("role", "municipality", "organisation")}
        super().__init__(*arguments, **{**options, "initial": initial})
        self.fields["successor"].help_text = "Alleen nodig voor werk dat niet bij de nieuwe rol past."


class CodeForm(forms.Form):
    """The secret of a one-time link."""

    code = forms.CharField(
        label="De code uit uw link",
        help_text="Wat er achter het hekje (#) staat. De hele link plakken mag ook.",
        max_length=400,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
        error_messages={
            "required": "Plak hier de code of de hele link die u kreeg.",
            "max_length": "Dit is langer dan een link. Plak alleen de link die u kreeg.",
        },
    )

    def clean_code(self) -> str:
        """The secret alone, whether or not the address came with it."""
        return str(self.cleaned_data["code"]).rpartition("#")[2].strip()


class PasswordForm(forms.Form):
    """A password, twice. The secret of the link comes along unseen, so that it stands in no address."""

    code = forms.CharField(max_length=400, widget=forms.HiddenInput)
    password = forms.CharField(
        label="Wachtwoord",
        help_text="Ten minste 14 tekens. Een zin van vier of vijf gewone woorden is sterk en te onthouden. "
        "Gebruik hem nergens anders, en niet uw naam of e-mailadres.",
        max_length=_LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        error_messages={
            "required": "Kies een wachtwoord.",
            "max_length": "Dit is te lang: ten hoogste 128 tekens.",
        },
    )
    again = forms.CharField(
        label="Nog een keer",
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        error_messages={"required": "Typ het wachtwoord hier nog een keer."},
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if "again" in said and "password" in said and said["again"] != said["password"]:
            self.add_error("again", "Dit is niet hetzelfde als hierboven. Typ allebei opnieuw.")
        return said


class RefusalForm(forms.Form):
    """Why not."""

    why = Words(
        label="Waarom keurt u dit niet goed?",
        help_text="Wie het voorstel deed, leest dit.",
        most=1_000,
        rows=3,
        required=True,
        error_messages={"required": "Schrijf waarom u dit niet goedkeurt."},
    )


def _role_hint(role: Role) -> str:
    first = SEES[role]
    return first if sees_content(role) else f"{first} Heeft geen goedkeuring nodig."
