"""The first page, and the pages that join rooms."""

from django.urls import path

from schakel.desk import views
from schakel.desk.views import (
    accounts,
    approvals,
    emergencies,
    invitation,
    log,
    log_files,
    log_unusual,
    municipality,
    person,
    sight,
)

urlpatterns = [
    path("", views.today, name="today"),
    path("personen/<uuid:person_id>/", person.show, name="person"),
    path("personen/<uuid:person_id>/koppelen/", person.link, name="person_link"),
    path("inzage/", sight.sight, name="sight"),
    path("mijn-gemeente/", municipality.own, name="municipality"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/uitnodigen/", accounts.invite, name="account_invite"),
    path("accounts/uitnodigingen/<uuid:invitation_id>/intrekken/", accounts.withdraw, name="invitation_withdraw"),
    path("accounts/<uuid:account_id>/", accounts.account, name="account"),
    path("accounts/<uuid:account_id>/wachtwoord/", accounts.new_password, name="account_password"),
    path("accounts/<uuid:account_id>/tweede-factor/", accounts.reset_factor, name="account_factor"),
    path("accounts/<uuid:account_id>/identiteitsdienst/", accounts.unlink_provider, name="account_provider"),
    path("accounts/<uuid:account_id>/rol/", accounts.change_role, name="account_role"),
    path("accounts/<uuid:account_id>/vertrek/", accounts.leave, name="account_leave"),
    path("uitnodiging/", invitation.invitation, name="invitation"),
    path("goedkeuringen/", approvals.approvals, name="approvals"),
    path("goedkeuringen/<uuid:proposal_id>/goedkeuren/", approvals.approve, name="proposal_approve"),
    path("goedkeuringen/<uuid:proposal_id>/afwijzen/", approvals.refuse, name="proposal_refuse"),
    path("goedkeuringen/<uuid:proposal_id>/intrekken/", approvals.withdraw, name="proposal_withdraw"),
    path("noodinzage/", emergencies.listed, name="emergencies"),
    path("noodinzage/<uuid:grant_id>/", emergencies.show, name="emergency"),
    path("logboek/", log.events, name="log"),
    path("logboek/reden/", log.reason, name="log_reason"),
    path("logboek/lezers/", log.readers, name="log_readers"),
    path("logboek/zoeken/", log.find, name="log_find"),
    path("logboek/opvallend/", log_unusual.overview, name="log_unusual"),
    path("logboek/opvallend/<uuid:user_id>/<slug:week>/<slug:figure>/", log_unusual.behind, name="log_behind"),
    path("logboek/uitvoer/", log_files.export, name="log_export"),
    path("logboek/persoon/<uuid:person_id>/", log_files.of_person, name="log_person"),
    path("logboek/casus/<slug:number>/", log_files.of_case, name="log_case"),
]
