"""Settings of the tests: the desk's rooms and the public site in one process, on keys and a home made for this run."""

import atexit
import copy
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from tests import postgresql

_HOME = Path(tempfile.mkdtemp(prefix="schakel-test-"))
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
for _name in [name for name in os.environ if name.startswith("SCHAKEL_") and not name.startswith("SCHAKEL_TEST_")]:
    # What the developer's own installation is set to must not reach the tests.
    del os.environ[_name]
os.environ |= {"SCHAKEL_HOME": str(_HOME), "SCHAKEL_MODE": "demo"}
# Tests send hundreds of reports a minute, at once; the tests of these limits set their own.
os.environ |= {"SCHAKEL_REPORTS_A_MINUTE": "1000000", "SCHAKEL_SECONDS_TO_REPORT": "0", "SCHAKEL_WORK_BITS": "4"}
# No test goes further than this machine: reading all the world's authorities for each mail is no use to any.
os.environ |= {"SSL_CERT_FILE": str(_HOME / "no-authorities.pem"), "SSL_CERT_DIR": str(_HOME)}
if os.environ.get("SCHAKEL_TEST_DATABASE") == "postgresql":
    # The key store there too, so that the tests see it on both; an installation keeps it in a file unless told otherwise.
    os.environ["SCHAKEL_DATABASE"] = postgresql.shared_address()
    os.environ["SCHAKEL_KEY_DATABASE"] = postgresql.shared_address() + "_keys"

from schakel.config import environment, secret_key
from schakel.vault import keys
from schakel.vault.master import Provider, Source

_environment = environment.read()
_environment.keys.mkdir(mode=0o700)
keys.create(_environment.keys, Source(Provider.FILE, str(_environment.keys / "master.key")))
secret_key.create(_environment, "desk")
secret_key.create(_environment, "public")

from schakel.config.settings import base

# Before the desk adds its own context processors to the list that both doors start from.
_PUBLIC_TEMPLATES = copy.deepcopy(base.TEMPLATES)

from schakel.config.settings import public as _public
from schakel.config.settings.desk import *
from schakel.config.settings.desk import DATABASES, INSTALLED_APPS

for _alias, _database in DATABASES.items():
    # Made as the models say, as those of a new installation are: `test_tables.py` runs the migrations and compares.
    _database["TEST"] = {"MIGRATE": False}
    if _database["ENGINE"].endswith("sqlite3"):
        # A file, as in an installation: writers wait for one another there, and a test can search its bytes.
        _database["TEST"]["NAME"] = str(_HOME / f"test-{_alias}.sqlite3")

VISIT_COOKIE = _public.VISIT_COOKIE
SCHAKEL_ONION = _public.SCHAKEL_ONION
SCHAKEL_WORK_BITS = _public.SCHAKEL_WORK_BITS
SCHAKEL_REPORTS_A_MINUTE = _public.SCHAKEL_REPORTS_A_MINUTE
SCHAKEL_SECONDS_TO_REPORT = _public.SCHAKEL_SECONDS_TO_REPORT

# What a test marked `urls("schakel.config.urls.public")` runs with; see tests/conftest.py.
PUBLIC_DOOR: dict[str, Any] = {
    "SCHAKEL_DOOR": "public",
    "TEMPLATES": _PUBLIC_TEMPLATES,
    "MIDDLEWARE": _public.MIDDLEWARE,
    "CONTENT_SECURITY_POLICY": _public.CONTENT_SECURITY_POLICY,
    "SCHAKEL_BROWSER_FEATURES": _public.SCHAKEL_BROWSER_FEATURES,
    "CSRF_COOKIE_NAME": _public.CSRF_COOKIE_NAME,
    "CSRF_FAILURE_VIEW": _public.CSRF_FAILURE_VIEW,
}

INSTALLED_APPS = [*INSTALLED_APPS, "schakel.publicsite.apps.PublicSiteConfig"]
# The real hasher takes a tenth of a second a password, on purpose; its own test uses it.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
