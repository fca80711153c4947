"""Organisations, their people and covenants, contact persons of municipalities, and the table in and out."""

from django.urls import path

from schakel.partners.views import contacts, covenants, organisations, people, tables

urlpatterns = [
    path("", organisations.organisations, name="partners"),
    path("nieuw/", organisations.new, name="partner_new"),
    path("zoeken/", people.find, name="partner_find"),
    path("gemeenten/", contacts.contacts, name="municipal_contacts"),
    path("gemeenten/<str:municipality_code>/", contacts.contact, name="municipal_contact"),
    path("inlezen/", tables.read_in, name="partner_import"),
    path("inlezen/bewaren/", tables.store, name="partner_import_store"),
    path("uitvoer/", tables.take_out, name="partner_export"),
    path("<uuid:organisation_id>/", organisations.organisation, name="partner"),
    path("<uuid:organisation_id>/wijzigen/", organisations.change, name="partner_change"),
    path("<uuid:organisation_id>/einde/", organisations.end, name="partner_end"),
    path("<uuid:organisation_id>/convenant/", covenants.new, name="covenant_new"),
    path("<uuid:organisation_id>/professional/", people.new, name="professional_new"),
    path("convenanten/<uuid:covenant_id>/", covenants.change, name="covenant"),
    path("professionals/<uuid:professional_id>/", people.change, name="professional"),
    path("professionals/<uuid:professional_id>/nagaan/", people.verify, name="professional_verify"),
    path("professionals/<uuid:professional_id>/account/", people.account, name="professional_account"),
    path("professionals/<uuid:professional_id>/einde/", people.end, name="professional_end"),
]
