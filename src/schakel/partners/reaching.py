"""At which address a professional is mailed: one that somebody made sure of, while they work there; else none."""

from schakel.partners.models import Professional
from schakel.partners.policies import is_verified
from schakel.partners.sealing import read_professional


def verified_address(professional: Professional) -> str:
    """The address, or nothing where it must not be used. Whoever uses it records that something was sent."""
    return "" if why_not_mailed(professional) else read_professional(professional).email


def why_not_mailed(professional: Professional) -> str:
    """Why this professional is mailed nothing, in a sentence; empty when they can be."""
    if professional.ended_on is not None or professional.organisation.ended_on is not None:
        return "Deze professional werkt er niet meer."
    if not read_professional(professional).email:
        return "Er is geen e-mailadres bekend."
    if not is_verified(professional):
        return "Het e-mailadres is niet nagegaan. Doe dat eerst bij Partners."
    return ""
