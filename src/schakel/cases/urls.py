"""Reports from inbox to judgement, and cases."""

from django.urls import path

from schakel.cases.views import case, entry, inbox, report, triage

urlpatterns = [
    path("meldingen/", inbox.inbox, name="inbox"),
    path("meldingen/invoeren/", entry.entry, name="entry"),
    path("meldingen/<uuid:report_id>/", report.show, name="report"),
    path("meldingen/<uuid:report_id>/openen/", report.break_seal, name="report_open"),
    path("meldingen/<uuid:report_id>/antwoord/", report.answer, name="report_answer"),
    path("meldingen/<uuid:report_id>/beoordelen/", triage.triage, name="report_triage"),
    path("meldingen/<uuid:report_id>/herzien/", triage.revise, name="report_revise"),
    path("casussen/", case.cases, name="cases"),
    path("casussen/<uuid:case_id>/", case.show, name="case"),
    path("casussen/<uuid:case_id>/notitie/", case.note, name="case_note"),
    path("casussen/<uuid:case_id>/sluiten/", case.close, name="case_close"),
    path("casussen/<uuid:case_id>/heropenen/", case.reopen, name="case_reopen"),
]
