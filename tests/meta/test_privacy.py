"""Every field of every table says what it is worth to a thief: an unclassified one does not pass."""

import pytest
from django.apps import apps
from django.db.models import BinaryField, Model, TextField

from schakel.core.models import Privacy

MODELS = [model for model in apps.get_models() if model.__module__.startswith("schakel.")]

# Tables whose words are meant for everybody, or are about the work and not about anybody.
READABLE = {Privacy.PUBLIC, Privacy.OPERATIONAL, Privacy.ORGANISATIONAL}
UNREADABLE = {Privacy.SEALED, Privacy.SEARCH_TOKEN, Privacy.TECHNICAL}


def classes_of(model: type[Model]) -> dict[str, Privacy]:
    base: dict[str, Privacy] = getattr(model, "base_privacy", {})
    own: dict[str, Privacy] = model.__dict__.get("privacy", {})
    return base | own


def fields_of(model: type[Model]) -> set[str]:
    return {field.name for field in model._meta.concrete_fields} | {field.name for field in model._meta.many_to_many}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_field_is_classified_and_every_class_has_its_field(model: type[Model]) -> None:
    classified = classes_of(model)
    assert fields_of(model) - classified.keys() == set(), "not classified"
    assert classified.keys() - fields_of(model) == set(), "classified, but not there"
    assert all(isinstance(privacy, Privacy) for privacy in classified.values())


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_what_is_sealed_is_stored_as_bytes(model: type[Model]) -> None:
    for name, privacy in classes_of(model).items():
        if privacy in (Privacy.SEALED, Privacy.SEARCH_TOKEN):
            assert isinstance(model._meta.get_field(name), BinaryField), f"{name} would be readable"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_free_text_that_anybody_could_read_is_no_text_about_a_person(model: type[Model]) -> None:
    for name, privacy in classes_of(model).items():
        if isinstance(model._meta.get_field(name), TextField):
            assert privacy in READABLE, f"{name} is text that should have been sealed"


def test_each_class_says_why_it_may_be_stored_as_it_is() -> None:
    assert len({privacy.reason for privacy in Privacy}) == len(Privacy)
    for privacy in UNREADABLE:
        assert not privacy.may_leave
        assert not privacy.may_be_counted


def test_tables_were_found_at_all() -> None:
    assert len(MODELS) > 15
