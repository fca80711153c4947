"""Pages for professionals: in Dutch alone, so that no language stands before these addresses (decision 22)."""

from django.urls import URLPattern, path

from schakel.publicsite.views.professionals import home

urlpatterns: list[URLPattern] = [
    path("", home.professionals, name="professionals"),
]
