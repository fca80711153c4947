"""The desk's URLs: each room brings its own; the desk adds home, sign-in and pages that join rooms."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_GET

from schakel.core.security_txt import security_txt


@login_not_required
@require_GET
def healthy(request: HttpRequest) -> HttpResponse:
    """Whether this process answers at all."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("gezond", healthy, name="healthy"),
    path(".well-known/security.txt", login_not_required(security_txt), name="security_txt"),
    path("", include("schakel.desk.urls")),
    path("dienst/", include("schakel.duty.urls")),
    path("", include("schakel.cases.urls")),
    path("", include("schakel.sharing.urls")),
    path("", include("schakel.portal.urls")),
    path("", include("schakel.attachments.urls")),
    path("personen/", include("schakel.people.urls")),
    path("partners/", include("schakel.partners.urls")),
    path("scholing/", include("schakel.training.urls")),
    path("uitgaand/", include("schakel.outbox.urls")),
    path("campagnes/", include("schakel.prevention.campaigns.urls")),
    path("mailing/", include("schakel.mailing.urls")),
    path("", include("schakel.search.urls")),
    path("", include("schakel.figures.urls")),
    path("", include("schakel.texts.urls")),
    path("", include("schakel.prevention.urls")),
    path("", include("schakel.signin.urls")),
]
if settings.SCHAKEL_DEMO:
    urlpatterns.append(path("demo/", include("schakel.demo.urls")))

handler400 = "schakel.desk.views.bad_request"
handler403 = "schakel.desk.views.not_allowed"
handler404 = "schakel.desk.views.not_found"
handler500 = "schakel.desk.views.failed"
