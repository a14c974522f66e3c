"""Every setting, its default and what it does; all of them come from the environment."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from flask import Flask


class Setting(NamedTuple):
    """One setting: its name in the environment, its default, its parser and its meaning."""

    name: str
    default: object
    parse: Callable[[str], object]
    meaning: str


def _flag(text: str) -> bool:
    return text.strip().lower() in {"1", "true", "yes", "on"}


SETTINGS = (
    Setting("DEMO", False, _flag, "Demo mode: demo city, sign-in by one click, loopback only."),
    Setting("SECRET_KEY", "", str, "Signs cookies and codes; required outside demo mode."),
    Setting("DATABASE_URL", "", str, "SQLAlchemy address; empty means instance/forum.db."),
    Setting("REDIS_URL", "", str, "Redis for background work; empty means an embedded queue."),
    Setting("SMTP_URL", "", str, "smtp[s]://user:password@host:port; empty keeps mail in the box."),
    Setting("MAIL_FROM", "kalaka@localhost", str, "Sender address of every message."),
    Setting("BASE_URL", "", str, "Public address of the site, used in mail and QR codes."),
    Setting("HOST", "127.0.0.1", str, "Address to listen on."),
    Setting("PORT", 8000, int, "Port to listen on."),
    Setting("WEB_WORKERS", 2, int, "Web server processes."),
    Setting("WEB_THREADS", 4, int, "Threads in each web server process."),
    Setting("WATCHERS", 250, int, "People who may follow a forum live, in each process."),
    Setting("INSTANCE_DIR", "", str, "Folder of the embedded database and queue."),
    Setting("TRUSTED_PROXIES", 0, int, "Number of reverse proxies whose headers are believed."),
    Setting("SECURE_COOKIES", None, _flag, "Cookies over HTTPS only; unset: if BASE_URL is https."),
    Setting(
        "STAFF_SECOND_FACTOR", True, _flag, "Staff sign in with a second factor (not in DEMO)."
    ),
    Setting("OIDC_ISSUER", "", str, "OpenID Connect provider people may sign in with (https)."),
    Setting("OIDC_CLIENT_ID", "", str, "What that provider calls this site."),
    Setting("OIDC_CLIENT_SECRET", "", str, "The password of this site at that provider."),
    Setting("OIDC_NAME", "", str, "Name of the provider on the button: Sign in with …"),
    Setting("TIME_ZONE", "Europe/Budapest", str, "Time zone in which dates are shown and typed."),
    Setting("FORM_MIN_SECONDS", 3, int, "Seconds before which only a program sends an open form."),
    Setting("IDEA_ANSWER_DAYS", 30, int, "Days in which the city means to answer an idea."),
    Setting("APPEAL_DAYS", 15, int, "Days in which another person answers an appeal."),
    Setting("APPEAL_WINDOW_DAYS", 30, int, "Days in which an author may appeal a decision."),
    Setting("REMOVAL_SEALED_DAYS", 180, int, "Days removed words stay sealed, then are erased."),
    Setting("RETENTION", True, _flag, "Erase at night what is older than its confirmed period."),
    Setting("MAX_UPLOAD_MB", 10, int, "Largest request body accepted, in megabytes."),
    Setting("LOG_LEVEL", "INFO", str, "Least severe log message that is written."),
    Setting("LOG_FORMAT", "text", str, "How logs are written: text, or json (a line per message)."),
    Setting("METRICS_TOKEN", "", str, "Bearer token of /metrics; empty means no such page."),
    Setting("BACKUP_DIR", "", str, "Folder of backups; empty means instance/backups."),
    Setting("BACKUP_KEEP", "7,4,12", str, "Backups kept: newest of so many days, weeks, months."),
    Setting("BACKUP_RECIPIENT", "", str, "age recipient (age1…) to whom backups are encrypted."),
)


class ConfigurationError(RuntimeError):
    """The application refuses to start as it is configured."""


def load(app: Flask, overrides: dict[str, object]) -> None:
    """Read every setting, then let ``overrides`` win; raise ConfigurationError when unsafe."""
    for setting in SETTINGS:
        text = os.environ.get(setting.name)
        app.config[setting.name] = setting.parse(text) if text else setting.default
    app.config.update(overrides)
    if app.config["INSTANCE_DIR"]:
        app.instance_path = str(Path(app.config["INSTANCE_DIR"]).resolve())
    Path(app.instance_path).mkdir(parents=True, exist_ok=True)
    app.config["SECRET_KEY"] = app.config["SECRET_KEY"] or _demo_secret(app)
    app.config.update(_derived(app))


def _derived(app: Flask) -> dict[str, object]:
    config = app.config
    secure = config["SECURE_COOKIES"]
    if secure is None:
        secure = str(config["BASE_URL"]).startswith("https://")
    return {
        "SQLALCHEMY_DATABASE_URI": _database_url(app),
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "pool_pre_ping": bool(config["DATABASE_URL"]),
            "hide_parameters": True,  # errors must not carry what people typed into the logs
        },
        "MAX_CONTENT_LENGTH": config["MAX_UPLOAD_MB"] * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        # With this prefix browsers take the cookie from this very host only, and over HTTPS only.
        "SESSION_COOKIE_NAME": "__Host-kalaka" if secure else "kalaka",
        "SESSION_COOKIE_PATH": "/",
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_HTTPONLY": True,
        "SECURE_COOKIES": secure,
        "SESSION_COOKIE_SECURE": secure,
        "PERMANENT_SESSION_LIFETIME": 60 * 60 * 24 * 180,
        "SEND_FILE_MAX_AGE_DEFAULT": 60 * 60,
        "WTF_CSRF_TIME_LIMIT": None,  # people leave a form open over lunch; the session bounds it
        # Pages behind a secret link send no Referer, and some browsers never do: the token decides.
        "WTF_CSRF_SSL_STRICT": False,
        "BABEL_DEFAULT_LOCALE": "hu",
        "BABEL_DEFAULT_TIMEZONE": config["TIME_ZONE"],
        "COMPRESS_ALGORITHM": ["br", "gzip"],
        "COMPRESS_BR_LEVEL": 4,
        "COMPRESS_MIN_SIZE": 800,
    }


def _database_url(app: Flask) -> str:
    url = str(app.config["DATABASE_URL"])
    if not url:
        return f"sqlite:///{Path(app.instance_path) / 'forum.db'}"
    return url.replace("postgres://", "postgresql://", 1).replace(
        "postgresql://", "postgresql+psycopg://", 1
    )


def _demo_secret(app: Flask) -> str:
    """In demo mode keep a random key in the instance folder; elsewhere refuse to start."""
    if not app.config["DEMO"]:
        raise ConfigurationError("SECRET_KEY must be set outside demo mode (see docs/settings.md).")
    path = Path(app.instance_path) / "secret_key"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
    return path.read_text().strip()
