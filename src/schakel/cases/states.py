"""The states and choices of triage and case."""

from django.db import models

from schakel.intake.content import Way


class CaseState(models.TextChoices):
    """Where a case stands (Wgs art. 2.31). What leads from one to the next stands in `moves.py`."""

    NOTIFIED = "notified", "aangemeld"
    CHECKED = "checked", "doel getoetst"
    GATHERING = "gathering", "informatie verzamelen"
    PARTICIPANTS = "participants", "deelnemers gekozen"
    CONFERENCE = "conference", "in casusoverleg"
    EXECUTING = "executing", "in uitvoering"
    EVALUATING = "evaluating", "in evaluatie"
    CLOSED = "closed", "gesloten"
    SHIELDED = "shielded", "afgeschermd"
    REDIRECTED = "redirected", "doorverwezen"


# Nobody works on these any more; `Case.closed_at` is set in exactly these states.
ENDED = (CaseState.CLOSED, CaseState.SHIELDED, CaseState.REDIRECTED)
# The chain as a case usually goes it, for the line at the top of its page.
CHAIN = tuple(state for state in CaseState if state not in (CaseState.SHIELDED, CaseState.REDIRECTED))


class InvolvedAs(models.TextChoices):
    """As what somebody is in a case. One human being may be several of these at once, each on a row of its own."""

    VICTIM = "victim", "(vermoedelijk) slachtoffer"
    SUSPECT = "suspect", "verdachte"
    FAMILY = "family", "familie of naaste"
    WITNESS = "witness", "getuige"
    OTHER = "other", "anders betrokken"


class RiskLevel(models.TextChoices):
    """How dangerous it is, in words: a judgement of a person, never a score."""

    LOW = "low", "geen direct gevaar"
    RAISED = "raised", "verhoogd: het kan misgaan"
    HIGH = "high", "hoog: er moet snel iets gebeuren"
    ACUTE = "acute", "acuut: er is nu gevaar"


class ClosingOutcome(models.TextChoices):
    """What a case brought."""

    SAFE = "safe", "veilig, en kan zelf verder"
    CARED_FOR = "cared_for", "hulp loopt door bij een andere organisatie"
    UNCHANGED = "unchanged", "de situatie is niet veranderd"
    NOT_TRAFFICKING = "not_trafficking", "het bleek geen mensenhandel"
    UNKNOWN = "unknown", "onbekend hoe het nu gaat"
    CONTINUED = "continued", "gaat verder in een andere casus"


class ClosingReason(models.TextChoices):
    """Why a case ends now."""

    GOALS_MET = "goals_met", "de doelen zijn gehaald"
    NO_COOPERATION = "no_cooperation", "betrokkene wil geen hulp (meer)"
    NO_CONTACT = "no_contact", "geen contact meer mogelijk"
    MOVED = "moved", "verhuisd naar een andere regio of een ander land"
    NO_PURPOSE = "no_purpose", "samenwerken is niet (meer) nodig"
    JOINED = "joined", "samengevoegd met een andere casus"


class CaseUrgency(models.TextChoices):
    """How soon somebody must act, decided at triage."""

    ORDINARY = "ordinary", "gewoon"
    SOON = "soon", "deze week"
    URGENT = "urgent", "vandaag"


class Outcome(models.TextChoices):
    """What triage decides to do with a report."""

    NEW_CASE = "new_case", "nieuwe casus"
    ADD_TO_CASE = "add_to_case", "toevoegen aan een casus"
    ADVICE = "advice", "advies gegeven"
    REFER = "refer", "doorverwezen"
    NO_FURTHER_ACTION = "no_further_action", "geen verdere actie"
    REQUEST_HANDLED = "request_handled", "aanvraag afgehandeld"


class AdviceOutcome(models.TextChoices):
    """How an advice request ended."""

    ADVISED = "advised", "advies gegeven"
    REFERRED = "referred", "doorverwezen"
    BECAME_REPORT = "became_report", "werd een melding"


class AdviceTopic(models.TextChoices):
    """What professionals ask about, for the figures."""

    SIGNALS = "signals", "signalen herkennen"
    CONVERSATION = "conversation", "het gesprek aangaan"
    SAFETY = "safety", "veiligheid en opvang"
    MELDCODE = "meldcode", "meldcode en Veilig Thuis"
    MINOR = "minor", "iemand onder de 18"
    RESIDENCE = "residence", "bedenktijd en verblijf"
    POLICE = "police", "aangifte en politie"
    PRIVACY = "privacy", "privacy en gegevens delen"
    OTHER = "other", "iets anders"


class TimeSpent(models.IntegerChoices):
    """Minutes, coarse: nobody keeps a stopwatch."""

    QUARTER = 15, "een kwartier of korter"
    HALF = 30, "ongeveer een half uur"
    HOUR = 60, "ongeveer een uur"
    LONGER = 120, "twee uur of langer"


# A report counts when it fits the purpose, was not only advice, and was not handed on elsewhere (domain.md §3.3).
COUNTED_OUTCOMES = (Outcome.NEW_CASE, Outcome.ADD_TO_CASE, Outcome.NO_FURTHER_ACTION)
WITH_CASE = (Outcome.NEW_CASE, Outcome.ADD_TO_CASE)

# What can come of something that is no report of (suspected) victimhood: an advice request may turn out to be one, and
# then becomes a case; a request for a training never does.
_OF_WAY = {
    Way.ADVICE.value: (Outcome.ADVICE, Outcome.REFER, *WITH_CASE),
    Way.REQUEST.value: (Outcome.REQUEST_HANDLED, Outcome.REFER),
}
_OF_A_REPORT = tuple(outcome for outcome in Outcome if outcome != Outcome.REQUEST_HANDLED)


def outcomes_for(way: str) -> tuple[Outcome, ...]:
    """The outcomes that fit what the reporter came for."""
    return _OF_WAY.get(way, _OF_A_REPORT)


def counts(way: str, outcome: str) -> bool:
    """Whether the persons of a report count as reported victims: never those of a question or a request."""
    return outcome in COUNTED_OUTCOMES and outcome in outcomes_for(way)
