"""Drafts and editions: nobody's words vanish, nothing that was published changes, and the log knows who did it."""

from collections.abc import Callable

import pytest
from django.http import Http404

from schakel.access.models import User
from schakel.access.policies import NotAllowed, NotPossible
from schakel.access.roles import Permission, Role
from schakel.audit.models import Event
from schakel.core import time
from schakel.texts import actions, markup, queries
from schakel.texts.models import Draft, Edition
from schakel.texts.shipped import source
from tests.rooms import chain

pytestmark = pytest.mark.django_db
NEW = "# Contact\n\nBel ons maar.\n"


def keep(by: User, content: str = NEW, version: int = 0, page: str = "contact", language: str = "nl") -> Draft:
    return actions.keep(page=page, language=language, content=content, version=version, by=by)


def publish(by: User, content: str = NEW, page: str = "contact", language: str = "nl", **said: object) -> Edition:
    known = queries.draft_of(page, language)
    kept = keep(by, content, known.version if known else 0, page, language)
    return actions.publish(page=page, language=language, version=kept.version, by=by, **said)  # type: ignore[arg-type]


def test_who_may_change_texts() -> None:
    allowed = {role for role in Role if chain.account(role).may(Permission.EDIT_TEXTS)}
    assert allowed == {Role.PREVENTION_OFFICER, Role.POLICY_ANALYST}


