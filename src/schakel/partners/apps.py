"""Partners as a Django app."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "schakel.partners"
