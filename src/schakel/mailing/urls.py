"""The desk's pages of the mailing."""

from django.urls import path

from schakel.mailing import views

urlpatterns = [
    path("", views.mailings, name="mailings"),
    path("nieuw/", views.new, name="mailings_new"),
    path("adressen/", views.bounced, name="mailings_bounced"),
    path("adressen/<uuid:subscription_id>/weg/", views.drop, name="mailings_drop"),
    path("<uuid:mailing_id>/", views.one, name="mailings_one"),
    path("<uuid:mailing_id>/proef/", views.test, name="mailings_test"),
    path("<uuid:mailing_id>/versturen/", views.send, name="mailings_send"),
    path("<uuid:mailing_id>/weggooien/", views.discard, name="mailings_discard"),
]
