"""Who keeps the catalogue and the orders, and what can be ordered."""

from schakel.access.models import User
from schakel.access.policies import NotPossible, check_may
from schakel.access.roles import Permission
from schakel.prevention.materials.kinds import MOVES, OrderState
from schakel.prevention.materials.models import Material, Order

_NOT_NOW = {
    "approve": "Deze bestelling is al beoordeeld.",
    "pick": "Alleen een goedgekeurde bestelling kan worden klaargelegd.",
    "send": "Alleen een goedgekeurde bestelling kan worden verstuurd.",
    "cancel": "Deze bestelling is al verstuurd of afgesloten.",
    "spam": "Alleen een nieuwe bestelling kan apart worden gezet.",
    "back": "Alleen wat apart is gezet of geannuleerd kan terug.",
}


def check_prevents(user: User) -> None:
    """Raises NotAllowed unless this person does the work of prevention."""
    check_may(user, Permission.PREVENT)


def check_orders_for_municipality(user: User) -> None:
    """Raises NotAllowed unless this person orders for a municipality of their own."""
    check_may(user, Permission.OWN_MUNICIPALITY)


def check_can(verb: str, order: Order) -> None:
    """Raises NotPossible when the order is not so far, or further already."""
    if OrderState(order.state) not in MOVES[verb][0]:
        raise NotPossible(f"{_NOT_NOW[verb]} De bestelling is nu: {order.get_state_display()}.")


def can(verb: str, order: Order) -> bool:
    """Whether it is so far."""
    return OrderState(order.state) in MOVES[verb][0]


def check_can_be_ordered(material: Material, count: int) -> None:
    """Raises NotPossible for what is not in the catalogue any more, and for more than goes at once."""
    if not material.is_listed:
        raise NotPossible(
            f"“{material.title}” kan niet meer worden besteld. Kijk in de lijst of er een nieuwe versie is."
        )
    if count > material.most_at_once:
        raise NotPossible(
            f"U kunt van “{material.title}” ten hoogste {material.most_at_once} per keer bestellen. Meer nodig? Bel ons."
        )
