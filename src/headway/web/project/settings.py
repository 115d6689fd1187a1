"""Django's settings, made from the environment only (`environment.py` has the table)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import django_stubs_ext
from django.utils.translation import gettext_lazy as _

from headway.web.project.database import database
from headway.web.project.environment import made_data_folder, number, value, yes
from headway.web.project.listening import address
from headway.web.project.mail import outgoing
from headway.web.project.secret import secret_key
from headway.web.project.slices import installed

django_stubs_ext.monkeypatch()   # ModelForm[Model] and its like, before any form is loaded

DATA = made_data_folder()
SECRET_KEY = secret_key(value("HEADWAY_SECRET_KEY"), folder=DATA)
DEBUG = False

LISTEN = value("HEADWAY_LISTEN")
ADDRESS = address()
_HOST, _HTTPS = urlsplit(ADDRESS).hostname or "localhost", ADDRESS.startswith("https://")
ALLOWED_HOSTS = [_HOST, "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [ADDRESS]
PROXIES = number("HEADWAY_PROXIES")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None

INSTALLED_APPS = [
    "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages",
    "django.contrib.staticfiles", "django_htmx",
    "headway.web.ground",
    *(f"headway.web.{name}" for name in installed()),
    "django.forms",   # after ours, which has an option of a select of its own
    "allauth", "allauth.account", "allauth.socialaccount", "allauth.socialaccount.providers.openid_connect", "allauth.mfa",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "headway.web.ground.middleware.ContentPolicy",
    "headway.web.ground.middleware.NoNul",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "headway.web.ground.middleware.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "headway.web.accounts.middleware.InOrganisation",
    "headway.web.ground.middleware.Declining",
]
ROOT_URLCONF = "headway.web.project.urls"
WSGI_APPLICATION = "headway.web.project.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [{
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "APP_DIRS": True,
    "OPTIONS": {"context_processors": [
        "django.template.context_processors.request",
        "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages",
        "headway.web.ground.layout.layout",
    ], "builtins": ["django.templatetags.i18n", "django.templatetags.static",
                    "headway.web.ground.templatetags.said"]},
}]
FORM_RENDERER = "headway.web.ground.forms.Renderer"

DATABASES = {"default": database(value("HEADWAY_DATABASE_URL"), folder=DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Counted in the database, so that all server processes throttle as one.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "headway_cache"}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator", "NumericPasswordValidator")
] + [{"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}}]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "headway.web.accounts.adapter.ByInvitation"
SOCIALACCOUNT_ADAPTER = "headway.web.accounts.adapter.ByIssuer"
ACCOUNT_FORMS = {"login": "headway.web.accounts.sign_in.SignInForm",
                 "change_password": "headway.web.accounts.sign_in.NewPasswordForm",
                 "reauthenticate": "headway.web.accounts.sign_in.OnceMoreForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"   # an invitation's link has shown that the address is theirs
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {"public_idea": "6/30m/ip,300/d/key"}   # joins allauth's own limits
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if _HTTPS else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Headway"
MFA_FORMS = {"authenticate": "headway.web.accounts.sign_in.CodeForm",
             "activate_totp": "headway.web.accounts.sign_in.FirstCodeForm"}
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
if value("HEADWAY_OIDC_ISSUER"):
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {"APPS": [{
        "provider_id": "oidc", "name": value("HEADWAY_OIDC_NAME"), "client_id": value("HEADWAY_OIDC_CLIENT"),
        "secret": value("HEADWAY_OIDC_SECRET"),
        "settings": {"server_url": value("HEADWAY_OIDC_ISSUER"), "oauth_pkce_enabled": True},
    }]}
SIGN_ON_ORIGIN = value("HEADWAY_OIDC_ISSUER") and "{0.scheme}://{0.netloc}".format(urlsplit(value("HEADWAY_OIDC_ISSUER")))

for _name, _value in outgoing(value("HEADWAY_SMTP_URL")).items():
    globals()[_name] = _value
MAIL_IS_SENT = bool(value("HEADWAY_SMTP_URL"))
DEFAULT_FROM_EMAIL = value("HEADWAY_MAIL_FROM")

LANGUAGE_CODE = value("HEADWAY_LANGUAGE")
LANGUAGES = [("en", _("English"))]
FORMAT_MODULE_PATH = ["headway.web.project.formats"]
TIME_ZONE, USE_TZ, USE_I18N = value("HEADWAY_ZONE"), True, True

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STATICFILES_FINDERS = ["headway.web.ground.static_files.FromReports",
                       "django.contrib.staticfiles.finders.AppDirectoriesFinder"]
STORAGES = {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA / "files"}},
            "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}

WEBHOOK_HOSTS = frozenset(host.strip().lower() for host in value("HEADWAY_WEBHOOK_HOSTS").split(",") if host.strip())
WEBHOOK_HTTP = yes("HEADWAY_WEBHOOK_HTTP")
ATTACHMENT_MEGABYTES = number("HEADWAY_ATTACHMENT_MEGABYTES")

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if _HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "headway.web.ground.views.stale_form"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
UPLOAD_MEGABYTES = number("HEADWAY_UPLOAD_MEGABYTES")
FILE_UPLOAD_TEMP_DIR = DATA / "incoming"   # half files of a server that was killed are swept from here (gunicorn.py)
FILE_UPLOAD_TEMP_DIR.mkdir(exist_ok=True)
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING: dict[str, Any] = {
    "version": 1, "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"headway": {"level": "INFO"}},
}
