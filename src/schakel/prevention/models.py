"""The tables of prevention; those of each part stand in its own folder."""

from schakel.prevention.campaigns.models import Campaign, Result

__all__ = ["Campaign", "Result"]
