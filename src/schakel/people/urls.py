"""Finding a person, correcting a description, taking a link back."""

from django.urls import path

from schakel.people import views

urlpatterns = [
    path("", views.search, name="people"),
    path("<uuid:person_id>/wijzigen/", views.correct, name="person_correct"),
    path("koppelingen/<uuid:link_id>/", views.undo_link, name="link_undo"),
]
