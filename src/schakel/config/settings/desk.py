"""The desk: staff and invited partners, signed in. The worker runs on these settings too."""

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
# Only for one-time links to colleagues; the public door sends no mail at all.
globals().update(_environment.mail(ENVIRONMENT))
SCHAKEL_SENDS_MAIL = bool(ENVIRONMENT.mail)
SECRET_KEY = secret_key.read(ENVIRONMENT, SCHAKEL_DOOR)

ALLOWED_HOSTS = [ENVIRONMENT.desk_host]
ROOT_URLCONF = "schakel.config.urls.desk"
WSGI_APPLICATION = "schakel.config.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    *SHARED_ROOMS,
    "schakel.people.apps.PeopleConfig",
    "schakel.cases.apps.CasesConfig",
    "schakel.figures.apps.FiguresConfig",
    "schakel.desk.apps.DeskConfig",
    # After the desk, whose sign-in templates go first.
    "allauth",
    "allauth.account",
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
    "schakel.desk.middleware.Destroyed",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
TEMPLATES[0]["OPTIONS"]["context_processors"] += [
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "schakel.desk.context.navigation",
]

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["schakel.access.passwords.Argon2id"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 14},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "persona_sign_in" if SCHAKEL_DEMO else "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "schakel.desk.accounts.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {"login_failed": "6/30m/key"}

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "__Host-desk" if SECURE_COOKIES else "desk"
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_AGE = 30 * 60
SESSION_SAVE_EVERY_REQUEST = True
CSRF_COOKIE_NAME = "__Host-form" if SECURE_COOKIES else "desk-form"
CSRF_FAILURE_VIEW = "schakel.desk.views.form_expired"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
