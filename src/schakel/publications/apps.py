"""Publications as a Django app."""

from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    name = "schakel.publications"
