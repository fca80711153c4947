"""The tables of prevention; those of each part stand in its own folder."""

from schakel.prevention.campaigns.models import Campaign, Result
from schakel.prevention.loans.models import Condition, Loan, LoanKind, Thing, ThingDay
from schakel.prevention.materials.models import Material, MaterialFile, Order, OrderLine

__all__ = [
    "Campaign",
    "Condition",
    "Loan",
    "LoanKind",
    "Material",
    "MaterialFile",
    "Order",
    "OrderLine",
    "Result",
    "Thing",
    "ThingDay",
]
