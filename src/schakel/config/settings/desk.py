"""The desk: staff and invited partners, signed in. The worker runs on these settings too."""

from dataclasses import asdict as _asdict

from csp.constants import SELF

from schakel.config import environment as _environment
from schakel.config import secret_key
from schakel.config.settings import base as _base
from schakel.config.settings.base import *  # noqa: F403  (Django settings are a namespace)
from schakel.config.settings.base import ENVIRONMENT, POLICY, SCHAKEL_DEMO, SECURE_COOKIES, SHARED_ROOMS, TEMPLATES

SCHAKEL_DOOR = "desk"
SCHAKEL_DESK_KEYS = str(ENVIRONMENT.keys / "desk.json")
SCHAKEL_MASTER_KEY = ENVIRONMENT.master_key
DATABASES = {**_base.DATABASES, "keys": _environment.key_database(ENVIRONMENT)}
SCHAKEL_CHECKPOINTS = ENVIRONMENT.checkpoints
SCHAKEL_CHECKPOINT_COMMAND = ENVIRONMENT.checkpoint_command
# The public door sends no mail at all.
globals().update(_environment.mail(ENVIRONMENT))
SCHAKEL_SENDS_MAIL = bool(ENVIRONMENT.mail)
# Where links in mail to professionals lead.
SCHAKEL_PUBLIC_URL = ENVIRONMENT.public_url
SCHAKEL_NEWS_FROM, SCHAKEL_NEWS_LINK = _environment.news(ENVIRONMENT)
SCHAKEL_TEXT_COMMAND = ENVIRONMENT.text_command
SCHAKEL_CLAMD = ENVIRONMENT.clamd
SECRET_KEY = secret_key.read(ENVIRONMENT, SCHAKEL_DOOR)

ALLOWED_HOSTS = [ENVIRONMENT.desk_host]
ROOT_URLCONF = "schakel.config.urls.desk"
WSGI_APPLICATION = "schakel.config.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    *SHARED_ROOMS,
    "schakel.signin.apps.SigninConfig",
    "schakel.outbox.apps.OutboxConfig",
    "schakel.people.apps.PeopleConfig",
    "schakel.partners.apps.PartnersConfig",
    "schakel.cases.apps.CasesConfig",
    "schakel.sharing.apps.SharingConfig",
    "schakel.portal.apps.PortalConfig",
    "schakel.figures.apps.FiguresConfig",
    "schakel.search.apps.SearchConfig",
    "schakel.desk.apps.DeskConfig",
]
# Passkeys: the page asks the browser for one, and the desk for the question that goes with it.
CONTENT_SECURITY_POLICY = {"DIRECTIVES": {**POLICY, "connect-src": [SELF]}}
SCHAKEL_BROWSER_FEATURES = ("publickey-credentials-create", "publickey-credentials-get")
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
if SCHAKEL_DEMO:
    # The only place where persona sign-in exists.
    INSTALLED_APPS.append("schakel.demo.apps.DemoConfig")

MIDDLEWARE = [
    "schakel.core.middleware.Boundary",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "schakel.core.middleware.Quiet",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "schakel.core.middleware.FromOurOwnPage",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # The outermost place that knows who is signed in: every refusal of what stands below passes here, rolled back.
    "schakel.audit.middleware.Refusals",
    "schakel.desk.middleware.SignInFirst",
    "schakel.signin.middleware.SecondStepFirst",
    "schakel.desk.middleware.Destroyed",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES[0]["OPTIONS"]["context_processors"] += [
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "schakel.desk.context.navigation",
]

AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["schakel.access.passwords.Argon2id"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "schakel.signin.passwords.Length"},
    {"NAME": "schakel.signin.passwords.NotStolen"},
    {"NAME": "schakel.signin.passwords.NotGuessable"},
]
LOGIN_URL = "persona_sign_in" if SCHAKEL_DEMO else "account_login"
LOGIN_REDIRECT_URL = "/"
SCHAKEL_STOLEN_PASSWORDS = ENVIRONMENT.stolen_passwords
SCHAKEL_PROVIDERS = [
    {name: value for name, value in _asdict(told).items() if name != "secret_file"} | {"client_secret": told.secret()}
    for told in ENVIRONMENT.providers
]

SESSION_ENGINE = "schakel.signin.session"
SESSION_COOKIE_NAME = "__Host-desk" if SECURE_COOKIES else "desk"
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = SECURE_COOKIES
# The server decides when a session ends (schakel.signin.session); the cookie goes with the browser.
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "__Host-form" if SECURE_COOKIES else "desk-form"
CSRF_FAILURE_VIEW = "schakel.desk.views.form_expired"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
