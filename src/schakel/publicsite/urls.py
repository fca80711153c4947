"""The public pages; the language stands before these addresses, except for Dutch."""

from django.urls import path

from schakel.publicsite.views import factsheets, files, follow_up, information, report

urlpatterns = [
    path("", information.home, name="home"),
    path("melden/", report.start, name="report"),
    path("melden/controle/", report.check, name="check"),
    path("melden/ontvangen/", report.receipt, name="receipt"),
    path("melden/<slug:slug>/", report.step, name="step"),
    path("meesturen/", files.files, name="files"),
    path("meesturen/weg/", files.remove, name="file_take_back"),
    path("stoppen/", report.stop, name="stop"),
    path("gestopt/", report.stopped, name="stopped"),
    path("afgesloten/", report.closed, name="closed"),
    path("vervolg/", follow_up.enter_code, name="follow_up"),
    path("vervolg/gesprek/", follow_up.conversation, name="conversation"),
    path("factsheet/", factsheets.factsheets, name="factsheets"),
    path("factsheet/<int:year>/", factsheets.factsheet, name="factsheet"),
    path("factsheet/<int:year>/<str:name>", factsheets.download, name="factsheet_file"),
    path("contact/", information.contact, name="contact"),
    path("privacy/", information.privacy, name="privacy"),
    path("toegankelijkheid/", information.accessibility, name="accessibility"),
]
