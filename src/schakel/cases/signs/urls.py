"""The signs of the people in a case, and the lists of signs."""

from django.urls import path

from schakel.cases.signs.views import follows, own, sources

_CASE = "casussen/<uuid:case_id>/signalen/"
_ONE = f"{_CASE}<uuid:involvement_id>/"
urlpatterns = [
    path(_CASE, follows.everybody, name="signs"),
    path(_ONE, follows.show, name="signs_of"),
    path(f"{_ONE}verloop/", follows.history, name="signs_history"),
    path(f"{_ONE}bron/", sources.begin, name="signs_begin"),
    path(f"{_ONE}bron/<uuid:source_id>/", sources.fill_in, name="signs_source"),
    path("signalen/", own.every, name="signs_list"),
    path("signalen/nieuw/", own.new, name="own_sign_new"),
    path("signalen/<uuid:sign_id>/", own.change, name="own_sign"),
    path("signalen/<uuid:sign_id>/gebruik/", own.retire, name="own_sign_retire"),
]
