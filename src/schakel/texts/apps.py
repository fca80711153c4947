"""The texts as a Django app."""

from django.apps import AppConfig


class TextsConfig(AppConfig):
    name = "schakel.texts"
