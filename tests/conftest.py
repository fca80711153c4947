"""What every test may use: the right door for the page under test, and the folders of static files read once."""

import gc
from collections.abc import Iterator
from typing import Any

import pytest
from whitenoise.middleware import WhiteNoiseMiddleware

# Collecting rubbish among all that was loaded is a tenth of the time of a test.
gc.freeze()
gc.set_threshold(20_000, 50, 100)

PUBLIC_URLS = "schakel.config.urls.public"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The records and their keys stand in two databases: a test that may use one may use the other."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker is not None or "db" in getattr(item, "fixturenames", ()):
            options = {**marker.kwargs} if marker is not None else {}
            item.add_marker(pytest.mark.django_db(**options | {"databases": ["default", "keys"]}), append=False)


@pytest.fixture(scope="session", autouse=True)
def _static_files_are_listed_once() -> Iterator[None]:
    """Every browser of a test starts the middleware anew, and listing the same folders was most of that."""
    listed: dict[str, dict[str, Any]] = {}
    list_them = WhiteNoiseMiddleware.add_files_from_finders

    def add_files_from_finders(self: Any) -> None:
        if self.static_prefix not in listed:
            list_them(self)
            listed[self.static_prefix] = dict(self.files)
        self.files.update(listed[self.static_prefix])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", add_files_from_finders)
        yield


@pytest.fixture(autouse=True)
def _door(request: pytest.FixtureRequest) -> None:
    """A test of public pages runs with the public door's middleware, templates and cookies."""
    marker = request.node.get_closest_marker("urls")
    if marker is None or marker.args[0] != PUBLIC_URLS:
        return
    settings: Any = request.getfixturevalue("settings")
    for name, value in settings.PUBLIC_DOOR.items():
        setattr(settings, name, value)


@pytest.fixture
def public_door(settings: Any) -> None:
    """The public door's settings, for a test that has no `urls` marker (audit events name the door)."""
    for name, value in settings.PUBLIC_DOOR.items():
        setattr(settings, name, value)
    settings.ROOT_URLCONF = PUBLIC_URLS
