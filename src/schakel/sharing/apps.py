"""Disclosures as a Django app."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "schakel.sharing"
