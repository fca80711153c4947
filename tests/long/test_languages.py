"""Every page of the public door in every language that the shorter run does not read."""

import pytest

from schakel.core.management.commands import messages
from tests.meta.test_translations import READ_HERE, PagesInALanguage


@pytest.mark.parametrize("language", [one for one in messages.LANGUAGES if one not in READ_HERE])
class TestTheOtherLanguages(PagesInALanguage):
    """The same walks."""
