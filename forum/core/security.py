"""The security headers every answer carries."""

import secrets

from flask import Flask, Response, g, request
from markupsafe import Markup

#: What pages may load; scripts only those that this very answer names by its nonce.
POLICY = (
    "default-src 'self'; script-src {scripts}; style-src 'self'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "frame-src 'self'; worker-src 'self'; manifest-src 'self'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
YEAR = 365 * 24 * 60 * 60


def nonce() -> str:
    """Return the word that lets the scripts of this answer run, the same one all through it."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return str(g.nonce)


def policy() -> str:
    """Return the content policy of this answer; a page that names no script may run none."""
    return POLICY.format(scripts=f"'nonce-{g.nonce}'" if "nonce" in g else "'none'")


def init_app(app: Flask) -> None:
    """Send the security headers with every answer, and let templates name their scripts."""

    @app.after_request
    def protect(response: Response) -> Response:
        if response.status_code != 304:  # its page stands in the browser with the policy it had
            response.headers.setdefault("Content-Security-Policy", policy())
        for header, value in HEADERS.items():
            response.headers.setdefault(header, value)
        if request.is_secure:
            response.headers.setdefault("Strict-Transport-Security", f"max-age={YEAR}")
        return response

    def script(name: str) -> Markup:
        """Return the tag of one of our modules: ``{{ script('weigh') }}``."""
        source = app.jinja_env.globals["static_url"](f"js/{name}.js")  # type: ignore[operator]
        return Markup('<script type="module" src="{}" nonce="{}"></script>').format(source, nonce())

    app.jinja_env.globals.update(script=script)
