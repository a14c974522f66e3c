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
    Setting("SECURE_COOKIES", False, _flag, "Send cookies over HTTPS only (set it behind TLS)."),
    Setting("TIME_ZONE", "Europe/Budapest", str, "Time zone in which dates are shown and typed."),
    Setting("IDEA_ANSWER_DAYS", 30, int, "Days in which the city means to answer an idea."),
    Setting("MAX_UPLOAD_MB", 10, int, "Largest request body accepted, in megabytes."),
    Setting("LOG_LEVEL", "INFO", str, "Least severe log message that is written."),
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
    return {
        "SQLALCHEMY_DATABASE_URI": _database_url(app),
        "SQLALCHEMY_ENGINE_OPTIONS": {"pool_pre_ping": bool(config["DATABASE_URL"])},
        "MAX_CONTENT_LENGTH": config["MAX_UPLOAD_MB"] * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "SESSION_COOKIE_NAME": "kalaka",
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SECURE": config["SECURE_COOKIES"],
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
