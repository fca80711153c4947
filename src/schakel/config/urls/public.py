"""What the public door answers to."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from schakel.core.security_txt import security_txt
from schakel.publicsite.views import information

urlpatterns = [
    # The same in every language, and known by heart.
    path("weg/", information.leave, name="leave"),
    path("gezond", information.healthy, name="healthy"),
    path("robots.txt", information.robots, name="robots"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("professionals/", include("schakel.publicsite.urls_professionals")),
    *i18n_patterns(path("", include("schakel.publicsite.urls")), prefix_default_language=False),
]

handler400 = "schakel.publicsite.views.errors.bad_request"
handler403 = "schakel.publicsite.views.errors.forbidden"
handler404 = "schakel.publicsite.views.errors.not_found"
handler500 = "schakel.publicsite.views.errors.server_error"
