"""The plan of a case, the list of what is due, and the calendar."""

from django.urls import path

from schakel.cases.plan.views import calendar, clocks, goals, plan, steps, worklist

_PLAN = "casussen/<uuid:case_id>/plan/"
urlpatterns = [
    path("termijnen/", worklist.due, name="deadlines"),
    path("termijnen/regels/", worklist.rules, name="clock_rules"),
    path(_PLAN, plan.show, name="plan"),
    path(f"{_PLAN}doel/", goals.new, name="goal_new"),
    path(f"{_PLAN}doel/<uuid:goal_id>/", goals.change, name="goal"),
    path(f"{_PLAN}doel/<uuid:goal_id>/stand/", goals.end, name="goal_end"),
    path(f"{_PLAN}nieuw/", steps.choose, name="step_choose"),
    path(f"{_PLAN}nieuw/<slug:kind>/", steps.new, name="step_new"),
    path(f"{_PLAN}actie/<uuid:step_id>/", steps.show, name="step"),
    path(f"{_PLAN}actie/<uuid:step_id>/wijzigen/", steps.change, name="step_change"),
    path(f"{_PLAN}actie/<uuid:step_id>/stand/", steps.progress, name="step_progress"),
    path(f"{_PLAN}termijn/<uuid:clock_id>/", clocks.show, name="clock"),
    path(f"{_PLAN}termijn/<uuid:clock_id>/<slug:verb>/", clocks.act, name="clock_act"),
    path("mijn-agenda/", calendar.mine, name="calendar"),
    path("mijn-agenda/vernieuwen/", calendar.renew, name="calendar_renew"),
    path("mijn-agenda/stoppen/", calendar.stop, name="calendar_stop"),
    path("mijn-agenda/mail/", calendar.mail, name="calendar_mail"),
    path("agenda/<slug:token>.ics", calendar.feed, name="calendar_feed"),
]
