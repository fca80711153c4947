"""The year in figures, and making its factsheet."""

from django.urls import path

from schakel.figures.views import desk_work, publications, year

urlpatterns = [
    path("cijfers/", year.current, name="figures"),
    path("cijfers/gesprekken/", desk_work.conversations, name="conversation_figures"),
    path("cijfers/adviesvragen/<int:year>/", desk_work.advice, name="advice_figures"),
    path("cijfers/<int:year>/", year.year, name="year"),
    path("cijfers/<int:year>/meldingen/", year.reports, name="year_reports"),
    path("cijfers/<int:year>/<slug:variable>/<slug:value>/", year.behind, name="behind"),
    path("publicaties/", publications.publications, name="publications"),
    path("publicaties/<int:year>/opstellen/", publications.draft, name="publication_draft"),
    path("publicaties/<uuid:publication_id>/", publications.publication, name="publication"),
    path("publicaties/<uuid:publication_id>/goedkeuren/", publications.approve, name="publication_approve"),
    path("publicaties/<uuid:publication_id>/terugsturen/", publications.send_back, name="publication_send_back"),
    path("publicaties/<uuid:publication_id>/<str:name>", publications.file, name="publication_file"),
]
