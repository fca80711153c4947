"""Signing in as a persona."""

from django.urls import path

from schakel.demo import views

urlpatterns = [path("aanmelden/", views.sign_in, name="persona_sign_in")]
