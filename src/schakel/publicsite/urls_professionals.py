"""Pages for professionals: in Dutch alone, so that no language stands before these addresses (decision 22)."""

from django.urls import URLPattern, path

from schakel.publicsite.views.professionals import home, loans, materials

urlpatterns: list[URLPattern] = [
    path("", home.professionals, name="professionals"),
    path("materiaal/", materials.catalogue, name="catalogue"),
    path("materiaal/<uuid:material_id>/", materials.material, name="listed_material"),
    path("materiaal/<uuid:material_id>/afbeelding/", materials.picture, name="material_picture"),
    path("materiaal/<uuid:material_id>/bestand/<uuid:material_file_id>/", materials.download, name="material_download"),
    path("bestellen/", materials.order, name="order_material"),
    path("bestelling/<slug:token>/", materials.own_order, name="own_order"),
    path("lenen/", loans.kinds, name="borrow"),
    path("lenen/<uuid:loan_kind_id>/", loans.kind, name="borrow_kind"),
    path("leenaanvraag/<slug:token>/", loans.own_loan, name="own_loan"),
]
