"""What staff fill in around an answer to a reporter: the answer, the remark of a second reader, a standard text."""

from typing import Any

from django import forms

from schakel.core import region
from schakel.core.choosing import offer
from schakel.core.templatetags.work import language as language_name
from schakel.intake import answer_templates
from schakel.intake.answer_templates import MOST_BODY, MOST_TITLE
from schakel.intake.answers import Answer
from schakel.intake.forms import Words
from schakel.intake.models import AnswerTemplate, Report

MOST_CHARACTERS = 10_000
MOST_REMARK = 2_000


class TemplateSelect(forms.Select):
    """The standard texts to pick from; each carries its words, so that a script can put them in at once."""

    texts: dict[str, AnswerTemplate]

    def __init__(self) -> None:
        super().__init__()
        self.texts = {}

    def create_option(self, name: str, value: Any, *arguments: Any, **options: Any) -> dict[str, Any]:
        """An option with its words and its language."""
        option = super().create_option(name, value, *arguments, **options)
        template = self.texts.get(str(value))
        if template is not None:
            option["attrs"] |= {
                "data-body": answer_templates.filled(template),
                "data-language": template.language,
            }
        return option


class AnswerForm(forms.Form):
    """An answer to the reporter, to be read with the receipt code."""

    template = forms.ChoiceField(label="Standaardtekst", required=False, widget=TemplateSelect)
    text = Words(
        label="Antwoord aan de melder",
        help_text="Schrijf eenvoudig, zonder namen. De melder leest dit met de code, misschien op een gedeelde telefoon.",
        most=MOST_CHARACTERS,
        rows=5,
        required=True,
        error_messages={"required": "Schrijf eerst een antwoord."},
    )
    language = forms.ChoiceField(label="Taal van dit antwoord", required=False)
    is_translated = forms.BooleanField(label="Vertaald, of geschreven met een tolk", required=False)
    understands = forms.BooleanField(label="De melder kan dit lezen. Zo versturen.", required=False)
    second_reader = forms.BooleanField(
        label="Laat eerst een collega meelezen",
        help_text="Het antwoord wacht dan tot een collega het verstuurt.",
        required=False,
    )

    def __init__(self, *arguments: Any, report: Report, **options: Any) -> None:
        options["initial"] = {"language": "nl"} | (options.get("initial") or {})
        super().__init__(*arguments, **options)
        self.report = report
        self.asks_whether_read = False
        self._offer_languages()
        self._offer_templates()
        if region.current().answers_need_second_reader:
            del self.fields["second_reader"]

    def clean(self) -> dict[str, Any]:
        """An answer in another language than the reporter's is sent when somebody says that this is right."""
        said = {**self.cleaned_data}
        said["language"] = said.get("language") or "nl"
        if _short(said["language"]) != _short(self.report.language) and not said.get("understands"):
            self.asks_whether_read = True
            wrong = (
                f"De melder koos {language_name(self.report.language)}. "
                f"Dit antwoord is in het {language_name(said['language'])}. Kies de taal die klopt, "
                "laat het vertalen, of kruis aan dat de melder dit kan lezen."
            )
            self.add_error("language", wrong)
        return said

    def answer(self) -> Answer:
        """What goes to the reporter, after a valid form."""
        return Answer(self.cleaned_data["text"], self.cleaned_data["language"], self.cleaned_data["is_translated"])

    def waits_for_colleague(self) -> bool:
        """Whether a colleague reads it first, after a valid form."""
        return region.current().answers_need_second_reader or self.cleaned_data["second_reader"]

    def with_template(self) -> "AnswerForm":
        """The same form with the words of the chosen standard text behind what was typed, judged by nobody yet."""
        typed = {name: self[name].value() for name in self.fields}
        widget = self.fields["template"].widget
        assert isinstance(widget, TemplateSelect)  # noqa: S101  (tells the type checker what the class declares)
        chosen = widget.texts.get(str(typed["template"] or ""))
        if chosen is not None:
            words = [str(typed["text"] or "").strip(), answer_templates.filled(chosen)]
            typed |= {"text": "\n\n".join(filter(None, words)), "language": chosen.language, "template": ""}
        return AnswerForm(report=self.report, initial=typed)

    def _offer_languages(self) -> None:
        codes = dict.fromkeys(["nl", *region.current().languages, self.report.language])
        offer(self, "language", [(code, language_name(code)) for code in codes])

    def _offer_templates(self) -> None:
        found = list(answer_templates.in_use())
        # First those in the reporter's own language.
        found.sort(key=lambda template: _short(template.language) != _short(self.report.language))
        words = [(str(row.id), f"{row.title} ({language_name(row.language)})") for row in found]
        offer(self, "template", [("", "Kies …"), *words])
        widget = self.fields["template"].widget
        assert isinstance(widget, TemplateSelect)  # noqa: S101  (as above)
        widget.texts = {str(row.id): row for row in found}


class SecondReadingForm(forms.Form):
    """What a second reader has to say to the author, when it goes back."""

    remark = Words(
        label="Opmerking voor de schrijver",
        help_text="Nodig als u het terugstuurt. De melder leest dit niet.",
        most=MOST_REMARK,
        rows=3,
    )


class TemplateForm(forms.Form):
    """A standard text."""

    title = Words(
        label="Naam",
        help_text="Waar u de tekst aan herkent. De melder ziet deze naam niet.",
        most=MOST_TITLE,
        required=True,
        error_messages={"required": "Geef de tekst een naam."},
    )
    language = forms.ChoiceField(label="Taal")
    body = Words(
        label="Tekst",
        help_text="Schrijf eenvoudig, zonder namen en zonder onderwerp.",
        most=MOST_BODY,
        rows=8,
        required=True,
        error_messages={"required": "Schrijf de tekst."},
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        codes = dict.fromkeys(["nl", *region.current().languages, self.initial.get("language", "nl")])
        offer(self, "language", [(code, language_name(code)) for code in codes])


def _short(code: str) -> str:
    return code.partition("-")[0].lower()
