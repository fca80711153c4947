"""The roster of duty."""

from django.urls import path

from schakel.duty import views

urlpatterns = [
    path("", views.roster, name="duty"),
    path("plannen/", views.plan, name="duty_plan"),
    path("geven/", views.give, name="duty_give"),
    path("ruilen/", views.swap, name="duty_swap"),
    path("afwezig/", views.away, name="duty_away"),
    path("afwezig/<uuid:absence_id>/terug/", views.back, name="duty_back"),
    path("gesloten/", views.close, name="duty_close"),
    path("gesloten/<uuid:closure_id>/intrekken/", views.open_again, name="duty_open"),
    path("bericht/", views.wish, name="duty_wish"),
]
