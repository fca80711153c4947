"""Pages for professionals: in Dutch alone, so that no language stands before these addresses (decision 22)."""

from django.urls import URLPattern, path

from schakel.publicsite.views.professionals import enrolment, home, training

urlpatterns: list[URLPattern] = [
    path("", home.professionals, name="professionals"),
    path("agenda/", training.agenda, name="agenda"),
    path("agenda/agenda.ics", training.agenda_feed, name="agenda_feed"),
    path("agenda/<uuid:session_id>/", training.session, name="public_session"),
    path("training-aanvragen/", training.request_training, name="request_training"),
    path("inschrijving/<str:secret>/", enrolment.manage, name="enrolment"),
    path("inschrijving/<str:secret>/afspraak.ics", enrolment.calendar, name="enrolment_calendar"),
    path("inschrijving/<str:secret>/certificaat.pdf", enrolment.certificate, name="enrolment_certificate"),
    path("aanwezig/<str:room>/", enrolment.present, name="present"),
    path("evaluatie/<str:room>/", enrolment.evaluation, name="evaluation"),
    path("certificaat/", enrolment.verify, name="verify_certificate"),
]