def test_nobody_else_may(sanne: User, bram: User) -> None:
    kept = keep(bram)
    for act in (
        lambda: keep(sanne, version=1),
        lambda: actions.publish(page="contact", language="nl", version=kept.version, by=sanne),
        lambda: actions.discard(page="contact", language="nl", version=kept.version, by=sanne),
        lambda: queries.states(sanne),
        lambda: queries.state_for(sanne, "contact", "nl"),
        lambda: queries.history_for(sanne, "contact", "nl"),
        lambda: queries.version_for(sanne, "contact", "nl", "versie", 0),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_draft_is_read_by_nobody_outside_until_it_is_published(bram: User) -> None:
    keep(bram)
    assert queries.shown("contact", "nl").article.lead != "Bel ons maar."
    edition = publish(bram, NEW, note="Korter.")
    assert (edition.number, edition.note, edition.published_by) == (1, "Korter.", bram)
    assert queries.shown("contact", "nl").article.lead == "Bel ons maar."
    assert queries.draft_of("contact", "nl") is None


def test_the_latest_edition_is_shown_and_the_earlier_ones_stay(bram: User, noor: User) -> None:
    publish(bram)
    publish(noor, NEW.replace("maar", "gerust"))
    assert queries.shown("contact", "nl").article.lead == "Bel ons gerust."
    assert [(one.number, one.published_by) for one in queries.history_for(bram, "contact", "nl")] == [
        (2, noor),
        (1, bram),
    ]
    assert Edition.objects.get(number=1).content == NEW


def test_back_to_an_older_one_is_a_new_edition(bram: User) -> None:
    publish(bram)
    publish(bram, NEW.replace("maar", "gerust"))
    older, before = queries.version_for(bram, "contact", "nl", "versie", 1)
    assert (older, before) == (NEW, source("contact").content)
    assert publish(bram, older).number == 3
    assert queries.shown("contact", "nl").article.lead == "Bel ons maar."
    shipped, nothing = queries.version_for(bram, "contact", "nl", "versie", 0)
    assert (shipped, nothing) == (source("contact").content, "")
    with pytest.raises(Http404):
        queries.version_for(bram, "contact", "nl", "versie", 9)


def test_two_who_write_at_the_same_time_both_keep_their_words(bram: User, noor: User) -> None:
    keep(bram, NEW)
    keep(noor, NEW.replace("maar", "gerust"), version=1)
    with pytest.raises(actions.SomebodyWasFirst):
        keep(bram, NEW.replace("maar", "toch"), version=1)
    assert [draft.content for draft in queries.kept_for(bram, "contact", "nl")] == [NEW.replace("maar", "gerust"), NEW]
    # Having seen the other's, keeping one's own is a choice; the other's is still there.
    keep(bram, NEW.replace("maar", "toch"), version=2)
    assert NEW.replace("maar", "gerust") in [draft.content for draft in queries.kept_for(bram, "contact", "nl")]


def test_what_was_typed_over_an_older_draft_never_passes_for_the_next_one(bram: User, noor: User) -> None:
    """Bram still has version 1 before him; Noor published it and begins anew."""
    keep(bram)
    actions.publish(page="contact", language="nl", version=1, by=noor)
    keep(noor, NEW.replace("maar", "gerust"))
    with pytest.raises(actions.SomebodyWasFirst):
        keep(bram, NEW.replace("maar", "toch"), version=1)
    assert [draft.version for draft in queries.kept_for(bram, "contact", "nl")] == [2]


def test_one_publishes_what_one_saw(bram: User, noor: User) -> None:
    keep(bram)
    keep(noor, NEW.replace("maar", "gerust"), version=1)
    for act in (actions.publish, actions.discard):
        with pytest.raises(actions.SomebodyWasFirst):
            act(page="contact", language="nl", version=1, by=bram)
    assert not Edition.objects.exists()
    actions.discard(page="contact", language="nl", version=2, by=noor)
    with pytest.raises(NotPossible, match="geen concept"):
        actions.publish(page="contact", language="nl", version=2, by=bram)


@pytest.mark.parametrize("content", ["Zomaar iets.", "# T\n\nZie {onbekend}.", "# T\n\n[x](javascript:y)"])
def test_what_can_not_be_drawn_is_kept_and_not_published(content: str, bram: User) -> None:
    with pytest.raises(NotPossible):
        publish(bram, content)
    assert queries.draft_of("contact", "nl") is not None
    assert not Edition.objects.exists()


def test_the_same_text_is_no_new_edition_and_no_new_draft(bram: User) -> None:
    with pytest.raises(NotPossible, match="precies"):
        publish(bram, source("contact").content)
    again = queries.draft_of("contact", "nl")
    assert again is not None
    assert keep(bram, source("contact").content, again.version).version == again.version


def test_sizes_are_bounded(bram: User, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotPossible, match="te lang"):
        keep(bram, "x" * markup.MOST_CHARACTERS)
    monkeypatch.setattr(actions, "MOST_VERSIONS", 3)
    for version in range(6):
        keep(bram, f"{NEW}\nRegel {version}.", version=version)
    assert [draft.version for draft in queries.kept_for(bram, "contact", "nl")] == [6, 5, 4]


def test_a_translation_knows_which_dutch_text_it_says_the_same_as(bram: User) -> None:
    english = "# Contact\n\nDo call us.\n"
    edition = publish(bram, english, language="en", follows_dutch=True, is_reviewed=True)
    assert edition.made_from == source("contact").digest
    state = queries.state_for(bram, "contact", "en")
    assert (state.concerns, state.word) == ((), "")
    publish(bram, NEW)
    state = queries.state_for(bram, "contact", "en")
    assert "daarna gewijzigd" in state.concerns[0]
    assert state.word == "loopt achter"
    # A mended word does not make it follow; saying so does.
    assert publish(bram, english.replace("Do call", "Please call"), language="en").made_from == edition.made_from
    assert not queries.state_for(bram, "contact", "en").current.is_reviewed  # type: ignore[union-attr]
    publish(bram, english, language="en", follows_dutch=True)
    assert queries.state_for(bram, "contact", "en").word == "niet nagelezen"


def test_a_new_text_that_ships_is_told(bram: User) -> None:
    edition = publish(bram)
    assert queries.state_for(bram, "contact", "nl").concerns == ()
    edition.shipped = markup.digest("een oudere")
    edition.save(update_fields=["shipped"])
    assert "nieuwe tekst mee" in queries.state_for(bram, "contact", "nl").concerns[0]


def test_the_log_knows_who_did_what(bram: User) -> None:
    publish(bram)
    kept = keep(bram)
    actions.discard(page="contact", language="nl", version=kept.version, by=bram)
    events = Event.objects.filter(tag__startswith="text:").order_by("sequence")
    assert [event.tag for event in events] == [
        "text:draft_kept",
        "text:published",
        "text:draft_kept",
        "text:draft_discarded",
    ]
    assert {event.actor_id for event in events} == {bram.actor_id}
    assert "Bel ons maar" not in "".join(event.detail_text for event in events)


def test_what_is_kept_while_one_is_looking_is_not_passed_over(bram: User, monkeypatch: pytest.MonkeyPatch) -> None:
    read = queries.draft_of

    def read_just_before(page: str, language: str) -> Draft | None:
        seen = read(page, language)
        Draft.objects.create(
            page=page, language=language, version=1, content="van de ander", written_by=bram, written_at=time.now()
        )
        return seen

    monkeypatch.setattr(queries, "draft_of", read_just_before)
    with pytest.raises(actions.SomebodyWasFirst):
        keep(bram)


@pytest.mark.parametrize("end", [actions.publish, actions.discard])
def test_what_is_kept_while_a_draft_ends_is_a_draft_that_goes_on(
    bram: User, monkeypatch: pytest.MonkeyPatch, end: Callable[..., object]
) -> None:
    keep(bram)
    find = vars(actions)["_draft_at"]

    def find_just_before(page: str, language: str, version: int) -> Draft:
        found: Draft = find(page, language, version)
        keep(bram, NEW.replace("maar", "gerust"), 1)
        return found

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(actions, "_draft_at", find_just_before)
        end(page="contact", language="nl", version=1, by=bram)
    assert [one.version for one in queries.kept_for(bram, "contact", "nl")] == [2]
    assert publish(bram, NEW.replace("maar", "altijd")).content.endswith("altijd.\n")


class TestAtTheSameMoment:
    pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

    def test_one_of_two_is_first_and_the_other_is_told(self) -> None:
        by = chain.account(Role.POLICY_ANALYST)
        outcomes = chain.at_once(lambda: keep(by, NEW), lambda: keep(by, NEW.replace("maar", "gerust")))
        assert sorted(type(one).__name__ for one in outcomes) == ["Draft", "SomebodyWasFirst"]
        outcomes = chain.at_once(
            *[lambda: actions.publish(page="contact", language="nl", version=1, by=by) for _ in range(2)]
        )
        assert sum(isinstance(one, Edition) for one in outcomes) == 1
        assert sum(isinstance(one, NotPossible) for one in outcomes) == 1
