"""Forms of signing in; what was typed in a password or code field is never drawn again."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from schakel.access.models import User
from schakel.signin.actions import signing_in
from schakel.signin.passwords import LONGEST

_PASSWORD_MISSING = {"required": "Vul uw wachtwoord in."}


def _password(label: str, *, new: bool = False, **options: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password" if new else "current-password"})
    # Longer than any password that can be chosen; what is longer still is not worth a hash.
    return forms.CharField(label=label, strip=False, max_length=LONGEST * 2, widget=widget, **options)


class CodeInput(forms.TextInput):
    """A code is worth nothing a second time: it is not drawn again."""

    def format_value(self, value: Any) -> None:
        return None


def _code(label: str, *, most: int, **options: Any) -> forms.CharField:
    attributes = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
    if most < 10:
        attributes["inputmode"] = "numeric"
    return forms.CharField(label=label, max_length=most * 2, widget=CodeInput(attributes), **options)


class PasswordForm(forms.Form):
    """The first step of signing in."""

    email = forms.EmailField(
        label="E-mailadres",
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "username", "autofocus": True}),
        error_messages={"required": "Vul uw e-mailadres in.", "invalid": "Dit is geen e-mailadres."},
    )
    password = _password("Wachtwoord", error_messages=_PASSWORD_MISSING)


class RecoveryForm(PasswordForm):
    """Signing in while the account is locked, or without the second step."""

    code = _code("Herstelcode", most=20, error_messages={"required": "Vul een herstelcode in."})


class CodeForm(forms.Form):
    """The code that the app shows now."""

    code = _code("Code van zes cijfers", most=7, error_messages={"required": "Vul de code in die uw app toont."})


class RecoveryCodeForm(forms.Form):
    """One of the codes on paper."""

    recovery = _code("Herstelcode", most=20, error_messages={"required": "Vul een herstelcode in."})


class ProofForm(forms.Form):
    """Password and code once more; the code only where there is an app."""

    password = _password("Wachtwoord", error_messages=_PASSWORD_MISSING)
    code = _code(
        "Code van uw app",
        most=20,
        help_text="Of een herstelcode, als u de app niet bij u heeft.",
        error_messages={"required": "Vul de code in die uw app toont."},
    )

    def __init__(self, *arguments: Any, asks_code: bool, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if not asks_code:
            del self.fields["code"]


class NewPasswordForm(forms.Form):
    """Another password for one's own account."""

    password = _password(
        "Nieuw wachtwoord",
        new=True,
        help_text="14 tot 128 tekens. Een paar woorden achter elkaar werkt goed.",
        error_messages={"required": "Vul een nieuw wachtwoord in."},
    )
    again = _password("Nog een keer", new=True, error_messages={"required": "Typ het nieuwe wachtwoord nog een keer."})

    def __init__(self, *arguments: Any, account: User, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.account = account

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        password, again = cleaned.get("password"), cleaned.get("again")
        if password and again and password != again:
            self.add_error("again", "De twee wachtwoorden zijn niet gelijk.")
        return cleaned

    def change(self) -> bool:
        """Carry it out; False, with sentences beside the field, when the password is refused."""
        try:
            signing_in.change_password(account=self.account, password=self.cleaned_data["password"])
        except ValidationError as refusal:
            self.add_error("password", refusal)
            return False
        return True


class PasskeyNameForm(forms.Form):
    """What one calls a passkey."""

    name = forms.CharField(
        label="Naam",
        max_length=60,
        help_text="Bijvoorbeeld: laptop van het werk.",
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": "Geef de sleutel een naam, dan herkent u hem later."},
    )
