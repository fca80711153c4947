"""Reports from inbox to judgement, and cases."""

from django.urls import path

from schakel.cases.views import case, emergency, entry, inbox, joining, report, sight, triage, work

urlpatterns = [
    path("meldingen/", inbox.inbox, name="inbox"),
    path("meldingen/invoeren/", entry.entry, name="entry"),
    path("meldingen/<uuid:report_id>/", report.show, name="report"),
    path("meldingen/<uuid:report_id>/openen/", report.break_seal, name="report_open"),
    path("meldingen/<uuid:report_id>/antwoord/", report.answer, name="report_answer"),
    path("meldingen/<uuid:report_id>/beoordelen/", triage.triage, name="report_triage"),
    path("meldingen/<uuid:report_id>/herzien/", triage.revise, name="report_revise"),
    path("meldingen/apart/", work.set_aside_many, name="reports_aside"),
    path("meldingen/<uuid:report_id>/nemen/", work.take, name="report_take"),
    path("meldingen/<uuid:report_id>/vrijgeven/", work.let_go, name="report_let_go"),
    path("meldingen/<uuid:report_id>/geven/", work.hand_over, name="report_hand_over"),
    path("meldingen/<uuid:report_id>/geen-bericht/", work.close_answer, name="report_close_answer"),
    path("meldingen/<uuid:report_id>/apart/", work.set_aside, name="report_aside"),
    path("meldingen/<uuid:report_id>/terug/", work.bring_back, name="report_back"),
    path("meldingen/<uuid:report_id>/samen/", joining.join, name="report_join"),
    path("meldingen/<uuid:report_id>/los/", joining.part, name="report_part"),
    path("meldingen/<uuid:report_id>/eerste/", joining.lead, name="report_lead"),
    path("casussen/", case.cases, name="cases"),
    path("casussen/zoeken/", emergency.find, name="case_find"),
    path("casussen/noodinzage/", emergency.break_glass, name="break_glass"),
    path("casussen/<uuid:case_id>/", case.show, name="case"),
    path("casussen/<uuid:case_id>/notitie/", case.note, name="case_note"),
    path("casussen/<uuid:case_id>/sluiten/", case.close, name="case_close"),
    path("casussen/<uuid:case_id>/heropenen/", case.reopen, name="case_reopen"),
    path("casussen/<uuid:case_id>/toegang/", sight.show, name="case_access"),
    path("casussen/<uuid:case_id>/toegang/deelnemer/", sight.let_in, name="case_let_in"),
    path("casussen/<uuid:case_id>/toegang/waarnemer/", sight.stand_in, name="case_stand_in"),
    path("casussen/<uuid:case_id>/toegang/overdragen/", sight.hand_over, name="case_hand_over"),
    path("casussen/<uuid:case_id>/toegang/uitsluiten/", sight.exclude, name="case_exclude"),
    path("casussen/<uuid:case_id>/toegang/uitgesloten/<uuid:exclusion_id>/", sight.lift, name="case_lift_exclusion"),
    path("casussen/<uuid:case_id>/toegang/<uuid:grant_id>/einde/", sight.end, name="case_end_access"),
    path("casussen/<uuid:case_id>/toegang/<uuid:grant_id>/verlengen/", sight.renew, name="case_renew_access"),
]
