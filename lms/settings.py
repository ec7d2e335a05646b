"""One settings file. Every switch comes from the environment; without any, it is the embedded first run.

Embedded: SQLite, a Celery broker in a folder, mail kept in the outbox and shown on the demo mailbox.
``docs/operations.md`` explains each variable.
"""

import os
import re
import secrets
import sys
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.text import slugify
from kombu import Queue

BASE_DIR = Path(__file__).resolve().parent.parent
TESTING = "pytest" in sys.modules
DATA_DIR = Path(os.environ.get("DATA_DIR", BASE_DIR / ("var/test" if TESTING else "var")))
try:
    DATA_DIR.mkdir(parents=True, exist_ok=True)
except OSError as error:
    sys.exit(f"The data folder {DATA_DIR} cannot be made ({error.strerror}). Set DATA_DIR to another.")


def env_flag(name: str, default: bool) -> bool:
    return os.environ.get(name, str(int(default))).lower() in {"1", "true", "yes", "on"}


def oidc_provider(issuer: str, key: str, name: str, client_id: str, secret: str) -> dict:
    """What the account library is told of the provider: nothing unless issuer and client are both named."""
    if not (issuer and client_id):
        return {}
    settings = {"server_url": issuer, "oauth_pkce_enabled": True}
    app = {"provider_id": key, "name": name, "client_id": client_id, "secret": secret, "settings": settings}
    return {"openid_connect": {"APPS": [app]}}


