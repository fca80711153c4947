"""What both doors share."""

from typing import Any

from csp.constants import NONE, SELF

from schakel.config import environment as _environment
from schakel.core import languages as _languages

ENVIRONMENT = _environment.read()

SCHAKEL_DEMO = ENVIRONMENT.is_demo
SCHAKEL_PINNED_DAY = ENVIRONMENT.pinned_day
SCHAKEL_PROFILE = ENVIRONMENT.profile
SCHAKEL_PUBLIC_KEYS = str(ENVIRONMENT.keys / "public.json")
# Where links in mail to professionals lead, and where a colleague's phone is led by what a participant shows.
SCHAKEL_PUBLIC_URL = ENVIRONMENT.public_url
SCHAKEL_DESK_URL = ENVIRONMENT.desk_url

DATABASES = {"default": _environment.database(ENVIRONMENT)}
# The key store is a database apart, which only the desk and the worker have.
DATABASE_ROUTERS = ["schakel.vault.router.KeyStore"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "access.User"

# Rooms that both doors know, from the ground up.
SHARED_ROOMS = [
    "schakel.core.apps.CoreConfig",
    "schakel.audit.apps.AuditConfig",
    "schakel.vault.apps.VaultConfig",
    "schakel.access.apps.AccessConfig",
    "schakel.duty.apps.DutyConfig",
    "schakel.publications.apps.PublicationsConfig",
    "schakel.texts.apps.TextsConfig",
    "schakel.intake.apps.IntakeConfig",
    "schakel.attachments.apps.AttachmentsConfig",
    "schakel.mailing.apps.MailingConfig",
    "schakel.prevention.apps.PreventionConfig",
    "schakel.training.apps.TrainingConfig",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "schakel.core.context.installation",
            ],
        },
    }
]

LANGUAGE_CODE = _languages.SOURCE
# The region profile says which of these visitors are offered.
LANGUAGES = list(_languages.NAMES.items())
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False

DEBUG = False
SECURE_CONTENT_TYPE_NOSNIFF = True
# Nobody ever learns where a visitor came from, ourselves included; `FromOurOwnPage` is what the form check goes by then.
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
# Gone when the browser closes: nothing stays for a year on a borrowed phone.
CSRF_COOKIE_AGE = None
SECURE_COOKIES = not SCHAKEL_DEMO
CSRF_COOKIE_SECURE = SECURE_COOKIES
SECURE_HSTS_SECONDS = 0 if SCHAKEL_DEMO else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_PROXY_SSL_HEADER = None if SCHAKEL_DEMO else ("HTTP_X_FORWARDED_PROTO", "https")

# Features of the browser that a page here may use; the desk adds its own.
SCHAKEL_BROWSER_FEATURES: tuple[str, ...] = ()

# What a page may load, built up from nothing.
POLICY = {
    "default-src": [NONE],
    "style-src": [SELF],
    "script-src": [SELF],
    "img-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
    "base-uri": [NONE],
}
CONTENT_SECURITY_POLICY = {"DIRECTIVES": POLICY}

# A whole report with fifty people fits, and even one with five hundred is read, to refuse it with everything kept.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4_000
# Django's own handlers write what is large to a temporary file, in plain. The one page that takes files brings its own.
FILE_UPLOAD_HANDLERS = ["schakel.core.uploads.NoFiles"]
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

# Only our own messages and errors; nothing here ever holds a visitor's address, agent or words.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "schakel": {"level": "INFO"},
        # Django's own request logger would print paths and, with them, what was asked; ours gives a number.
        "django.request": {"level": "CRITICAL"},
        "django.security": {"level": "CRITICAL"},
    },
}
