"""The conferences of a case."""

from django.urls import path

from schakel.cases.conference.views import attendees, holding, minutes, planning

_EVERY = "casussen/<uuid:case_id>/overleg/"
_ONE = f"{_EVERY}<uuid:conference_id>/"
_WHO = f"{_ONE}deelnemers/<uuid:attendee_id>/"
urlpatterns = [
    path(_EVERY, planning.every, name="conferences"),
    path(f"{_EVERY}nieuw/", planning.new, name="conference_new"),
    path(f"{_EVERY}bezoek.pdf", planning.visit_sheet, name="visit_sheet"),
    path(_ONE, planning.show, name="conference"),
    path(f"{_ONE}wijzigen/", planning.change, name="conference_change"),
    path(f"{_ONE}agenda/", planning.agenda, name="conference_agenda"),
    path(f"{_ONE}afzeggen/", planning.cancel, name="conference_cancel"),
    path(f"{_ONE}blad.pdf", planning.sheet, name="conference_sheet"),
    path(f"{_ONE}gehouden/", holding.hold, name="conference_hold"),
    path(f"{_ONE}besluiten/", holding.decisions, name="conference_decisions"),
    path(f"{_ONE}afspraak/", holding.agree, name="conference_agree"),
    path(f"{_ONE}deelnemers/", attendees.invite, name="conference_invite"),
    path(_WHO, attendees.show, name="conference_attendee"),
    path(f"{_WHO}antwoord/", attendees.answer, name="conference_answer"),
    path(f"{_WHO}uitnodiging/", attendees.take_invitation, name="conference_invitation"),
    path(f"{_WHO}mail/", attendees.mail_invitation, name="conference_mail"),
    path(f"{_WHO}verslag-<int:number>.pdf", attendees.minutes, name="minutes_file"),
    path(f"{_ONE}verslag/", minutes.show, name="minutes"),
    path(f"{_ONE}verslag/<slug:verb>/", minutes.act, name="minutes_act"),
]
