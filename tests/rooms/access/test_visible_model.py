"""The whole access rule against a model in plain Python: first over rows of any kind, then over actions in any order.

The model stands in `model.py`.
"""

from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from schakel.access.models import INBOX_ID, Compartment, Exclusion, Grant, User
from schakel.access.policies import NotAllowed, NotPossible
from schakel.access.queries import grants_of, viewers_of, visible
from schakel.access.roles import Role
from schakel.core import time
from tests.rooms import chain
from tests.rooms.access.model import STORY, TEMPTATION, TIME_BOXED, Given, Model, Reality, World, steps

pytestmark = pytest.mark.django_db

# Without shrinking: every example writes hundreds of rows, and a failing step says enough by itself.
QUICK = (Phase.explicit, Phase.generate)

PEOPLE, ROOMS = 4, 3
people, rooms = st.integers(0, PEOPLE - 1), st.integers(0, ROOMS - 1)
hours = st.integers(-48, 48).filter(bool)
any_grant = st.builds(Given, people, rooms, st.sampled_from(Grant.Ground.values), hours, st.none() | hours).filter(
    lambda grant: grant.ends is not None or grant.ground not in TIME_BOXED
)
worlds = st.builds(
    World,
    roles=st.lists(st.sampled_from(Role.values), min_size=PEOPLE, max_size=PEOPLE),
    active=st.lists(st.sampled_from([True, True, True, False]), min_size=PEOPLE, max_size=PEOPLE),
    kinds=st.lists(st.sampled_from(["ordinary", "ordinary", "offender", "police"]), min_size=ROOMS, max_size=ROOMS),
    open_to=st.lists(st.sampled_from(["", "", "triage", "manage_users"]), min_size=ROOMS, max_size=ROOMS),
    grants=st.lists(any_grant, max_size=10),
    exclusions=st.sets(st.tuples(people, rooms), max_size=3),
)


def build(world: World, start: datetime) -> tuple[list[User], list[Compartment]]:
    staff = [chain.account(Role(role)) for role in world.roles]
    for user, is_active in zip(staff, world.active, strict=True):
        user.is_active = is_active
        user.save(update_fields=["is_active"])
    made = [
        Compartment.objects.create(kind=kind, open_to=open_to)
        for kind, open_to in zip(world.kinds, world.open_to, strict=True)
    ]
    for grant in world.grants:
        Grant.objects.create(
            user=staff[grant.user],
            compartment=made[grant.compartment],
            ground=grant.ground,
            starts_at=start + timedelta(hours=grant.starts),
            ends_at=None if grant.ends is None else start + timedelta(hours=grant.ends),
        )
    for user_place, room in world.exclusions:
        Exclusion.objects.create(user=staff[user_place], compartment=made[room])
    return staff, made


def check_agreement(world: World, staff: list[User], made: list[Compartment]) -> None:
    """The rule, the page "who can see this" and the page "what I may see" all tell what the model tells."""
    can_see_room = [dict(viewers_of(room)) for room in made]
    for place, person in enumerate(staff):
        expected = {room.pk for number, room in enumerate(made) if world.sees(place, number)}
        assert set(visible(person).exclude(pk=INBOX_ID).values_list("pk", flat=True)) == expected
        assert {room.pk for room, viewers in zip(made, can_see_room, strict=True) if person in viewers} == expected
        assert {row.compartment.pk for row in grants_of(person)} - {INBOX_ID} == expected


@settings(max_examples=80, deadline=None, derandomize=True, phases=QUICK)
@given(worlds)
def test_rows_of_any_kind_show_what_the_model_says(world: World) -> None:
    with chain.rolled_back():
        staff, made = build(world, time.real_now())
        check_agreement(world, staff, made)


@settings(max_examples=20, deadline=None, derandomize=True, phases=QUICK)
@given(worlds)
def test_maintenance_never_sees_anything_whatever_rows_there_are(world: World) -> None:
    world.roles[0], world.active[0] = "administrator", True
    world.grants.append(Given(0, 0, "coordinator", -1, None))
    with chain.rolled_back():
        staff, _ = build(world, time.real_now())
        assert not visible(staff[0]).exists()
        assert grants_of(staff[0]) == []


def about_something(step: tuple[Any, ...], world: World) -> tuple[Any, ...] | None:
    """The step with the place of the grant it is about, the newest of its ground; None if there is none."""
    verb, *about = step
    if verb in {"review", "end", "renew"}:
        ground = "break_glass" if verb == "review" else "participant"
        of_that_ground = [place for place, grant in enumerate(world.grants) if grant.ground == ground]
        if len(of_that_ground) < about[1]:
            return None
        about[1] = of_that_ground[-about[1]]
    if verb == "end_exclusion" and (about[1], about[2]) not in world.exclusions:
        return None
    return verb, *about


def check_history(kept: dict[Any, tuple[Any, ...]], made: list[Compartment]) -> None:
    """No step removes a grant, changes whose it was or makes it longer; `kept` is what stood there before."""
    now = {
        grant.pk: (grant.user_id, grant.compartment_id, grant.ground, grant.starts_at, grant.ends_at)
        for grant in Grant.objects.filter(compartment__in=made)
    }
    for pk, (*same, end) in kept.items():
        assert list(now[pk][:-1]) == same
        assert now[pk][-1] == end or (now[pk][-1] is not None and (end is None or now[pk][-1] < end))
    kept.update(now)


@settings(max_examples=40, deadline=None, derandomize=True, phases=QUICK)
@example(STORY)
@example(TEMPTATION)
@given(st.lists(steps, min_size=15, max_size=30))
def test_actions_in_any_order_allow_and_show_what_the_model_says(played: list[tuple[Any, ...]]) -> None:
    with chain.rolled_back():
        model, reality = Model(), Reality(time.real_now())
        with patch.object(time, "real_now", lambda: reality.clock):
            kept: dict[Any, tuple[Any, ...]] = {}
            for step in [("assign", 0, 0), ("assign", 3, 1), ("assign", 0, 2), *played]:
                meant = about_something(step, model.world)
                if meant is None:
                    continue
                verb, *about = meant
                allowed = getattr(model, verb)(*about)
                try:
                    getattr(reality, verb)(*about)
                except (NotAllowed, NotPossible):
                    assert not allowed, step
                else:
                    assert allowed, step
                check_history(kept, reality.rooms)
            check_agreement(model.world, reality.staff, reality.rooms)
