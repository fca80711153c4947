"""The one rule of who sees what, held against the same rule in plain Python."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.access.models import INBOX_ID, Compartment, Exclusion, Grant, User
from schakel.access.queries import colleagues, viewers_of, visible
from schakel.access.roles import PERMISSIONS, Permission, Role
from schakel.core import time
from tests.rooms import chain

pytestmark = pytest.mark.django_db

# Roles that see content when somebody lets them; maintenance never does.
CONTENT_ROLES = (Role.INTAKE_WORKER, Role.CASE_COORDINATOR, Role.POLICY_ANALYST, Role.PRIVACY_OFFICER)
USERS, COMPARTMENTS = 3, 3
hours = st.integers(-48, 48).filter(bool)


@dataclass(frozen=True)
class Given:
    """A grant, in hours from now; no end means until it is withdrawn."""

    user: int
    compartment: int
    starts: int
    ends: int | None


@dataclass(frozen=True)
class World:
    """Who there is, what there is, and who was let in or shut out."""

    roles: list[Role]
    active: list[bool]
    open_to: list[str]
    grants: list[Given]
    exclusions: set[tuple[int, int]]

    def sees(self, user: int, compartment: int) -> bool:
        """The rule as the architecture page says it."""
        if not self.active[user] or (user, compartment) in self.exclusions:
            return False
        if self.open_to[compartment] in PERMISSIONS[self.roles[user]]:
            return True
        return any(
            grant.starts < 0 and (grant.ends is None or grant.ends > 0)
            for grant in self.grants
            if (grant.user, grant.compartment) == (user, compartment)
        )


users, compartments = st.integers(0, USERS - 1), st.integers(0, COMPARTMENTS - 1)
worlds = st.builds(
    World,
    roles=st.lists(st.sampled_from(CONTENT_ROLES), min_size=USERS, max_size=USERS),
    active=st.lists(st.sampled_from([True, True, True, False]), min_size=USERS, max_size=USERS),
    open_to=st.lists(
        st.sampled_from(["", "", Permission.TRIAGE, Permission.READ_FIGURES]), min_size=COMPARTMENTS, max_size=COMPARTMENTS
    ),
    grants=st.lists(st.builds(Given, users, compartments, hours, st.none() | hours), max_size=8),
    exclusions=st.sets(st.tuples(users, compartments), max_size=3),
)


def build(world: World) -> tuple[list[User], list[Compartment]]:
    people = [chain.account(role) for role in world.roles]
    for person, is_active in zip(people, world.active, strict=True):
        person.is_active = is_active
        person.save()
    rooms = [Compartment.objects.create(open_to=permission) for permission in world.open_to]
    now = time.real_now()
    for given_ in world.grants:
        Grant.objects.create(
            user=people[given_.user],
            compartment=rooms[given_.compartment],
            ground=Grant.Ground.COORDINATOR,
            starts_at=now + timedelta(hours=given_.starts),
            ends_at=None if given_.ends is None else now + timedelta(hours=given_.ends),
        )
    for user, compartment in world.exclusions:
        Exclusion.objects.create(user=people[user], compartment=rooms[compartment])
    return people, rooms


@settings(max_examples=50, deadline=None, derandomize=True)
@given(worlds)
def test_what_is_visible_is_what_the_rule_says_and_nothing_else(world: World) -> None:
    with chain.rolled_back():
        people, rooms = build(world)
        for user, person in enumerate(people):
            expected = {rooms[place].id for place in range(COMPARTMENTS) if world.sees(user, place)}
            seen = set(visible(person).exclude(pk=INBOX_ID).values_list("pk", flat=True))
            assert seen == expected
            # The page "who can see this" tells the same.
            assert {room.id for room in rooms if person in dict(viewers_of(room))} == expected


@pytest.mark.parametrize("role", Role)
def test_only_who_does_triage_sees_the_inbox(role: Role) -> None:
    assert visible(chain.account(role)).filter(pk=INBOX_ID).exists() == (Permission.TRIAGE in PERMISSIONS[role])


@pytest.mark.parametrize("role", Role)
def test_a_new_compartment_is_seen_by_nobody(role: Role) -> None:
    compartment = Compartment.objects.create()
    assert not visible(chain.account(role)).filter(pk=compartment.pk).exists()
    assert list(viewers_of(compartment)) == []


def test_colleagues_are_active_and_do_that_kind_of_work() -> None:
    zoe, adam = chain.account(Role.CASE_COORDINATOR, "Zoë"), chain.account(Role.CASE_COORDINATOR, "Adam")
    chain.account(Role.POLICY_ANALYST)
    left = chain.account(Role.CASE_COORDINATOR)
    left.is_active = False
    left.save()
    assert list(colleagues(Permission.COORDINATE)) == [adam, zoe]
