"""An invitation by mail, over a real server: to a verified address alone, without a word, and again when it moves or is off."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import icalendar
import pytest
from django.test import Client

from schakel.access.models import User
from schakel.audit.models import Event
from schakel.cases.conference.actions import attendees, planning
from schakel.cases.conference.actions.planning import When
from schakel.cases.conference.models import Attendee, Conference
from schakel.cases.models import Case
from schakel.cases.plan import worklist
from schakel.cases.plan.worklist import When as Soon
from schakel.cases.policies import NotPossible
from schakel.cases.states import CaseState
from schakel.core import region, time
from schakel.outbox.delivery import deliver_due
from schakel.outbox.models import Outgoing, State
from schakel.outbox.queries import outgoing_for
from schakel.partners import actions as partner_actions
from schakel.partners.kinds import How
from schakel.partners.models import Professional
from tests.personas import recorded
from tests.rooms.cases import conferring
from tests.rooms.cases.planning import TODAY
from tests.rooms.outbox.servers import Box, for_partners

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db
OFF = "niet ingesteld waarmee partners worden gemaild"


@pytest.fixture(autouse=True)
def _pinned() -> Iterator[None]:
    with time.travel(time.start_of(TODAY) + timedelta(hours=9)):
        yield


@pytest.fixture
def box(settings: Any) -> Iterator[Box]:
    """A mail server on loopback, and a neutral sender."""
    with for_partners(settings) as handler:
        yield handler


@pytest.fixture
def joke(tarik: User) -> Professional:
    """Somebody of elsewhere at an address that was checked."""
    row = conferring.outsider(tarik)
    partner_actions.verify(professional=row, how=How.MET, version=row.version, by=tarik)
    row.refresh_from_db()
    return row


@pytest.fixture
def attendee(case: Case, joke: Professional) -> Attendee:
    return conferring.invited(conferring.planned(case), joke)


def mailed(attendee: Attendee, by: User) -> None:
    attendees.mail_invitation(attendee=attendee, by=by)
    deliver_due()
    attendee.refresh_from_db()


def event_of(mail: Any) -> tuple[str, Any]:
    """The method and the event of what hangs on a mail."""
    (file,) = mail.iter_attachments()
    assert file.get_content_type() == "text/calendar"
    made = icalendar.Calendar.from_ical(file.get_content())
    assert file.get_param("method") == made["method"]
    return made["method"], made.walk("VEVENT")[0]


def moved(conference: Conference, by: User) -> None:
    conference.refresh_from_db()
    said = When(conference.starts_at + timedelta(days=1), 60, "Kamer 3", by, conferring.PURPOSE)
    planning.change_conference(conference=conference, said=said, revision=conference.revision, by=by)


def test_the_mail_says_when_and_where_and_nothing_else(attendee: Attendee, tarik: User, box: Box) -> None:
    mailed(attendee, tarik)
    (mail,) = box.taken
    assert (mail["To"], mail["From"], mail["Subject"]) == ("Joke@elders.example", "post@bericht.example", "Overleg")
    method, event = event_of(mail)
    assert (method, event["summary"], event["location"], event["sequence"]) == ("REQUEST", "Overleg", "Kamer 2", 0)
    whole = mail.as_string() + str(event)
    profile = region.current()
    betraying = [
        profile.name,
        profile.short_name,
        attendee.case.number,
        "Marek",
        "mensenhandel",
        "kenniscentrum",
        "schakel",
        "Tarik",
        "python",
    ]
    assert [word for word in betraying if word.lower() in whole.lower()] == []
    assert attendee.told == 0
    (sent,) = recorded("conference:invitation_mailed")
    assert sent.detail["attendee"] == str(attendee.pk)


def test_a_move_is_mailed_with_the_next_number_and_calling_off_as_that(
    attendee: Attendee, tarik: User, box: Box
) -> None:
    mailed(attendee, tarik)
    moved(attendee.conference, tarik)
    assert deliver_due() == 1
    assert event_of(box.taken[-1])[1]["sequence"] == 1
    planning.cancel(conference=attendee.conference, reason="Ziek.", by=tarik)
    assert deliver_due() == 1
    method, event = event_of(box.taken[-1])
    assert (method, event["status"], event["sequence"]) == ("CANCEL", "CANCELLED", 2)
    attendee.refresh_from_db()
    assert attendee.told == 2


def test_who_took_the_file_by_hand_is_mailed_nothing(attendee: Attendee, tarik: User, box: Box) -> None:
    attendees.invitation_taken(attendee=attendee, by=tarik)
    moved(attendee.conference, tarik)
    assert deliver_due() == 0
    assert box.taken == []


def test_an_address_that_nobody_checked_gets_nothing_but_a_sentence(
    case: Case, tarik: User, box: Box, desk: Desk
) -> None:
    attendee = conferring.invited(conferring.planned(case), conferring.outsider(tarik, "Bo Bedacht"))
    with pytest.raises(NotPossible, match="niet nagegaan"):
        attendees.mail_invitation(attendee=attendee, by=tarik)
    page = desk(tarik).get(conferring.room(case, attendee.conference)).content.decode()
    assert "Het e-mailadres is niet nagegaan" in page
    assert "/mail/" not in page
    assert not Outgoing.objects.exists()
    colleague = conferring.invited(attendee.conference, tarik)
    with pytest.raises(NotPossible, match="eigen lijst"):
        attendees.mail_invitation(attendee=colleague, by=tarik)


def test_an_address_that_changed_while_it_waited_is_not_mailed(
    attendee: Attendee, joke: Professional, tarik: User, box: Box
) -> None:
    attendees.mail_invitation(attendee=attendee, by=tarik)
    Professional.objects.filter(pk=joke.pk).update(verified_at=None, verified_by=None, verified_how="")
    assert deliver_due() == 0
    message = Outgoing.objects.get()
    assert (message.state, message.error) == (State.HELD, "unverified")
    attendee.refresh_from_db()
    assert attendee.told is None


def test_whose_part_ended_while_it_waited_is_not_mailed(attendee: Attendee, tarik: User, box: Box) -> None:
    attendees.mail_invitation(attendee=attendee, by=tarik)
    attendees.end(attendee=attendee, reason="Niet meer nodig.", by=tarik)
    assert deliver_due() == 0
    assert Outgoing.objects.get().error == "over"


def test_a_failing_server_loses_nothing(attendee: Attendee, tarik: User, box: Box) -> None:
    box.refuse = {"rcpt": ["451 later"]}
    mailed(attendee, tarik)
    assert attendee.told is None
    assert Outgoing.objects.get().state == State.WAITING
    moved(attendee.conference, tarik)
    with time.travel(time.now() + timedelta(minutes=2)):
        assert deliver_due() == 1
    assert event_of(box.taken[0])[1]["sequence"] == 1, "as it stands when it goes"


def test_a_refused_address_stands_as_failed_for_whoever_asked(
    attendee: Attendee, tarik: User, petra: User, box: Box, desk: Desk
) -> None:
    box.refuse = {"rcpt": ["550 no such user"]}
    mailed(attendee, tarik)
    assert [row.state for row in outgoing_for(tarik)] == [State.FAILED]
    assert not outgoing_for(petra).exists()
    page = desk(tarik).get("/uitgaand/").content.decode()
    assert "Joke" not in page
    stored = "".join(event.detail_text for event in Event.objects.all()) + str(list(Outgoing.objects.values()))
    assert "elders.example" not in stored


def test_who_may_have_an_invitation_is_told_that_it_is_off(attendee: Attendee, tarik: User, box: Box) -> None:
    attendees.mail_invitation(attendee=attendee, by=tarik)
    Outgoing.objects.update(state=State.UNSURE)
    planning.cancel(conference=attendee.conference, reason="Ziek.", by=tarik)
    asks = "Geef de afzegging van het overleg"
    assert [one.what for one in worklist.deadlines(tarik, Soon.WEEK, is_mine=True) if asks in one.what]
    assert deliver_due() == 1
    assert event_of(box.taken[-1])[0] == "CANCEL"
    assert not [one.what for one in worklist.deadlines(tarik, Soon.WEEK, is_mine=True) if asks in one.what]


def test_who_takes_part_again_still_holds_the_earlier_invitation(attendee: Attendee, tarik: User, box: Box) -> None:
    mailed(attendee, tarik)
    attendees.end(attendee=attendee, reason="Toch niet.", by=tarik)
    assert attendee.professional is not None
    conferring.invited(attendee.conference, attendee.professional)
    planning.cancel(conference=attendee.conference, reason="Ziek.", by=tarik)
    assert deliver_due() == 1
    assert event_of(box.taken[-1])[0] == "CANCEL"


def test_no_invitation_goes_from_a_case_that_is_over(attendee: Attendee, tarik: User, box: Box) -> None:
    attendees.mail_invitation(attendee=attendee, by=tarik)
    Case.objects.filter(pk=attendee.case_id).update(state=CaseState.CLOSED, closed_at=time.now())
    assert deliver_due() == 0
    assert Outgoing.objects.get().error == "over"


def test_what_went_is_not_sent_again_where_the_room_could_not_write_it_down(
    attendee: Attendee, tarik: User, box: Box, monkeypatch: Any
) -> None:
    logged = []

    def went(*_: Any) -> None:
        logged.extend(recorded("outgoing:sent"))
        raise NotPossible("Vernietigd.")

    monkeypatch.setattr("schakel.cases.conference.mailing._went", went)
    mailed(attendee, tarik)
    assert (Outgoing.objects.get().state, len(box.taken)) == (State.SENT, 1)
    assert logged == [], "a desk holds its row before the log as well: in another order they wait for each other"


def test_without_a_mail_server_the_page_offers_the_file(attendee: Attendee, tarik: User, desk: Desk) -> None:
    with pytest.raises(NotPossible, match=OFF):
        attendees.mail_invitation(attendee=attendee, by=tarik)
    browser, at = desk(tarik), conferring.room(attendee.case, attendee.conference)
    page = browser.get(at).content.decode()
    assert "mail aan partners niet ingesteld" in page
    assert "Download" in page
    assert OFF in browser.post(f"{at}deelnemers/{attendee.pk}/mail/", follow=True).content.decode()


def test_the_page_mails_and_says_so(attendee: Attendee, tarik: User, box: Box, desk: Desk) -> None:
    browser, at = desk(tarik), conferring.room(attendee.case, attendee.conference)
    assert f"{at}deelnemers/{attendee.pk}/mail/" in browser.get(at).content.decode()
    page = browser.post(f"{at}deelnemers/{attendee.pk}/mail/", follow=True).content.decode()
    assert "staat klaar om te worden gemaild" in page
    assert "mail: wacht" in page
    deliver_due()
    assert "mail: verstuurd" in browser.get(at).content.decode()
