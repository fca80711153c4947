"""Outbox as a Django app."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "schakel.outbox"
