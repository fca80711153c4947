"""The public site as a Django app."""

from django.apps import AppConfig


class PublicSiteConfig(AppConfig):
    name = "schakel.publicsite"
