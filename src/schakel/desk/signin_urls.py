"""Signing in and out: of all that allauth offers, only what the desk uses."""

from allauth.account.views import login
from django.urls import path

from schakel.desk import accounts

urlpatterns = [
    path("", login, name="account_login"),
    path("afmelden/", accounts.sign_out, name="account_logout"),
    path("gesloten/", accounts.inactive, name="account_inactive"),
]
