"""Pages for professionals: in Dutch alone, so that no language stands before these addresses (decision 22)."""

from django.urls import URLPattern, path

from schakel.publicsite.views.professionals import enrolment, home, loans, mailing, materials, training

urlpatterns: list[URLPattern] = [
    path("", home.professionals, name="professionals"),
    path("mailing/", mailing.subscribe, name="mailing"),
    path("mailing/gevraagd/", mailing.asked, name="mailing_asked"),
    path("mailing/bevestigen/<slug:token>/", mailing.confirm, name="mailing_confirm"),
    path("mailing/beheer/<slug:token>/", mailing.manage, name="mailing_manage"),
    path("mailing/afmelden/<slug:token>/", mailing.leave, name="mailing_leave"),
    path("agenda/", training.agenda, name="agenda"),
    path("agenda/agenda.ics", training.agenda_feed, name="agenda_feed"),
    path("agenda/<uuid:session_id>/", training.session, name="public_session"),
    path("training-aanvragen/", training.request_training, name="request_training"),
    path("inschrijving/<str:secret>/", enrolment.manage, name="enrolment"),
    path("inschrijving/<str:secret>/afspraak.ics", enrolment.calendar, name="enrolment_calendar"),
    path("inschrijving/<str:secret>/certificaat.pdf", enrolment.certificate, name="enrolment_certificate"),
    path("aanwezig/<str:door>/", enrolment.present, name="present"),
    path("evaluatie/<str:room>/", enrolment.evaluation, name="evaluation"),
    path("certificaat/", enrolment.verify, name="verify_certificate"),
    path("materiaal/", materials.catalogue, name="catalogue"),
    path("materiaal/<uuid:material_id>/", materials.material, name="listed_material"),
    path("materiaal/<uuid:material_id>/afbeelding/", materials.picture, name="material_picture"),
    path("materiaal/<uuid:material_id>/bestand/<uuid:material_file_id>/", materials.download, name="material_download"),
    path("bestellen/", materials.order, name="order_material"),
    path("bestelling/<slug:token>/", materials.own_order, name="own_order"),
    path("lenen/", loans.kinds, name="borrow"),
    path("lenen/<uuid:loan_kind_id>/", loans.kind, name="borrow_kind"),
    path("lenen/<uuid:loan_kind_id>/afbeelding/", loans.picture, name="loan_kind_picture"),
    path("leenaanvraag/<slug:token>/", loans.own_loan, name="own_loan"),
]
