"""Prevention as a Django app."""

from django.apps import AppConfig


class PreventionConfig(AppConfig):
    name = "schakel.prevention"
