"""The first page, and the pages that join rooms."""

from django.urls import path

from schakel.desk import views
from schakel.desk.views import log, log_files, log_unusual, person

urlpatterns = [
    path("", views.today, name="today"),
    path("personen/<uuid:person_id>/", person.show, name="person"),
    path("personen/<uuid:person_id>/koppelen/", person.link, name="person_link"),
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
