"""Somebody shows a proof of reporting: staff see whether it is ours, and nothing more."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from schakel.access.edge import viewer
from schakel.access.policies import check_may
from schakel.access.roles import Permission
from schakel.core import time
from schakel.intake import proofs, receipts


class ProofForm(forms.Form):
    """The two things that stand on a proof."""

    day = forms.DateField(
        label="Datum op het bewijs",
        input_formats=["%Y-%m-%d", "%d-%m-%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "autocomplete": "off"}),
        error_messages={"required": "Vul de datum in die op het bewijs staat.", "invalid": "Dit is geen datum."},
    )
    number = forms.CharField(
        label="Controlenummer",
        help_text="Twaalf cijfers. Spaties maken niet uit.",
        max_length=100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": "Vul het controlenummer in."},
    )

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if day > time.today():
            raise forms.ValidationError("Deze dag moet nog komen.")
        return day

    def clean_number(self) -> str:
        """The digits alone; a typing error shows before anything is looked up."""
        try:
            return receipts.read(self.cleaned_data["number"], proofs.LENGTH)
        except receipts.TooManyOrFew as error:
            raise forms.ValidationError(
                f"Aantal cijfers dat u invulde: {error.count}. Een controlenummer heeft er {proofs.LENGTH}."
            ) from error
        except receipts.Mistyped as error:
            raise forms.ValidationError("Er zit een tikfout in het controlenummer.") from error


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Whether something was handed in on that day under that number. What, and by whom, is not asked and not told."""
    who = viewer(request)
    check_may(who, Permission.TRIAGE)
    form = ProofForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "cases/proof.html", {"form": form}, status=422 if request.method == "POST" else 200)
    said = form.cleaned_data
    answer = "yes" if proofs.confirm(day=said["day"], number=said["number"], by=who) else "no"
    return render(request, "cases/proof.html", {"form": form, "answer": answer, "day": said["day"]})
