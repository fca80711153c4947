"""At which address a professional is mailed: one that somebody made sure of, while they work there; else none."""

from schakel.partners.models import Professional
from schakel.partners.sealing import Known, read_professional


def verified_address(professional: Professional) -> str:
    """The address, or nothing where it must not be used. Whoever uses it records that something was sent."""
    known = Known(professional, read_professional(professional))
    return "" if why_not_mailed(known) else known.fields.email


def why_not_mailed(known: Known) -> str:
    """Why this professional is mailed nothing, in a sentence; empty when they can be."""
    if not known.is_active:
        return "Deze professional werkt er niet meer."
    if not known.fields.email:
        return "Er is geen e-mailadres bekend."
    if not known.is_verified:
        return "Het e-mailadres is niet nagegaan. Doe dat eerst bij Partners."
    return ""


def why_not(professional: Professional) -> str:
    """The same for a row that nobody read yet."""
    return why_not_mailed(Known(professional, read_professional(professional)))
