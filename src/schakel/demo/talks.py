"""What the demo's reporters and staff do after a report: coming back with the code, reading along, advising."""

from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from schakel.access.models import INBOX_ID, User
from schakel.cases.advice import Handled
from schakel.cases.states import AdviceOutcome, AdviceTopic, Outcome, TimeSpent
from schakel.core import time
from schakel.intake import actions, answer_templates, answers, returns
from schakel.intake.answers import Answer
from schakel.intake.models import Channel, Report, ReportState
from schakel.methods.synthetic import InventedReport

# Of reporters who were answered, and of the others: how many come back, and within how many days.
_ANSWERED, _UNANSWERED = (0.64, 24), (0.3, 9)

_ADVICE = {
    AdviceTopic.SIGNALS: "Schrijf op wat u ziet en wat u hoort, apart. Kijk over twee weken opnieuw.",
    AdviceTopic.CONVERSATION: "Begin met wat u ziet, niet met wat u denkt. Vraag of een ander moment beter is.",
    AdviceTopic.SAFETY: "Spreek af waar en wanneer bellen veilig is. Bij gevaar 112.",
    AdviceTopic.MELDCODE: "Loop de vijf stappen na met uw aandachtsfunctionaris. Meld zelf bij Veilig Thuis.",
    AdviceTopic.MINOR: "Overleg met de jeugdbescherming. Beloof geen geheimhouding.",
    AdviceTopic.PRIVACY: "Deel zonder naam zolang dat kan. Schrijf op waarom u deelt.",
}

_TEMPLATES = (
    ("Ontvangen", "nl", "Dank u wel voor uw bericht. {leestijden} Is er nu gevaar? Bel 112."),
    ("Meer vragen", "nl", "Dank u wel. Kunt u ons vertellen wanneer u dit voor het laatst zag? Breng uzelf niet in gevaar."),
    ("Hulp zonder aangifte", "nl", "U kunt hulp krijgen zonder aangifte te doen. Bellen mag ook: {telefoon}."),
    ("Received", "en", "Thank you for your message. {leestijden} Are you in danger now? Call 112."),
    ("Odebrano", "pl", "Dziękujemy za wiadomość. Czy jest teraz niebezpiecznie? Zadzwoń pod numer 112."),
)  # fmt: skip


def come_back(invented: InventedReport, report: Report) -> None:
    """Some reporters return with their code, a while after the answer; the same ones every time."""
    if report.channel != Channel.WEB:
        return
    random = Random(f"return {invented.received_at.isoformat()}")  # noqa: S311  (invented, not secret)
    answered = report.messages.order_by("sent_at").values_list("sent_at", flat=True).first()
    share, most_days = _UNANSWERED if answered is None else _ANSWERED
    spoke = any(direction != "centre" for direction, _ in invented.conversation)
    if not spoke and random.random() > share:
        return
    wait = timedelta() if spoke else timedelta(days=random.triangular(0, most_days, 2))
    back = (answered or report.received_at) + wait
    if back <= time.now():
        with time.travel(back):
            _look(report)


def _look(report: Report) -> None:
    """As the page of a conversation does for whoever holds the code."""
    returns.note(report)
    shown = report.messages.filter(sent_at__lte=time.now()).values_list("pk", flat=True)
    actions.mark_read_by_reporter(report=report, messages=list(shown))


def advised(invented: InventedReport) -> Handled:
    """How a professional was helped."""
    random = Random(f"advice {invented.received_at.isoformat()}")  # noqa: S311  (invented, not secret)
    topic = random.choice(list(_ADVICE))
    minutes = random.choice([TimeSpent.QUARTER, TimeSpent.HALF, TimeSpent.HALF, TimeSpent.HOUR])
    return Handled(AdviceOutcome.ADVISED, topic, _ADVICE[topic], int(minutes))


@transaction.atomic
def leave_some_work(*, author: User, keeper: User) -> None:
    """Standard texts, an answer that waits for a second reader, and a reporter who wrote this morning."""
    for title, language, body in _TEMPLATES:
        answer_templates.write(title=title, language=language, body=body, by=keeper)
    signals = Report.objects.filter(state=ReportState.TRIAGED, compartment=INBOX_ID, channel=Channel.WEB, language="nl")
    judged = signals.filter(triages__superseded_at=None, triages__outcome=Outcome.NO_FURTHER_ACTION)
    waiting, spoken = judged.order_by("-received_at", "pk")[:2]
    answers.submit(
        report=waiting,
        said=Answer("Dank u wel. Wij bellen u niet. Komt u over een week terug met de code?"),
        by=author,
    )
    with time.travel(_this_morning()):
        _look(spoken)
        actions.add_from_reporter(report=spoken, text="Er staat nu elke avond een busje voor de deur.")


def _this_morning() -> datetime:
    now = time.now()
    return min(now, now.replace(hour=7, minute=50, second=0, microsecond=0))
