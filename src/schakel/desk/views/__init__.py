"""The first page, errors, and the pages that join rooms."""

from schakel.desk.views.errors import bad_request, failed, form_expired, not_allowed, not_found
from schakel.desk.views.today import today

__all__ = ["bad_request", "failed", "form_expired", "not_allowed", "not_found", "today"]
