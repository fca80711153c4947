"""What the centre does with the reports of a year, in the order in which they came in."""

from dataclasses import replace
from random import Random

from schakel.methods.synthetic.records import InventedReport, Message, Misfit, Outcome, TriageDecision, Urgency

_NEW_CASE_SHARE = 0.57
_FOLLOWED_UP_SHARE = 0.7

_REASONS: dict[str, tuple[str, ...]] = {
    "new_case": (
        "Meerdere signalen van uitbuiting, afstemming tussen organisaties is nodig.",
        "Vermoeden van dwang; zorg en veiligheid moeten hier samen kijken.",
        "Signalen passen bij mensenhandel en er is nog niemand die de regie heeft.",
    ),
    "add_to_case": ("Gaat over iemand die al in een casus zit.", "Nieuwe informatie bij een lopende casus."),
    "no_further_action": (
        "Vermoeden van slachtofferschap, maar te weinig om nu op te handelen.",
        "Signaal vastgelegd; hulp is al betrokken en er is geen regie nodig.",
        "Persoon wil op dit moment geen hulp; signaal blijft bewaard.",
    ),
    "signal": ("Algemeen signaal over een plek, niemand in beeld.",),
    "advice_only": ("Adviesvraag zonder persoonsgegevens.", "Meegedacht met de professional, geen melding."),
    "redirected": ("Hoort bij een andere organisatie of regio.",),
    "smuggling_question": ("Vraag over mensensmokkel, geen uitbuiting.",),
    "spam": ("Reclame.",),
    "nuisance": ("Geen melding van mensenhandel.",),
}  # fmt: skip

_NOTES: dict[str, tuple[str, ...]] = {
    "new_case": (
        "Overleg plannen met wijkteam en politie.",
        "Eerst contact via de melder, niet rechtstreeks.",
        "Aandachtsfunctionaris van de gemeente gebeld.",
        "Opvangplek nagevraagd.",
    ),
    "add_to_case": ("Toegevoegd, procesregisseur ingelicht.", "Bevestigt het eerdere beeld."),
    "no_further_action": ("Bij een nieuw signaal opnieuw bekijken.", "Melder weet dat terugkomen kan.", ""),
    "signal": ("Doorgegeven aan toezicht als algemene aandachtsplek.", ""),
    "advice_only": ("Teruggebeld, melder kan verder.", "Signalenkaart gestuurd."),
    "redirected": ("Melder is de weg gewezen.",),
    "smuggling_question": ("Uitleg gegeven over het verschil.",),
}  # fmt: skip

_ANSWERS: dict[str, dict[str, str]] = {
    "nl": {
        "new_case": "Dank voor uw melding. Wij nemen dit op met de organisaties die kunnen helpen. Kunt u ons laten "
        "weten als er iets verandert?",
        "add_to_case": "Dank u wel, deze informatie helpt ons verder.",
        "no_further_action": "Dank u wel dat u dit met ons deelt. Het is vastgelegd. Ziet u meer, schrijf dan gerust "
        "opnieuw.",
        "advice": "Goed dat u het even voorlegt. Wij denken met u mee; hieronder staat wat u kunt doen zonder "
        "iemand in gevaar te brengen.",
        "refer": "Dit past beter bij een andere organisatie. Wij leggen u uit bij wie u terechtkunt.",
    },
    "en": {
        "new_case": "Thank you for telling us. We are discussing this with organisations that can help. Please "
        "write again if anything changes.",
        "add_to_case": "Thank you, this helps us.",
        "no_further_action": "Thank you for sharing this. We have kept it on record. You can write again at any time.",
        "advice": "Thank you for asking. We explain below what you can do safely.",
        "refer": "Another organisation can help you better. We explain whom to contact.",
    },
}  # fmt: skip
_REPLIES = {
    "nl": (
        "Dank u. Ik heb sindsdien niets meer gezien.",
        "Gisteren stond er weer een andere auto.",
        "Fijn dat jullie er iets mee doen.",
        "Ik kan morgen bellen na vier uur.",
        "Moet ik nog iets bewaren of opschrijven?",
    ),
    "en": ("Thank you. I will write if I see more.", "It is still the same.", "Is it safe to wait?"),
}  # fmt: skip
_THANKS = {
    "nl": "Dank u, dat is genoeg. Bij gevaar belt u direct 112.",
    "en": "Thank you. If there is danger, call 112 at once.",
}


