"""The desk's pages for changing what the public door says."""

from django.urls import path

from schakel.texts import views

urlpatterns = [
    path("teksten/", views.texts, name="texts"),
    path("teksten/<slug:text_page>/<slug:text_language>/", views.text, name="text"),
    path("teksten/<slug:text_page>/<slug:text_language>/voorbeeld/", views.preview, name="text_preview"),
    path("teksten/<slug:text_page>/<slug:text_language>/publiceren/", views.publish, name="text_publish"),
    path("teksten/<slug:text_page>/<slug:text_language>/weggooien/", views.discard, name="text_discard"),
    path(
        "teksten/<slug:text_page>/<slug:text_language>/<slug:kind>/<int:version>/", views.version, name="text_version"
    ),
]
