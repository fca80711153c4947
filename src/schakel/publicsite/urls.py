"""The public pages; the language stands before these addresses, except for Dutch."""

from django.urls import path

from schakel.publicsite.views import factsheets, files, follow_up, information, receipt, report, sealed

urlpatterns = [
    path("", information.home, name="home"),
    path("begin/<slug:slug>/", information.choose, name="choose"),
    path("melden/", report.start, name="report"),
    path("melden/controle/", report.check, name="check"),
    path("melden/ontvangen/", receipt.receipt, name="receipt"),
    path("melden/ontvangen/notitie/", receipt.note, name="receipt_note"),
    path("bewijs/", receipt.proof, name="proof"),
    path("melden/vragen/", sealed.everything, name="questions"),
    path("melden/opdracht/", sealed.task, name="task"),
    path("melden/verzegeld/", sealed.receive, name="sealed"),
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
    path("informatie/", information.index, name="information"),
    path("informatie/<slug:key>/", information.text, name="information_text"),
    path("contact/", information.contact, name="contact"),
    path("privacy/", information.privacy, name="privacy"),
    path("toegankelijkheid/", information.accessibility, name="accessibility"),
]