def kept_secret(path: Path) -> str:
    """The instance's own key: made once, readable by its owner only."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path.read_text()


DEBUG = env_flag("DEBUG", False)
SECRET_KEY = os.environ.get("SECRET_KEY") or kept_secret(DATA_DIR / "secret.key")
# What seals the numbers of documents, newest first; without any, one derived from the secret key.
FIELD_KEYS = [key.strip() for key in os.environ.get("FIELD_KEYS", "").split(",") if key.strip()]
if not all(re.fullmatch(r"[\w-]{43}=", key, re.ASCII) for key in FIELD_KEYS):
    sys.exit("FIELD_KEYS: each key is 44 characters, as manage.py reseal --new-key prints one.")
SITE_URL = os.environ.get("SITE_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}").rstrip("/")
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
HTTPS = SITE_URL.startswith("https://")

# The demo shows its own mailbox and its accounts. Never on a real server.
EMAIL_URL = os.environ.get("EMAIL_URL", "")
DEMO = env_flag("DEMO", not EMAIL_URL and not HTTPS)

INSTALLED_APPS = [
    "lms",
    "reports",
    "certificates",
    "network",
    "learning",
    "cohorts",
    "courses",
    "programmes",
    "pages",
    "notices",
    "people",
    "places",
    "jobs",
    "kit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_htmx",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # A page weighs a fifth on a prepaid telephone. Tokens in it are masked anew each time, so its size tells nothing.
    "django.middleware.gzip.GZipMiddleware",
    "lms.page_cache.PageCacheMiddleware",
    "lms.headers.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "lms.addresses.without_nul",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lms.second_factor.SecondFactorMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "lms.urls"
WSGI_APPLICATION = "lms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lms.context.site",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "kit.templatetags.kit",
            ],
        },
    },
]

# Four writers for five seconds: 371 "database is locked" with the defaults, none with these.
SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": DATA_DIR / "paralelo.sqlite3",
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        # A list of ten thousand people comes in as one: whoever writes meanwhile waits for it.
        "timeout": 60,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;"
        " PRAGMA temp_store=MEMORY; PRAGMA mmap_size=134217728;",
    },
    # Browser tests serve from a thread: both sides must see one file.
    "TEST": {"NAME": os.environ.get("SQLITE_TEST_NAME", DATA_DIR / "test.sqlite3")},
    "CONN_MAX_AGE": 60,
}
DATABASE_URL = os.environ.get("DATABASE_URL", "")
DATABASES = {
    "default": dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True) if DATABASE_URL else SQLITE
}

CACHE_URL = os.environ.get("CACHE_URL") or os.environ.get("REDIS_URL", "")
CACHES = {
    "default": {
        "BACKEND": "kit.caching.ForgivingRedisCache",
        "LOCATION": CACHE_URL,
    }
    if CACHE_URL
    else {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "paralelo",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}

# ------------------------------------------------------------------ people and sign-in
AUTH_USER_MODEL = "people.User"
# One back end: with two, each wrong password costs two slow checks.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "people.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "people.forms.SignInForm",
    "reauthenticate": "people.forms.PasswordAgainForm",
    "confirm_login_code": "people.forms.SignInCodeForm",
    "confirm_email_verification_code": "people.forms.AddressCodeForm",
}
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
# Mail may take minutes: fifteen for the code, twenty for the whole entrance.
ACCOUNT_LOGIN_TIMEOUT = 20 * 60
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_FORMAT = ACCOUNT_EMAIL_VERIFICATION_BY_CODE_FORMAT = {"numeric": True}
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
# "Use another address" would be offered only where no account existed, and so tell who has one.
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = False
# A workshop is sixty people behind one address: limits go by account and by mailbox, never by address.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "signup": None,
    "login_failed": "5/5m/key",
    # Whatever anybody asks for, one mailbox gets no more than this of it.
    "mail_to_one": "20/h/key",
    "request_login_code": "3/m/key,20/h/key",
    "reset_password": "3/m/key,10/h/key",
    "reset_password_from_key": None,
    "verify_phone": None,
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
MFA_TOTP_ISSUER = "Paralelo"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
# Who works for a programme enters with two proofs: an application of codes or a passkey beside the mailbox.
REQUIRE_SECOND_FACTOR = env_flag("REQUIRE_SECOND_FACTOR", False)
# Before roles are given or taken, lists of people leave, and certificates are issued by the hundred.
STEP_UP = env_flag("STEP_UP", True)
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
# One OpenID Connect provider, when there is one. Its account's address here carries its name: another is another.
OIDC_ISSUER = os.environ.get("OIDC_ISSUER", "").rstrip("/")
OIDC_NAME = os.environ.get("OIDC_NAME", "") or urlsplit(OIDC_ISSUER).hostname or ""
OIDC_ID = slugify(OIDC_ISSUER.partition("://")[2].replace(".", "-").replace("/", "-").replace(":", "-"))
SOCIALACCOUNT_PROVIDERS = oidc_provider(
    OIDC_ISSUER, OIDC_ID, OIDC_NAME, os.environ.get("OIDC_CLIENT_ID", ""), os.environ.get("OIDC_CLIENT_SECRET", "")
)
SOCIALACCOUNT_ADAPTER = "people.adapters.ProviderAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
SESSION_COOKIE_AGE = 60 * 60 * 24 * 90
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# ------------------------------------------------------------------ words, numbers, time
LANGUAGE_CODE = "es"
LANGUAGES = [("es", "Español"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "lms.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("TIME_ZONE", "America/Mexico_City")
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES

# ------------------------------------------------------------------ files
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
PRIVATE_ROOT = DATA_DIR / "private"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "kit.staticfiles.BundlingStaticFilesStorage"
    },
}
# More than a list may weigh (5 MB): then it is our own sentence, beside the field, that refuses it.
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

# ------------------------------------------------------------------ later work and mail
CELERY_BROKER_URL = os.environ.get("CELERY_BROKER_URL") or os.environ.get("REDIS_URL") or "filesystem://localhost"
if TESTING:
    CELERY_BROKER_URL = "memory://"
CELERY_TASK_IGNORE_RESULT = True
# A task is a bell: heard twice it does no harm, lost it is rung again by the sweep. So: acknowledge late, send once.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_TIME_LIMIT = 60 * 60
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 1
CELERY_TIMEZONE = "UTC"
# Sign-in codes do not wait behind four hundred certificates: a worker started with "-Q mail" does nothing else.
CELERY_TASK_DEFAULT_QUEUE = "jobs"
CELERY_TASK_QUEUES = [Queue("jobs"), Queue("mail")]
CELERY_TASK_ROUTES = {"notices.tasks.*": {"queue": "mail"}}
BROKER_DIR = DATA_DIR / "broker"
if CELERY_BROKER_URL.startswith("filesystem"):
    (BROKER_DIR / "queue").mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_DIR / "queue"),
        "data_folder_out": str(BROKER_DIR / "queue"),
        "control_folder": str(BROKER_DIR / "control"),
        "polling_interval": 0.25,
    }
elif CELERY_BROKER_URL.startswith("redis"):
    CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 0.5, "socket_timeout": 2, "max_retries": 0}
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "sweep jobs": {"task": "jobs.tasks.sweep", "schedule": 30, "options": {"expires": 25}},
    "sweep mail": {"task": "notices.tasks.send_due", "schedule": 30, "options": {"expires": 25}},
    "sweep seats": {"task": "cohorts.tasks.sweep_seats", "schedule": 60, "options": {"expires": 55}},
    "sweep webhooks": {"task": "certificates.webhooks.tasks.send_due", "schedule": 30, "options": {"expires": 25}},
    # Once a day whatever the hour: the job of a day is asked for once.
    "night": {"task": "people.tasks.nightly", "schedule": 60 * 60, "options": {"expires": 30 * 60}},
    "certificates of the night": {
        "task": "certificates.tasks.nightly",
        "schedule": 60 * 60,
        "options": {"expires": 30 * 60},
    },
}
# Webhooks over plain HTTP to this machine itself: for developing, never on a server.
WEBHOOKS_TO_LOOPBACK = DEBUG
EMAIL_BACKEND = "notices.backends.OutboxBackend"
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "Paralelo <avisos@paralelo.example>")

# ------------------------------------------------------------------ browser safety
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        # The way to the provider begins with a form of ours and ends at its door.
        "form-action": [SELF, *(["{0.scheme}://{0.netloc}".format(urlsplit(OIDC_ISSUER))] if OIDC_ISSUER else [])],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env_flag("BEHIND_PROXY", False) else None
X_FRAME_OPTIONS = "DENY"

# ------------------------------------------------------------------ Wagtail
WAGTAIL_SITE_NAME = "Paralelo"
WAGTAILADMIN_BASE_URL = SITE_URL
# One door: editors sign in, and change password and address, where everybody does.
WAGTAIL_FRONTEND_LOGIN_URL = WAGTAILADMIN_LOGIN_URL = LOGIN_URL
WAGTAIL_PASSWORD_RESET_ENABLED = WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_COMMENTS_ENABLED = True
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "gif"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "pages.forms.SafeImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "pages.forms.SafeDocumentForm"
# Always saved, never opened inside our own address.
WAGTAILDOCS_INLINE_CONTENT_TYPES = []
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
}
