"""What staff fill in about disclosures and consent. Almost nothing is required: a draft may wait for what is not known yet."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.forms import BoundField

from schakel.cases.plan import forms as of_plan
from schakel.core import choosing, time
from schakel.intake.forms import Words
from schakel.methods.sharing_rules import Term
from schakel.sharing import rules
from schakel.sharing.contents import Agreement, Wording
from schakel.sharing.offer import Offer, Subject
from schakel.sharing.states import Committee, GivenBy, HowGiven, HowSaid, Objections, Secrecy

MOST_WORDS, MOST_SENTENCE, MOST_CONDITIONS = 4_000, 300, 600
# How long a recipient may use something, where nobody says otherwise.
USUALLY = timedelta(days=90)
_DATA = "data_"


class Day(of_plan.Day):
    """A day that may wait, unless it is asked for."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, **options})


class StartForm(forms.Form):
    """To whom, and what for: these stay as they are."""

    organisation = forms.ChoiceField(
        label="Aan welke organisatie?", error_messages={"required": "Kies een organisatie."}
    )
    purpose = forms.ChoiceField(
        label="Waarvoor is het nodig?",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies waarvoor het nodig is."},
    )
    is_representative = forms.BooleanField(
        label="Zij vertegenwoordigt de cliënt",
        help_text="Alleen voor een advocaat, voogd of begeleider die namens de cliënt optreedt.",
        required=False,
    )

    def __init__(self, *arguments: Any, organisations: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        choosing.offer(self, "organisation", [("", "Kies …"), *organisations])
        choosing.offer(self, "purpose", _choices(rules.book().purposes))


class DisclosureForm(forms.Form):
    """What is told, why that is allowed, and under which conditions."""

    professional = forms.ChoiceField(label="Voor wie daar?", required=False)
    text = Words(
        label="Wat u in woorden vertelt",
        help_text="Alleen wat de ontvanger moet weten. Dit komt letterlijk in het document.",
        most=MOST_WORDS,
        rows=4,
    )
    also = forms.MultipleChoiceField(
        label="Gaat het ook over iets van deze soort?",
        help_text="Wat de gekozen gegevens zelf al zijn, telt hoe dan ook mee. Denk aan uw eigen woorden.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    ground = forms.ChoiceField(label="Op welke grond mag dit?", widget=forms.RadioSelect, required=False)
    article = Words(label="Welk wetsartikel?", help_text="Bij een wettelijke plicht of taak.", most=MOST_SENTENCE)
    necessity = Words(label="Waarom is dit nodig?", most=MOST_SENTENCE)
    proportionality = Words(label="Waarom is het niet te veel?", most=MOST_SENTENCE)
    subsidiarity = Words(label="Waarom kan het niet met minder of anders?", most=MOST_SENTENCE)
    secrecy = forms.ChoiceField(label="Valt dit onder een beroepsgeheim?", required=False)
    secrecy_because = Words(label="Waarom is dat zo?", most=MOST_SENTENCE)
    supplier = Words(label="Van wie komen de gegevens?", help_text="De organisatie die ze leverde.", most=MOST_SENTENCE)
    supplier_agreed_on = Day(label="Zij stemde in op")
    onward = Words(
        label="Voor welk doel staat de politie doorgifte toe?", help_text="Bij politiegegevens.", most=MOST_SENTENCE
    )
    conditions = Words(
        label="Voorwaarden",
        help_text="Ook die van wie de gegevens leverde. Zij staan op elke bladzijde.",
        most=MOST_CONDITIONS,
        rows=2,
    )
    expires_on = Day(label="Te gebruiken tot en met")
    basis = Words(label="Op welke grond mag de ontvanger dit hebben?", help_text="Bij een derde.", most=MOST_SENTENCE)
    committee = forms.ChoiceField(label="Wat vond de rechtmatigheidscommissie?", required=False)
    committee_on = Day(label="Besproken op")
    objections = forms.ChoiceField(label="Heeft een deelnemer bezwaar?", required=False)
    objections_asked_on = Day(label="Gevraagd op")
    mandate_seen_on = Day(label="Machtiging gezien op")

    def __init__(
        self, *arguments: Any, offer: Offer, recipients: frozenset[str], people: Sequence[tuple[str, str]], purpose: str, **options: Any
    ) -> None:  # fmt: skip
        super().__init__(*arguments, **options)
        self._purpose, self._subjects = purpose, offer.subjects
        choosing.offer(self, "professional", [("", "De organisatie als geheel"), *people])
        choosing.offer(self, "also", [pair for pair in _choices(rules.book().categories) if pair[0] != "ordinary"])
        possible = rules.judge(purpose, recipients, ()).grounds
        choosing.offer(self, "ground", [(key, rules.book().grounds[key].name) for key in possible])
        self.fields["ground"].option_hints = {key: rules.book().grounds[key].source for key in possible}  # type: ignore[attr-defined]  # read by the field tag
        choosing.offer(self, "secrecy", [("", "Nog niet bekeken"), *Secrecy.choices])
        choosing.offer(self, "committee", [("", "Nog niet gevraagd"), *Committee.choices])
        choosing.offer(self, "objections", [("", "Nog niet gevraagd"), *Objections.choices])
        for subject in offer.subjects:
            self.fields[f"{_DATA}{subject.id}"] = _field_for(subject)
        self._leave_out(recipients)

    def _leave_out(self, recipients: frozenset[str]) -> None:
        """What this kind of recipient is never asked for."""
        of_third, of_mandate = ("committee", "committee_on", "objections", "objections_asked_on"), ("mandate_seen_on",)
        for names, needed in ((of_third, "third"), (of_mandate, "representative")):
            for name in names:
                if needed not in recipients:
                    del self.fields[name]

    @property
    def subjects(self) -> Iterator[BoundField]:
        """The fields with what there is to tell, one for every person."""
        for subject in self._subjects:
            yield self[f"{_DATA}{subject.id}"]

    @property
    def has_third(self) -> bool:
        return "committee" in self.fields

    @property
    def has_mandate(self) -> bool:
        return "mandate_seen_on" in self.fields

    def wording(self, *, is_representative: bool) -> Wording:
        """What was written down, after a valid form."""
        said = self.cleaned_data
        chosen = [key for subject in self._subjects for key in said[f"{_DATA}{subject.id}"]]
        plain = {name: _text(said[name]) for name in _WORDING if name in said}
        return Wording(self._purpose, is_representative, chosen=tuple(chosen), also=tuple(said["also"]), **plain)

    @staticmethod
    def initial_of(wording: Wording, professional: str) -> dict[str, Any]:
        """A draft as the form shows it again."""
        by_subject: dict[str, Any] = {}
        for key in wording.chosen:
            by_subject.setdefault(f"{_DATA}{key.partition(':')[0]}", []).append(key)
        plain = {name: getattr(wording, name) for name in _WORDING}
        plain["expires_on"] = wording.expires_on or (time.today() + USUALLY).isoformat()
        return {**plain, "also": list(wording.also), "professional": professional, **by_subject}


_WORDING = tuple(
    name for name in DisclosureForm.base_fields if name not in ("professional", "also")
)  # what the form and the draft call the same


class GiveForm(forms.Form):
    """How it reaches the recipient."""

    how = forms.ChoiceField(
        label="Hoe krijgt de ontvanger het?",
        choices=[("", "Kies …"), *HowGiven.choices],
        error_messages={"required": "Kies hoe de ontvanger het krijgt."},
    )


class BecauseForm(forms.Form):
    """Why something is recalled, dropped or sent back."""

    because = Words(
        label="Waarom?", most=MOST_SENTENCE, rows=2, required=True, error_messages={"required": "Schrijf waarom."}
    )


class ConsentForm(forms.Form):
    """Who said yes, to what, when and how."""

    whose = forms.ChoiceField(label="Om wie gaat het?", error_messages={"required": "Kies om wie het gaat."})
    purpose = forms.ChoiceField(label="Waarvoor?", error_messages={"required": "Kies waarvoor de toestemming is."})
    giver = forms.ChoiceField(
        label="Wie gaf toestemming?",
        help_text="Tot 12 jaar de ouders, van 12 tot en met 15 jaar samen, vanaf 16 jaar de persoon zelf.",
        choices=GivenBy.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wie toestemming gaf."},
    )
    giver_name = Words(label="Naam van wie erbij was of namens de persoon sprak", most=MOST_SENTENCE)
    how = forms.ChoiceField(
        label="Hoe?",
        choices=HowSaid.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies hoe de toestemming is gegeven."},
    )
    said_on = Day(label="Op welke dag?", required=True)
    words = Words(label="Wat is er gezegd?", most=MOST_WORDS, rows=2)

    def __init__(self, *arguments: Any, people: Sequence[Subject], **options: Any) -> None:
        super().__init__(*arguments, **options)
        choosing.offer(
            self,
            "whose",
            [
                ("", "Kies …"),
                *(
                    (one.id, ", ".join(part for part in (one.name, one.role_words, one.source) if part))
                    for one in people
                ),
            ],
        )
        choosing.offer(self, "purpose", [("", "Kies …"), *_choices(rules.book().purposes)])

    def agreement(self) -> Agreement:
        """What was said, after a valid form."""
        said = self.cleaned_data
        return Agreement(said["purpose"], said["giver"], said["how"], said["giver_name"], said["words"])


class WithdrawForm(forms.Form):
    """Since when somebody no longer agrees, and what they said."""

    withdrawn_on = Day(label="Sinds welke dag?", required=True)
    because = Words(label="Wat is er gezegd?", most=MOST_SENTENCE, rows=2)


def _field_for(subject: Subject) -> forms.MultipleChoiceField:
    field = forms.MultipleChoiceField(
        label=", ".join(part for part in (subject.name, subject.role_words, subject.source) if part),
        choices=[(datum.key, f"{datum.label}: {'; '.join(datum.value.splitlines())}") for datum in subject.data],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    apart = {datum.key: rules.names_of(datum.categories - {"ordinary"}, "categories") for datum in subject.data}
    field.option_hints = {key: "; ".join(names) for key, names in apart.items() if names}  # type: ignore[attr-defined]  # read by the field tag
    return field


def _choices(terms: Mapping[str, Term]) -> list[tuple[str, str]]:
    return [(key, term.name[:1].upper() + term.name[1:]) for key, term in terms.items()]


def _text(value: Any) -> str:
    """A cleaned value as it is kept."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
