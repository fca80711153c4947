"""Training at the desk."""

from django.urls import path

from schakel.training.views import arriving, courses, people, sessions

urlpatterns = [
    path("", sessions.every, name="trainings"),
    path("soorten/nieuw/", courses.new, name="training_course_new"),
    path("soorten/<uuid:course_id>/", courses.change, name="training_course"),
    path("aanvragen/<uuid:request_id>/", courses.asked, name="training_request"),
    path("aanvragen/<uuid:request_id>/afwijzen/", courses.decline, name="training_decline"),
    path("plannen/", sessions.plan, name="training_plan"),
    path("elders/", sessions.elsewhere, name="training_elsewhere"),
    path("deelnemers/<uuid:enrolment_id>/", people.put_right, name="training_put_right"),
    path("deelnemers/<uuid:enrolment_id>/afmelden/", people.take_out, name="training_take_out"),
    path("deelnemers/<uuid:enrolment_id>/certificaat.pdf", people.certificate, name="training_certificate"),
    path("deelnemers/<uuid:enrolment_id>/intrekken/", people.withdraw, name="training_withdraw"),
    path("er/<str:room>/<str:code>/", arriving.arrived, name="training_arrived"),
    path("deelnemers/<uuid:enrolment_id>/opnieuw/", people.certify_anew, name="training_certify_anew"),
    path("<uuid:session_id>/", sessions.show, name="training_session"),
    path("<uuid:session_id>/wijzigen/", sessions.change, name="training_change"),
    path("<uuid:session_id>/verbeteren/", sessions.correct, name="training_correct"),
    path("<uuid:session_id>/programma/", sessions.programme, name="training_programme"),
    path("<uuid:session_id>/afgelasten/", sessions.call_off, name="training_call_off"),
    path("<uuid:session_id>/gehouden/", sessions.close, name="training_close"),
    path("<uuid:session_id>/aanwezig/", people.attendance, name="training_attendance"),
    path("<uuid:session_id>/aanwezig/<uuid:enrolment_id>/", people.tick, name="training_tick"),
    path("<uuid:session_id>/zonder-inschrijving/", people.walk_in, name="training_walk_in"),
    path("<uuid:session_id>/scherm/", people.screen, name="training_screen"),
    path("<uuid:session_id>/groepen/", people.divide, name="training_divide"),
    path("<uuid:session_id>/naamkaartjes.pdf", people.badges, name="training_badges"),
    path("<uuid:session_id>/certificaten/", people.certify, name="training_certify"),
    path("<uuid:session_id>/antwoorden/", people.answers, name="training_answers"),
    path("<uuid:session_id>/vervolg/", people.follow_up, name="training_follow_up"),
]
