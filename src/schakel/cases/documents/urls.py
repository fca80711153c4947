"""The documents of a case, and the templates of letters."""

from django.urls import path

from schakel.cases.documents.views import files, letters, page, templates, uploads

_TEMPLATES = "casussen/sjablonen/"
_EVERY = "casussen/<uuid:case_id>/documenten/"
_ONE = f"{_EVERY}<uuid:document_id>/"
_FILE = f"{_ONE}<int:number>/"
urlpatterns = [
    path(_TEMPLATES, templates.every, name="letter_templates"),
    path(f"{_TEMPLATES}nieuw/", templates.new, name="letter_template_new"),
    path(f"{_TEMPLATES}<uuid:template_id>/", templates.change, name="letter_template"),
    path(f"{_TEMPLATES}<uuid:template_id>/gebruik/", templates.retire, name="letter_template_retire"),
    path(_EVERY, page.every, name="documents"),
    path(f"{_EVERY}toevoegen/", uploads.new, name="document_new"),
    path(f"{_EVERY}brief/", letters.choose, name="letter_choose"),
    path(f"{_EVERY}brief/<slug:key>/", letters.begin, name="letter_begin"),
    path(_ONE, page.show, name="document"),
    path(f"{_ONE}wijzigen/", page.change, name="document_change"),
    path(f"{_ONE}versie/", uploads.version, name="document_version"),
    path(f"{_ONE}apart/", page.aside, name="document_aside"),
    path(f"{_ONE}terug/", page.back, name="document_back"),
    path(f"{_ONE}tekst/", letters.write, name="letter"),
    path(f"{_FILE}werkkopie/", files.copy, name="document_copy"),
    path(f"{_FILE}origineel/", files.original, name="document_original"),
    path(f"{_FILE}beeld/", files.look, name="document_look"),
    path(f"{_FILE}grof/", files.mosaic, name="document_mosaic"),
    path(f"{_FILE}besluit/", files.decide, name="document_decide"),
]
