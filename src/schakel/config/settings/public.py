"""The public door: anonymous, without sessions or accounts, and without any key that opens stored content."""

from csp.constants import SELF

from schakel.config import secret_key
from schakel.config.settings.base import *  # noqa: F403  (Django settings are a namespace)
from schakel.config.settings.base import ENVIRONMENT, POLICY, SECURE_COOKIES, SHARED_ROOMS

SCHAKEL_DOOR = "public"
SCHAKEL_DESK_KEYS = None
SECRET_KEY = secret_key.read(ENVIRONMENT, SCHAKEL_DOOR)

SCHAKEL_ONION = ENVIRONMENT.onion
ALLOWED_HOSTS = [ENVIRONMENT.public_host, *([SCHAKEL_ONION] if SCHAKEL_ONION else [])]
ROOT_URLCONF = "schakel.config.urls.public"
WSGI_APPLICATION = "schakel.config.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.staticfiles",
    "django.forms",
    *SHARED_ROOMS,
    "schakel.publicsite.apps.PublicSiteConfig",
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

MIDDLEWARE = [
    "schakel.core.middleware.Boundary",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "schakel.core.middleware.Quiet",
    "schakel.publicsite.middleware.OnionLocation",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "schakel.publicsite.middleware.OfferedLanguage",
    "django.middleware.common.CommonMiddleware",
    "schakel.core.middleware.FromOurOwnPage",
    "django.middleware.csrf.CsrfViewMiddleware",
]

VISIT_COOKIE = "__Host-visit" if SECURE_COOKIES else "visit"
CSRF_COOKIE_NAME = "__Host-form" if SECURE_COOKIES else "form"
CSRF_FAILURE_VIEW = "schakel.publicsite.views.errors.form_expired"

# The form that seals in the browser fetches its questions and sends what it sealed.
CONTENT_SECURITY_POLICY = {"DIRECTIVES": {**POLICY, "connect-src": [SELF]}}

SCHAKEL_WORK_BITS = ENVIRONMENT.work_bits
SCHAKEL_REPORTS_A_MINUTE = ENVIRONMENT.reports_a_minute
SCHAKEL_SECONDS_TO_REPORT = ENVIRONMENT.seconds_to_report