def counts(report: InventedReport) -> bool:
    """Whether the people of this report are counted: it fits the purpose and was more than advice or a referral."""
    decision = report.triage
    return decision is not None and decision.fits_purpose and decision.outcome not in ("advice", "refer")


class Desk:
    """Triages reports one after another and remembers who is in which case."""

    def __init__(self, rng: Random, year: int, cases: dict[str, str]) -> None:
        """`cases` gives the case that a person (identity key) is in already."""
        self._rng = rng
        self._year = year
        self._case_of = dict(cases)
        self._opened = 0
        self._reported = set(cases)

    def handle(self, report: InventedReport, kind: str) -> InventedReport:
        """The report with its decision and conversation; `kind` is "sign", or what sort of uncounted report it is."""
        decision = self._decide_sign(report) if kind == "sign" else self._decide_uncounted(kind)
        return replace(report, triage=decision, conversation=self._converse(report, decision))

    def _decide_sign(self, report: InventedReport) -> TriageDecision:
        rng = self._rng
        keys = [person.identity_key for person in report.people]
        case = next((self._case_of[key] for key in keys if key in self._case_of), None)
        again = any(key in self._reported for key in keys)
        outcome: Outcome
        if case is not None:
            outcome = "add_to_case"
        elif rng.random() < (_FOLLOWED_UP_SHARE if again else _NEW_CASE_SHARE) or report.danger_today:
            outcome = "new_case"
            self._opened += 1
            case = f"case-{self._year}-{self._opened:03d}"
        else:
            outcome = "no_further_action"
        self._reported.update(keys)
        if case is not None:
            self._case_of.update({key: case for key in keys if key not in self._case_of})
        confirmed = case is not None and (report.reporter_category in ("police", "comensha")) and rng.random() < 0.5
        return TriageDecision(
            fits_purpose=True,
            reason=rng.choice(_REASONS[outcome]),
            urgency=self._urgency(report),
            outcome=outcome,
            note=rng.choice(_NOTES[outcome]),
            case_key=case,
            victim_status="confirmed" if confirmed else "possible",
        )

    def _urgency(self, report: InventedReport) -> Urgency:
        if report.danger_today:
            return "urgent"
        if report.under_18:
            return "soon"
        return self._rng.choices(("ordinary", "soon", "urgent"), (75, 22, 3))[0]

    def _decide_uncounted(self, kind: str) -> TriageDecision:
        settled: dict[str, tuple[bool, Outcome, Misfit | None]] = {
            "signal": (True, "no_further_action", None),
            "advice_only": (True, "advice", "advice_only"),
            "advice_naming": (True, "advice", "advice_only"),
            "redirected": (False, "refer", "redirected"),
            "smuggling_question": (False, "refer", "smuggling_question"),
            "spam": (False, "no_further_action", "spam"),
            "nuisance": (False, "no_further_action", "nuisance"),
        }
        fits, outcome, misfit = settled[kind]
        told = misfit or kind
        return TriageDecision(
            fits_purpose=fits,
            reason=self._rng.choice(_REASONS[told]),
            urgency="ordinary",
            outcome=outcome,
            note=self._rng.choice(_NOTES.get(told, ("",))),
            misfit=misfit,
        )

    def _converse(self, report: InventedReport, decision: TriageDecision) -> tuple[Message, ...]:
        """None to three messages: an answer, what the reporter writes back, and a last word. Junk gets no answer."""
        rng = self._rng
        if decision.misfit in ("spam", "nuisance") or rng.random() < 0.3:
            return ()
        language = "nl" if report.language == "nl" else "en"
        said = [Message("centre", _ANSWERS[language][decision.outcome])]
        if rng.random() < 0.5:
            said.append(Message("reporter", rng.choice(_REPLIES[language])))
            if rng.random() < 0.4:
                said.append(Message("centre", _THANKS[language]))
        return tuple(said)
