"""The access rule in plain Python, and the same steps played in it and through the actions of the room.

The model repeats no table of the code: who may what is written out here from the architecture page.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hypothesis import strategies as st

from schakel.access import actions
from schakel.access.models import BreakGlassReview, Compartment, Exclusion, Grant
from schakel.access.roles import Role
from tests.rooms import chain

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
    st.tuples(st.just("stand_in"), leaders, helpers, places, lengths),
    st.tuples(st.just("renew"), leaders, st.integers(1, 2), lengths),
    st.tuples(st.just("hand_over"), leaders, helpers, places),
    st.tuples(st.just("break_glass"), helpers, places, lengths),
    st.tuples(st.just("review"), officers, st.integers(1, 2), st.sampled_from(BreakGlassReview.Verdict.values)),
    st.tuples(st.just("end"), leaders, st.integers(1, 2)),
    st.tuples(st.just("exclude"), officers, cast, places),
    st.tuples(st.just("end_exclusion"), officers, cast, places),
)


# One story in which every step is allowed: a partner comes and goes, an emergency is judged, somebody is shut out
# and let back in, a case goes to another coordinator and back while a colleague stands in.
STORY = [
    ("participate", 0, 4, 0, 24),
    ("wait", 3),
    ("renew", 0, 1, 4),
    ("end", 0, 1),
    ("stand_in", 0, 1, 0, 4),
    ("participate", 1, 5, 0, 4),
    ("hand_over", 1, 1, 0),
    ("wait", 4),
    ("hand_over", 1, 0, 0),
    ("break_glass", 1, 0, 4),
    ("review", 6, 1, "not_justified"),
    ("break_glass", 1, 0, 4),
    ("review", 7, 1, "justified"),
    ("exclude", 6, 1, 0),
    ("end_exclusion", 7, 1, 0),
    ("wait", 4),
    ("exclude", 3, 0, 1),
]

# What must be refused although the one who asks sees the case: in an emergency or as a participant one lets nobody in,
# shuts nobody out and makes nobody coordinator. Whoever is shut out then comes no further at all.
TEMPTATION = [
    ("break_glass", 1, 0, 24),
    ("participate", 1, 4, 0, 4),
    ("stand_in", 1, 0, 0, 4),
    ("hand_over", 1, 1, 0),
    ("exclude", 1, 0, 0),
    ("participate", 0, 1, 0, 4),
    ("hand_over", 1, 1, 0),
    ("exclude", 0, 1, 0),
    ("break_glass", 1, 0, 4),
    ("hand_over", 0, 1, 0),
    ("stand_in", 0, 1, 0, 4),
]


class Model:
    """Plays every step in the model, and says whether it should have been refused."""

    def __init__(self) -> None:
        count = len(CAST)
        self.world = World(CAST, [True] * count, KINDS, [""] * len(KINDS))

    def leads(self, by: int, room: int) -> bool:
        """Seeing is not enough: one coordinates it, or stands in for who does."""
        holds = any(self._holds(by, room, ground) for ground in ("coordinator", "stand_in"))
        return CAST[by] in LEADS[KINDS[room]] and holds and self.world.sees(by, room)

    def wait(self, length: int) -> bool:
        self.world.now += length
        return True

    def assign(self, user: int, room: int) -> bool:
        allowed = self.world.can_hold(user, room, "coordinator")
        if allowed:
            self._add(user, room, "coordinator", None)
        return allowed

    def participate(self, by: int, user: int, room: int, length: int) -> bool:
        allowed = self.leads(by, room) and self._can_be_let_in(user, room, "participant", length)
        if allowed:
            self._add(user, room, "participant", length)
        return allowed

    def stand_in(self, by: int, user: int, room: int, length: int) -> bool:
        can_lead = CAST[user] in LEADS[KINDS[room]]
        allowed = self.leads(by, room) and can_lead and self._can_be_let_in(user, room, "stand_in", length)
        if allowed:
            self._add(user, room, "stand_in", length)
        return allowed

    def renew(self, by: int, number: int, length: int) -> bool:
        grant, world = self.world.grants[number], self.world
        is_open = self.leads(by, grant.compartment) and grant.is_live(world.now)
        user_fits = world.can_hold(grant.user, grant.compartment, "participant")
        allowed = is_open and user_fits and (grant.user, grant.compartment) not in world.exclusions and length > 0
        if allowed:
            grant.ends = world.now
            self._add(grant.user, grant.compartment, "participant", length)
        return allowed

    def hand_over(self, by: int, to: int, room: int) -> bool:
        world = self.world
        allowed = (
            self.leads(by, room)
            and CAST[to] in LEADS[KINDS[room]]
            and (to, room) not in world.exclusions
            and not self._holds(to, room, "coordinator")
        )
        if allowed:
            for grant in world.grants:
                if (grant.compartment, grant.ground) == (room, "coordinator") and grant.is_live(world.now):
                    grant.ends = world.now
            self._add(to, room, "coordinator", None)
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

    def _holds(self, user: int, room: int, ground: str) -> bool:
        return any(
            grant.is_live(self.world.now)
            for grant in self.world.grants
            if (grant.user, grant.compartment, grant.ground) == (user, room, ground)
        )

    def _can_be_let_in(self, user: int, room: int, ground: str, length: int) -> bool:
        fits = self.world.can_hold(user, room, ground) and (user, room) not in self.world.exclusions
        return fits and not self._holds(user, room, ground) and length > 0

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

    def stand_in(self, by: int, user: int, room: int, length: int) -> None:
        until = self.clock + timedelta(hours=length)
        made = actions.let_stand_in(
            compartment=self.rooms[room], user=self.staff[user], reason="Verlof.", until=until, by=self.staff[by]
        )
        self.grants.append(made)

    def renew(self, by: int, number: int, length: int) -> None:
        until = self.clock + timedelta(hours=length)
        self.grants.append(actions.renew(grant=self.grants[number], need="Nog.", until=until, by=self.staff[by]))

    def hand_over(self, by: int, to: int, room: int) -> None:
        self.grants.append(actions.hand_over(compartment=self.rooms[room], to=self.staff[to], by=self.staff[by]))

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
