"""One file, driven by the environment. docs/deployment.md lists every variable."""

import sys
from pathlib import Path
from urllib.parse import urlsplit

import django_stubs_ext
import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from hemicycle.lib import folders
from hemicycle.lib.keys import secret_key

# Generic classes of Django, such as ModelChoiceField, may say of what.
django_stubs_ext.monkeypatch()
env = environ.Env()

ROOT = Path(__file__).resolve().parent.parent
DATA = folders.data().resolve()
KEYS = folders.keys()

# The address people use. An https address is what makes a production.
URL = env.str("HEMICYCLE_URL", default="").rstrip("/")
if not URL:
    URL = f"http://localhost:{env.int('HEMICYCLE_PORT', default=8000)}"
IS_PRODUCTION = URL.startswith("https://")
IS_DEMO = env.bool("HEMICYCLE_DEMO", default=False)
if IS_DEMO and IS_PRODUCTION:
    raise ImproperlyConfigured(
        "HEMICYCLE_DEMO=1 lets anybody step in as anybody: it can't be used with an "
        "https address. Unset HEMICYCLE_DEMO or HEMICYCLE_URL."
    )
IS_TESTING = "pytest" in sys.modules
DEBUG = False
SECRET_KEY = env.str("HEMICYCLE_SECRET_KEY", default="") or secret_key(KEYS)

ALLOWED_HOSTS = [urlsplit(URL).hostname or "localhost"]
if not IS_PRODUCTION:
    ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "template_partials",
    "django_htmx",
    "csp",
    # The house, from the roof down: an upper room's template wins over a lower one's.
    *([] if IS_PRODUCTION else ["hemicycle.demo", "hemicycle.proofs"]),
    "hemicycle.website",
    "hemicycle.desk",
    "hemicycle.lobby",
    "hemicycle.newsroom",
    "hemicycle.statistics",
    "hemicycle.doors",
    "hemicycle.badges",
    "hemicycle.programme",
    "hemicycle.invitations",
    "hemicycle.vetting",
    "hemicycle.delegations",
    "hemicycle.organisations",
    "hemicycle.offers",
    "hemicycle.conferences",
    "hemicycle.people",
    "hemicycle.seconding",
    "hemicycle.post",
    "hemicycle.texts",
    "hemicycle.tables",
    "hemicycle.jobs",
    "hemicycle.files",
    "hemicycle.journal",
    "hemicycle.ui",
    "hemicycle.fields",
]

MIDDLEWARE = [
    # Outermost: static files, kept pages and refusals bear them too.
    "hemicycle.ui.headers.Headers",
    # A probe asks by address and without TLS: before host check and redirect.
    "hemicycle.website.machines.Probes",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # With its random padding against BREACH. Kept public pages come compressed already:
    # it stands outside them, or they would be compressed twice.
    "django.middleware.gzip.GZipMiddleware",
    # Before anything reads an address or a form.
    "hemicycle.ui.limits.OnlyUtf8",
    "hemicycle.conferences.public_pages.PublicPages",
    "csp.middleware.CSPMiddleware",
    "hemicycle.people.middleware.NoStore",
    "hemicycle.people.middleware.Sessions",
    "hemicycle.people.middleware.Locale",
    "django.middleware.common.CommonMiddleware",
    "hemicycle.ui.limits.NotTooLarge",
    "hemicycle.ui.limits.NoNul",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "hemicycle.people.middleware.SignInRequired",
    "hemicycle.people.middleware.SecondFactor",
    "hemicycle.conferences.middleware.ConferenceOfAddress",
    "django.contrib.messages.middleware.MessageMiddleware",
    "hemicycle.people.middleware.KeptForms",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "hemicycle.urls"
WSGI_APPLICATION = "hemicycle.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["hemicycle.ui.templatetags.addresses"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hemicycle.ui.context.page",
            ],
        },
    }
]
FORM_RENDERER = "hemicycle.ui.forms.Renderer"
CSRF_FAILURE_VIEW = "hemicycle.people.views.send_again.csrf_failure"
MESSAGE_STORAGE = "hemicycle.ui.messages.Messages"

