"""What every room stands on: database, access, forms, pages, words, search, jobs and mail."""

from flask import Flask
from flask_compress import Compress
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from forum.core import (
    access,
    bodies,
    days,
    db,
    delivery,
    errors,
    i18n,
    jobs,
    live,
    logs,
    navigation,
    pages,
    security,
)

csrf = CSRFProtect()


def init_app(app: Flask) -> None:
    """Wire the foundation into ``app``."""
    logs.init_app(app)
    hops = app.config["TRUSTED_PROXIES"]
    if hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    db.init_app(app)
    bodies.init_app(app)  # before any hook that asks the database
    Migrate(app, db.db, directory=f"{app.root_path}/migrations", render_as_batch=True)
    csrf.init_app(app)
    Compress(app)
    for part in (i18n, days, access, security, errors, pages, navigation, jobs, delivery, live):
        part.init_app(app)
