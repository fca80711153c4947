"""The partner portal, and what staff see of it in a case."""

from django.urls import path

from schakel.portal.views import case, contributions, minutes, steps

_ONE = "mijn-casussen/<uuid:case_id>/"
_ADDED = f"{_ONE}aanvullingen/<uuid:contribution_id>/"
_MINUTES = f"{_ONE}verslagen/<uuid:conference_id>/"
urlpatterns = [
    path(_ONE, case.show, name="shared_case"),
    path(f"{_ONE}verstrekkingen/<uuid:disclosure_id>/", case.given, name="shared_disclosure"),
    path(f"{_ONE}acties/<uuid:step_id>/", steps.show, name="my_step"),
    path(f"{_ONE}aanvullingen/", contributions.new, name="contribution_new"),
    path(_ADDED, contributions.show, name="contribution"),
    path(f"{_ADDED}intrekken/", contributions.withdraw, name="contribution_withdraw"),
    path(_MINUTES, minutes.show, name="my_minutes"),
    path(f"{_MINUTES}verslag.pdf", minutes.take, name="my_minutes_file"),
    path("casussen/<uuid:case_id>/aanvullingen/", contributions.every, name="contributions"),
    path("casussen/<uuid:case_id>/overleg/<uuid:conference_id>/ondertekening/", minutes.signatures, name="signatures"),
]
