"""One file of a report, at the desk."""

from django.urls import path

from schakel.attachments import views

_FILE = "meldingen/<uuid:report_id>/bestanden/<uuid:file_id>/"

urlpatterns = [
    path(_FILE, views.show, name="file"),
    path(f"{_FILE}grof/", views.mosaic, name="file_mosaic"),
    path(f"{_FILE}werkkopie/", views.copy, name="file_copy"),
    path(f"{_FILE}origineel/", views.original, name="file_original"),
    path(f"{_FILE}besluit/", views.decide, name="file_decide"),
]
