"""The desk's addresses of prevention."""

from django.urls import path

from schakel.prevention.loans.views import loans, things
from schakel.prevention.materials.views import catalogue, municipal, orders

_MATERIAL, _ORDER = "materiaal/<uuid:material_id>/", "bestellingen/<uuid:order_id>/"
_LOAN, _THING, _KIND = (
    "uitleen/aanvragen/<uuid:loan_id>/",
    "uitleen/dingen/<uuid:thing_id>/",
    "uitleen/soorten/<uuid:kind_id>/",
)

urlpatterns = [
    path("materiaal/", catalogue.materials, name="materials"),
    path("materiaal/nieuw/", catalogue.new, name="material_new"),
    path(_MATERIAL, catalogue.one, name="material"),
    path(f"{_MATERIAL}wijzigen/", catalogue.change, name="material_change"),
    path(f"{_MATERIAL}voorraad/", catalogue.stock, name="material_stock"),
    path(f"{_MATERIAL}versie/", catalogue.edition, name="material_edition"),
    path(f"{_MATERIAL}bestand/", catalogue.put_file, name="material_file_put"),
    path(f"{_MATERIAL}bestand/<uuid:material_file_id>/", catalogue.file, name="material_file"),
    path(f"{_MATERIAL}bestand/<uuid:material_file_id>/weg/", catalogue.remove_file, name="material_file_remove"),
    path("bestellingen/", orders.orders, name="orders"),
    path("bestellingen/gemeenten/", orders.places, name="order_places"),
    path(_ORDER, orders.order, name="order"),
    path(f"{_ORDER}<slug:act>/", orders.act, name="order_act"),
    path("mijn-gemeente/materiaal/", municipal.own_orders, name="own_orders"),
    path("mijn-gemeente/materiaal/<uuid:own_order_id>/intrekken/", municipal.withdraw, name="own_order_withdraw"),
    path("mijn-gemeente/lenen/", loans.own_loans, name="own_loans"),
    path("uitleen/", loans.loans, name="loans"),
    path("uitleen/kalender/", loans.calendar, name="loan_calendar"),
    path("uitleen/afgelopen/", loans.over, name="loans_over"),
    path("uitleen/aanvragen/nieuw/", loans.new, name="loan_new"),
    path(_LOAN, loans.loan, name="loan"),
    path(f"{_LOAN}bevestigen/", loans.confirm, name="loan_confirm"),
    path(f"{_LOAN}meegeven/", loans.hand_out, name="loan_hand_out"),
    path(f"{_LOAN}terugnemen/", loans.take_back, name="loan_take_back"),
    path(f"{_LOAN}verlengen/", loans.extend, name="loan_extend"),
    path(f"{_LOAN}<slug:act>/", loans.act, name="loan_act"),
    path("uitleen/dingen/", things.things, name="things"),
    path("uitleen/soorten/nieuw/", things.kind_new, name="kind_new"),
    path(_KIND, things.kind_change, name="kind_change"),
    path(f"{_KIND}afbeelding/", things.kind_picture, name="kind_picture"),
    path(f"{_KIND}afbeelding/plaatsen/", things.kind_picture_put, name="kind_picture_put"),
    path(f"{_KIND}toevoegen/", things.thing_new, name="thing_new"),
    path(_THING, things.thing, name="thing"),
    path(f"{_THING}wijzigen/", things.thing_change, name="thing_change"),
    path(f"{_THING}label/", things.label, name="thing_label"),
    path(f"{_THING}<slug:done>/", things.act, name="thing_act"),
    path("uitleen/fotos/<uuid:photo_id>/", things.condition_photo, name="condition_photo"),
]
