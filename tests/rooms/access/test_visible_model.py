"""The whole access rule against a model in plain Python: first over rows of any kind, then over actions in any order.

The model repeats no table of the code: who may what is written out here from the architecture page.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from schakel.access import actions
from schakel.access.models import INBOX_ID, BreakGlassReview, Compartment, Exclusion, Grant, User
from schakel.access.policies import NotAllowed, NotPossible
from schakel.access.queries import grants_of, viewers_of, visible
from schakel.access.roles import Role
from schakel.core import time
from tests.rooms import chain

pytestmark = pytest.mark.django_db

# Without shrinking: every example writes hundreds of rows, and a failing step says enough by itself.
QUICK = (Phase.explicit, Phase.generate)

MAINTENANCE = {"administrator"}
GUESTS = {"partner", "municipal_contact"}
MAY_SEE_OFFENDERS = {"offender_specialist"}
MAY_SEE_POLICE_DATA = {"offender_specialist", "case_coordinator"}
OPEN_TO = {"triage": {"intake_worker", "case_coordinator"}, "manage_users": {"administrator"}, "": set()}
MAY_BREAK_GLASS = {"intake_worker", "case_coordinator", "offender_specialist"}
MAY_REVIEW = {"privacy_officer"}
LEADS = {"ordinary": {"case_coordinator"}, "police": {"case_coordinator"}, "offender": {"offender_specialist"}}
TIME_BOXED = {"participant", "stand_in", "break_glass"}


@dataclass
class Given:
    """A grant, in hours on the model's clock; no end means until it is withdrawn."""

    user: int
    compartment: int
    ground: str
    starts: int
    ends: int | None
    reviewed: bool = False

    def is_live(self, now: int) -> bool:
        return self.starts <= now and (self.ends is None or self.ends > now)


@dataclass
class World:
    """Who there is, what there is, who was let in and who was shut out."""

    roles: list[str]
    active: list[bool]
    kinds: list[str]
    open_to: list[str]
    grants: list[Given] = field(default_factory=list)
    exclusions: set[tuple[int, int]] = field(default_factory=set)
    now: int = 0

    def can_hold(self, user: int, compartment: int, ground: str) -> bool:
        """Whether a grant on this ground could ever show this person anything."""
        role, kind = self.roles[user], self.kinds[compartment]
        if role in MAINTENANCE or (role in GUESTS and ground != "participant"):
            return False
        if kind == "offender":
            return role in MAY_SEE_OFFENDERS
        return kind == "ordinary" or role in MAY_SEE_POLICE_DATA

    def sees(self, user: int, compartment: int) -> bool:
        """The rule, as the architecture page says it."""
        role = self.roles[user]
        if not self.active[user] or role in MAINTENANCE or (user, compartment) in self.exclusions:
            return False
        if self.kinds[compartment] == "ordinary" and role in OPEN_TO[self.open_to[compartment]]:
            return True
        return any(
            grant.is_live(self.now) and self.can_hold(user, compartment, grant.ground)
            for grant in self.grants
            if (grant.user, grant.compartment) == (user, compartment)
        )


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


# The cast of the second property: one of every kind that the rule tells apart, two where two are needed.
CAST = ["case_coordinator", "case_coordinator", "intake_worker", "offender_specialist", "partner", "policy_analyst"]
CAST += ["privacy_officer", "privacy_officer", "administrator"]
KINDS = ["ordinary", "offender", "police"]

# Weighted, so that many steps are allowed and every refusal still occurs; grants are counted from the newest.
cast, places = st.integers(0, len(CAST) - 1), st.sampled_from([0, 0, 0, 1, 2])
leaders, helpers = st.sampled_from([0, 0, 0, 3, 3, 1, 2, 8]), st.sampled_from([1, 1, 2, 3, 0, 4, 5, 6])
officers, lengths = st.sampled_from([6, 6, 7, 7, 0, 5]), st.sampled_from([1, 4, 24, 24, 25, 0, -1])
steps = st.one_of(
    st.tuples(st.just("wait"), st.integers(1, 12)),
    st.tuples(st.just("assign"), cast, places),
    st.tuples(st.just("participate"), leaders, cast, places, lengths),
    st.tuples(st.just("break_glass"), helpers, places, lengths),
    st.tuples(st.just("review"), officers, st.integers(1, 2), st.sampled_from(BreakGlassReview.Verdict.values)),
    st.tuples(st.just("end"), leaders, st.integers(1, 2)),
    st.tuples(st.just("exclude"), officers, cast, places),
    st.tuples(st.just("end_exclusion"), officers, cast, places),
)


# One story in which every step is allowed: a partner comes and goes, an emergency is judged, somebody is shut out
# and let back in.
STORY = [
    ("participate", 0, 4, 0, 24),
    ("wait", 3),
    ("end", 0, 1),
    ("break_glass", 1, 0, 4),
    ("review", 6, 1, "not_justified"),
    ("break_glass", 1, 0, 4),
    ("review", 7, 1, "justified"),
    ("exclude", 6, 1, 0),
    ("end_exclusion", 7, 1, 0),
    ("wait", 4),
    ("exclude", 3, 0, 1),
]


