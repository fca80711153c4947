"""The first page, and the pages that join rooms."""

from django.urls import path

from schakel.desk import views
from schakel.desk.views import emergencies, person

urlpatterns = [
    path("", views.today, name="today"),
    path("personen/<uuid:person_id>/", person.show, name="person"),
    path("personen/<uuid:person_id>/koppelen/", person.link, name="person_link"),
    path("noodinzage/", emergencies.listed, name="emergencies"),
    path("noodinzage/<uuid:grant_id>/", emergencies.show, name="emergency"),
]
