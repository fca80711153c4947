"""What goes out, and what does not get out."""

from django.urls import path

from schakel.outbox import views

urlpatterns = [
    path("", views.outgoing, name="outgoing"),
    path("<uuid:message_id>/opnieuw/", views.again, name="outgoing_again"),
    path("<uuid:message_id>/intrekken/", views.withdraw, name="outgoing_withdraw"),
]