# -- Data ------------------------------------------------------------------------------

SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY;"
        "PRAGMA mmap_size=268435456; PRAGMA cache_size=-16000;"
        "PRAGMA journal_size_limit=67108864; PRAGMA foreign_keys=ON;"
    ),
}
DATABASE_URL = env.str("HEMICYCLE_DATABASE_URL", default="")
if DATABASE_URL:
    DATABASES = {"default": env.db_url("HEMICYCLE_DATABASE_URL")}
    if "postgresql" not in DATABASES["default"]["ENGINE"]:
        raise ImproperlyConfigured(
            "HEMICYCLE_DATABASE_URL names a PostgreSQL database. Leave it out for "
            "SQLite: its file lies in the data folder, HEMICYCLE_DATA."
        )
    DATABASES["default"].setdefault("CONN_MAX_AGE", 600)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # A machine that is gone says nothing; two threads must not wait for it for minutes.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
else:
    DATABASES = {
        "default": {
            "ENGINE": "hemicycle.databases.sqlite3",
            "NAME": str(DATA / "hemicycle.sqlite3"),
            "OPTIONS": SQLITE,
            "TEST": {"NAME": ":memory:"},
            "CONN_MAX_AGE": None,
        }
    }

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(DATA / "files"), "file_permissions_mode": 0o600},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if IS_TESTING
        else "hemicycle.ui.storage.Static"
    },
}
STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "static"
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = IS_TESTING

# -- People ----------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["hemicycle.people.backends.Accounts"]
LOGIN_URL = "people:sign_in"
LOGIN_REDIRECT_URL = "me"
LOGOUT_REDIRECT_URL = "front"
# Networks of our own proxies, whose X-Forwarded-For is believed. Empty: nobody's.
TRUSTED_PROXIES = env.list("HEMICYCLE_TRUSTED_PROXIES", default=[])

# -- Words -----------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("ar", _("Arabic")),
]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# -- Mail ------------------------------------------------------------------------------

# "none" keeps letters in their mailboxes (the demonstration), "console" prints them.
MAIL = env.str("HEMICYCLE_MAIL", default="none" if IS_DEMO else "console")
if IS_PRODUCTION and MAIL == "console":
    raise ImproperlyConfigured(
        "HEMICYCLE_MAIL is not set: codes and personal links would be printed in the "
        "log, and their e-mails count as sent. Set the mail server, such as "
        "smtp+tls://user:password@host:587, or none to keep all e-mails here."
    )
DEFAULT_FROM_EMAIL = env.str("HEMICYCLE_MAIL_FROM", default="secretariat@localhost")
if MAIL == "console" or MAIL == "none":
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
else:
    _mail = env.email_url_config(MAIL)
    if _mail["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend":
        # The same, which says when a text is handed over.
        _mail["EMAIL_BACKEND"] = "hemicycle.post.smtp.EmailBackend"
    vars().update(_mail)

# A mail server that accepts and says nothing must not hold the others back.
EMAIL_TIMEOUT = 10

# -- Safety ----------------------------------------------------------------------------

SESSION_ENGINE = "hemicycle.people.session_store"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_COOKIE_NAME = "messages"
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
# A spreadsheet of 10 MB and the form around it; nothing larger is even received.
LARGEST_REQUEST = 11 * 1024 * 1024
# The text of one page's form.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
if IS_PRODUCTION:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    LANGUAGE_COOKIE_NAME = "__Host-language"
    MESSAGE_COOKIE_NAME = "__Host-messages"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    CSRF_TRUSTED_ORIGINS = [URL]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "report-uri": ["/csp-reports"],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        # It writes down whose passkey was shown.
        "fido2": {"level": "WARNING"},
    },
}

# -- What the rooms of the roof lend to the page below them ----------------------------

NAVIGATION = "hemicycle.navigation.for_request"
