"""The ground floor as a Django app."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "schakel.core"
