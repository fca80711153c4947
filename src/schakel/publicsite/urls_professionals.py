"""Pages for professionals: in Dutch alone, so that no language stands before these addresses (decision 22)."""

from django.urls import URLPattern, path

from schakel.publicsite.views.professionals import home, mailing

urlpatterns: list[URLPattern] = [
    path("", home.professionals, name="professionals"),
    path("mailing/", mailing.subscribe, name="mailing"),
    path("mailing/gevraagd/", mailing.asked, name="mailing_asked"),
    path("mailing/bevestigen/<slug:token>/", mailing.confirm, name="mailing_confirm"),
    path("mailing/beheer/<slug:token>/", mailing.manage, name="mailing_manage"),
    path("mailing/afmelden/<slug:token>/", mailing.leave, name="mailing_leave"),
]
