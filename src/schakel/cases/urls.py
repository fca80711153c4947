"""Reports from inbox to judgement, and cases."""

from django.urls import path

from schakel.cases.views import advice, case, conversation, emergency, entry, inbox, report, sight, templates, triage

urlpatterns = [
    path("meldingen/", inbox.inbox, name="inbox"),
    path("meldingen/invoeren/", entry.entry, name="entry"),
    path("meldingen/<uuid:report_id>/", report.show, name="report"),
    path("meldingen/<uuid:report_id>/openen/", report.break_seal, name="report_open"),
    path("meldingen/meelezen/", conversation.to_read, name="answers_to_read"),
    path("meldingen/standaardteksten/", templates.templates, name="answer_templates"),
    path("meldingen/standaardteksten/nieuw/", templates.new, name="answer_template_new"),
    path("meldingen/standaardteksten/<uuid:template_id>/", templates.change, name="answer_template"),
    path("meldingen/standaardteksten/<uuid:template_id>/gebruik/", templates.retire, name="answer_template_retire"),
    path("meldingen/<uuid:report_id>/antwoord/", conversation.answer, name="report_answer"),
    path("meldingen/<uuid:report_id>/antwoord/<uuid:draft_id>/", conversation.review, name="answer_review"),
    path(
        "meldingen/<uuid:report_id>/antwoord/<uuid:draft_id>/terugnemen/",
        conversation.take_back,
        name="answer_take_back",
    ),
    path("meldingen/<uuid:report_id>/advies/", advice.handle, name="report_advice"),
    path("meldingen/<uuid:report_id>/beoordelen/", triage.triage, name="report_triage"),
    path("meldingen/<uuid:report_id>/herzien/", triage.revise, name="report_revise"),
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
