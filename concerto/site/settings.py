"""Django's settings, all from `configuration`: nothing here is to be edited on a server."""

from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF

from concerto.kernel.database import address
from concerto.site.configuration import configuration
from concerto.site.mail import mail_settings

HERE = configuration()
PACKAGE = Path(__file__).resolve().parent.parent
BUILT = PACKAGE / "kernel" / "ui" / "static" / "built"

SECRET_KEY = HERE.secret_key
SECRET_KEY_FALLBACKS = HERE.former_secret_keys
PUBLIC_URL = HERE.public_url
DEBUG = HERE.debug
ALLOWED_HOSTS = HERE.allowed_hosts
CSRF_TRUSTED_ORIGINS = HERE.trusted_origins
DEMO = HERE.demo
COMPANY = HERE.company or ("澄暖热泵 Clearwarm" if HERE.demo else "")
CURRENCY = HERE.currency
OUTBOUND_ALLOW = HERE.outbound_allow
API_RATE, API_RATE_ADDRESS = HERE.api_rate, HERE.api_rate_address

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "csp",
    "procrastinate.contrib.django",
    "concerto.kernel.apps.Kernel",
    "concerto.collaboration.apps.Collaboration",
    "concerto.customers.apps.Customers",
    "concerto.commerce.apps.Commerce",
    "concerto.sales.apps.Sales",
    "concerto.marketing.apps.Marketing",
    "concerto.service.apps.Service",
    "concerto.product.apps.Product",
    "concerto.site.apps.Site",
]

MIDDLEWARE = [
    "concerto.site.watching.requests.watched",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "concerto.kernel.ui.compressing.compressed",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "concerto.kernel.access.middleware.with_actor",
    "concerto.kernel.ui.middleware.in_their_language",
    "concerto.kernel.api.limits.limited",
    "concerto.kernel.ui.middleware.refusals_as_pages",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "concerto.site.urls"
WSGI_APPLICATION = "concerto.site.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [
            PACKAGE / "kernel" / part / "jinja2"
            for part in ("ui", "pages", "api", "webhooks", "channels", "segments", "quality")
        ],
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "concerto.kernel.ui.templating.environment",
            "context_processors": ["concerto.kernel.ui.templating.one_proof"],
        },
    },
]

DATABASES = {
    "default": address.here(
        HERE.home,
        HERE.database_url,
        HERE.database_app_url,
        role=HERE.database_role,
        restricted=HERE.database_restricted,
    ).django(pool=HERE.pooled)
}

DATABASE_OWNER = address.here(
    HERE.home, HERE.database_url, HERE.database_app_url, role="owner"
)  # of tables and indexes

AUTH_USER_MODEL = "kernel.Person"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # usernames are unique whatever their case, which this check cannot see
AUTHENTICATION_BACKENDS: list[str] = []  # nobody signs in by Django's own: see kernel/access/signing_in
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "email")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": HERE.password_length},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/sign-in"
SESSION_ENGINE = "concerto.kernel.access.signing_in.store"
SESSION_COOKIE_AGE = HERE.session_days * 24 * 3600
SESSION_IDLE_HOURS = HERE.session_idle_hours
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HERE.public_url.startswith("https://")
CSRF_FAILURE_VIEW = "concerto.kernel.ui.errors.form_expired"

vars().update(mail_settings(HERE.mail_url, HERE.mail_from))
MEETING_ROOMS = HERE.meeting_rooms

LANGUAGE_CODE = HERE.language
LANGUAGES = [("en", "English"), ("zh-hans", "中文")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = HERE.time_zone
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [("built", BUILT)] if BUILT.is_dir() else []
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+-[A-Za-z0-9_-]{8}\.(js|css|woff2|svg)$"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
FILES = HERE.home / "files"
FILES_LARGEST = HERE.largest_file * 1024**2
FILES_REFUSED = frozenset(HERE.refused_types)
PREVIEWS = HERE.home / "previews"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
PROCRASTINATE_IMPORT_PATHS = [  # what workers do stands in a `jobs.py` of whatever it belongs to
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts) for path in sorted(PACKAGE.rglob("jobs.py"))
]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "frame-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["htmx", "default"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "concerto.site.watching.lines.JsonLines"},
    },
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": HERE.log}},
    "root": {"handlers": ["out"], "level": "WARNING"},
    "loggers": {
        "concerto": {"level": "INFO"},
        "concerto.request": {"level": "INFO" if HERE.log == "json" else "WARNING"},
        "django.request": {"level": "CRITICAL" if HERE.log == "json" else "ERROR"},
    },
}
