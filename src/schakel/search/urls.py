"""Addresses of searching."""

from django.urls import path

from schakel.search import views

urlpatterns = [path("zoeken/", views.search, name="search")]