class Model:
    """Plays every step in the model, and says whether it should have been refused."""

    def __init__(self) -> None:
        count = len(CAST)
        self.world = World(CAST, [True] * count, KINDS, [""] * len(KINDS))

    def leads(self, by: int, room: int) -> bool:
        return CAST[by] in LEADS[KINDS[room]] and self.world.sees(by, room)

    def wait(self, length: int) -> bool:
        self.world.now += length
        return True

    def assign(self, user: int, room: int) -> bool:
        allowed = self.world.can_hold(user, room, "coordinator")
        if allowed:
            self._add(user, room, "coordinator", None)
        return allowed

    def participate(self, by: int, user: int, room: int, length: int) -> bool:
        world = self.world
        already = any(
            grant.is_live(world.now)
            for grant in world.grants
            if (grant.user, grant.compartment, grant.ground) == (user, room, "participant")
        )
        allowed = (
            self.leads(by, room)
            and world.can_hold(user, room, "participant")
            and (user, room) not in world.exclusions
            and not already
            and length > 0
        )
        if allowed:
            self._add(user, room, "participant", length)
        return allowed

    def break_glass(self, by: int, room: int, length: int) -> bool:
        world = self.world
        allowed = (
            CAST[by] in MAY_BREAK_GLASS
            and (by, room) not in world.exclusions
            and world.can_hold(by, room, "break_glass")
            and not world.sees(by, room)
            and 0 < length <= 24
        )
        if allowed:
            self._add(by, room, "break_glass", length)
        return allowed

    def review(self, by: int, number: int, verdict: str) -> bool:
        grant = self.world.grants[number]
        allowed = (
            CAST[by] in MAY_REVIEW
            and grant.ground == "break_glass"
            and not grant.reviewed
            and grant.user != by
            and (by, grant.compartment) not in self.world.exclusions
        )
        if allowed:
            grant.reviewed = True
            if verdict == "not_justified" and grant.is_live(self.world.now):
                grant.ends = self.world.now
        return allowed

    def end(self, by: int, number: int) -> bool:
        grant = self.world.grants[number]
        allowed = self.leads(by, grant.compartment) and grant.ground == "participant" and grant.is_live(self.world.now)
        if allowed:
            grant.ends = self.world.now
        return allowed

    def exclude(self, by: int, user: int, room: int) -> bool:
        allowed = (CAST[by] in MAY_REVIEW or self.leads(by, room)) and (user, room) not in self.world.exclusions
        if allowed:
            self.world.exclusions.add((user, room))
        return allowed

    def end_exclusion(self, by: int, user: int, room: int) -> bool:
        allowed = CAST[by] in MAY_REVIEW and by != user
        if allowed:
            self.world.exclusions.remove((user, room))
        return allowed

    def _add(self, user: int, room: int, ground: str, length: int | None) -> None:
        now = self.world.now
        self.world.grants.append(Given(user, room, ground, now, None if length is None else now + length))


class Reality:
    """Plays the same steps through the actions of the room."""

    def __init__(self, start: datetime) -> None:
        self.staff = [chain.account(Role(role)) for role in CAST]
        self.rooms = [actions.open_compartment(by=self.staff[0], kind=Compartment.Kind(kind)) for kind in KINDS]
        self.grants: list[Grant] = []
        self.clock = start

    def wait(self, length: int) -> None:
        self.clock += timedelta(hours=length)

    def assign(self, user: int, room: int) -> None:
        ground = Grant.Ground.COORDINATOR
        staff = self.staff
        self.grants.append(actions.grant(compartment=self.rooms[room], user=staff[user], ground=ground, by=staff[0]))

    def participate(self, by: int, user: int, room: int, length: int) -> None:
        made = actions.let_participate(
            compartment=self.rooms[room],
            user=self.staff[user],
            need="Begeleidt haar.",
            until=self.clock + timedelta(hours=length),
            by=self.staff[by],
        )
        self.grants.append(made)

    def break_glass(self, by: int, room: int, length: int) -> None:
        made = actions.break_glass(
            compartment=self.rooms[room], reason="Nood.", duration=timedelta(hours=length), by=self.staff[by]
        )
        self.grants.append(made)

    def review(self, by: int, number: int, verdict: str) -> None:
        actions.review_break_glass(
            grant=self.grants[number], verdict=BreakGlassReview.Verdict(verdict), words="Gezien.", by=self.staff[by]
        )

    def end(self, by: int, number: int) -> None:
        actions.end_participation(grant=self.grants[number], by=self.staff[by])

    def exclude(self, by: int, user: int, room: int) -> None:
        actions.exclude(compartment=self.rooms[room], user=self.staff[user], by=self.staff[by])

    def end_exclusion(self, by: int, user: int, room: int) -> None:
        found = Exclusion.objects.get(compartment=self.rooms[room], user=self.staff[user])
        actions.end_exclusion(exclusion=found, by=self.staff[by])


def about_something(step: tuple[Any, ...], world: World) -> tuple[Any, ...] | None:
    """The step with the place of the grant it is about, the newest of its ground; None if there is none."""
    verb, *about = step
    if verb in {"review", "end"}:
        ground = "break_glass" if verb == "review" else "participant"
        of_that_ground = [place for place, grant in enumerate(world.grants) if grant.ground == ground]
        if len(of_that_ground) < about[1]:
            return None
        about[1] = of_that_ground[-about[1]]
    if verb == "end_exclusion" and (about[1], about[2]) not in world.exclusions:
        return None
    return verb, *about


@settings(max_examples=40, deadline=None, derandomize=True, phases=QUICK)
@example(STORY)
@given(st.lists(steps, min_size=15, max_size=30))
def test_actions_in_any_order_allow_and_show_what_the_model_says(played: list[tuple[Any, ...]]) -> None:
    with chain.rolled_back():
        model, reality = Model(), Reality(time.real_now())
        with patch.object(time, "real_now", lambda: reality.clock):
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
            check_agreement(model.world, reality.staff, reality.rooms)
