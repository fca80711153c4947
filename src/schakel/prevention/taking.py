"""What the desk's forms do alike: take one small file, and show two people's words beside each other."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from schakel.access.edge import viewer
from schakel.access.policies import check_may
from schakel.access.roles import Permission
from schakel.core.differences import Difference
from schakel.core.uploads import SmallFile
from schakel.prevention.editing import Edited
from schakel.prevention.pictures import MOST_BYTES, NotUsable

TOO_LARGE = f"Het bestand is te groot. Een bestand mag {MOST_BYTES // 2**20} MB zijn."


@dataclass(frozen=True)
class Came:
    """The file of a form: its name and content, empty when none was chosen; or that it was too large."""

    name: str = ""
    content: bytes = b""
    is_too_large: bool = False

    def photo(self) -> bytes | None:
        """What came, or None. Raises NotUsable when it was too large."""
        if self.is_too_large:
            raise NotUsable(TOO_LARGE)
        return self.content or None


def with_file(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that takes one small file, for who does the work of prevention: it is called with `came`.

    The form's token is checked all the same, but only after it is known where the file goes.
    """

    @csrf_protect
    def checked(request: HttpRequest, handler: SmallFile, **named: Any) -> HttpResponse:
        chosen = request.FILES.get("file")
        came = Came(is_too_large=handler.is_too_large)
        if isinstance(chosen, UploadedFile):
            came = Came(chosen.name or "", chosen.read())
        return view(request, came=came, **named)

    @csrf_exempt  # `checked` looks at the token all the same, once it is known where the file goes
    @require_POST
    @wraps(view)
    def taking(request: HttpRequest, **named: Any) -> HttpResponse:
        check_may(viewer(request), Permission.PREVENT)
        handler = SmallFile(MOST_BYTES)
        request.upload_handlers = [handler]
        return checked(request, handler, **named)

    return taking


def compared(form: forms.Form, row: Edited) -> list[Difference]:
    """Field by field what differs between a valid form and what a colleague kept."""
    found = []
    for name, mine in form.cleaned_data.items():
        theirs = getattr(row, name, None)
        if name != "version" and theirs != mine:
            found.append(Difference(str(form.fields[name].label), _words(form, name, theirs), _words(form, name, mine)))
    return found


def _words(form: forms.Form, name: str, value: Any) -> str:
    field = form.fields[name]
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]  # one level of choices
    return str("" if value is None else value)
