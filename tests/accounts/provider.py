"""A small real OpenID provider for tests: Authlib's server side, in a process of its own.

`python -m tests.accounts.provider PORT`. What it says and where it fails is chosen by
`POST /behave` (JSON), so that one process plays the honest provider and every attacker.
"""

import hmac
import json
import logging
import sys
import time
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import grants
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import UserInfo
from authlib.oidc.core.grants import OpenIDCode
from flask import Flask, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import RSAKey

app = Flask(__name__)
app.secret_key = "provider"
CLIENT = {"id": "kalaka", "secret": "only for tests"}
CODES: dict[str, Any] = {}
TOKENS: dict[str, dict] = {}
SAY: dict[str, Any] = {}
KEYS = {"now": RSAKey.generate_key(2048, {"kid": "one"})}


def issuer() -> str:
    return f"http://127.0.0.1:{sys.argv[1]}"


class Client:
    """The one client this provider knows."""

    client_id, client_secret = CLIENT["id"], CLIENT["secret"]

    def get_client_id(self):
        return self.client_id

    def get_default_redirect_uri(self):
        return None

    def get_allowed_scope(self, scope):
        return scope

    def check_redirect_uri(self, address):
        return address.endswith("/sign-in/outside/back")

    def check_client_secret(self, secret):
        return secret == self.client_secret

    def check_endpoint_auth_method(self, method, _endpoint):
        return method == "client_secret_basic"

    def check_response_type(self, kind):
        return kind == "code"

    def check_grant_type(self, kind):
        return kind == "authorization_code"


class Code(dict):
    """An authorization code and what was asked for with it."""

    def get_redirect_uri(self):
        return self["redirect_uri"]

    def get_scope(self):
        return self["scope"]

    def get_nonce(self):
        return self["nonce"]

    def get_auth_time(self):
        return int(time.time())

    def get_acr(self):
        return None

    def get_amr(self):
        return None

    @property
    def code_challenge(self):
        return self["challenge"]

    @property
    def code_challenge_method(self):
        return self["method"]


class CodeGrant(grants.AuthorizationCodeGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic"]

    def save_authorization_code(self, code, request):
        data = request.payload.data
        CODES[code] = Code(
            redirect_uri=request.payload.redirect_uri,
            scope=request.payload.scope,
            nonce=data.get("nonce"),
            challenge=data.get("code_challenge"),
            method=data.get("code_challenge_method"),
        )

    def query_authorization_code(self, code, _client):
        return CODES.get(code)

    def delete_authorization_code(self, code):
        for key in [key for key, value in CODES.items() if value is code]:
            del CODES[key]

    def authenticate_user(self, _code):
        return {"sub": "u-1", "email": "eva@example.org", "email_verified": True} | SAY.get(
            "user", {}
        )


class Statement(OpenIDCode):
    def exists_nonce(self, _nonce, _request):
        return False

    def resolve_client_private_key(self, _client):
        return KEYS["now"]

    def get_client_algorithm(self, _client):
        return "RS256"

    def get_encode_header(self, _client):
        return {"alg": "RS256", "kid": KEYS["now"].kid}

    def get_client_claims(self, client):
        return {"iss": issuer(), "aud": [client.get_client_id()]}

    def generate_user_info(self, user, _scope):
        return UserInfo(user)


server = AuthorizationServer(
    app,
    query_client=lambda number: Client() if number == CLIENT["id"] else None,
    save_token=lambda token, req: TOKENS.update({token["access_token"]: req.user}),
)
server.register_grant(CodeGrant, [Statement(require_nonce=True), CodeChallenge(required=True)])


def _part(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def _joined(*parts: dict) -> str:
    return ".".join(_part(json.dumps(part).encode()) for part in parts)


def forged(claims: dict) -> str:
    """Sign what an attacker would like to say, the way an attacker can."""
    how, key = SAY.get("signed", "RS256"), KEYS["now"]
    if how == "none":
        return _joined({"alg": "none", "typ": "JWT"}, claims) + "."
    if how == "HS256":  # the client's word, or the public key, taken for a shared secret
        shared = str(SAY.get("shared") or "").encode() or key.as_pem(private=False)
        text = _joined({"alg": "HS256", "kid": key.kid}, claims)
        return text + "." + _part(hmac.new(shared, text.encode(), sha256).digest())
    if how == "stranger":
        key = RSAKey.generate_key(2048, {"kid": "one"})
    return jwt.encode({"alg": "RS256", "kid": key.kid}, claims, key)


@app.get("/.well-known/openid-configuration")
def description():
    if SAY.get("large"):
        return "x" * 300_000
    if SAY.get("moved"):
        return redirect(issuer() + "/elsewhere")
    told = {
        "issuer": issuer(),
        "authorization_endpoint": issuer() + "/authorize",
        "token_endpoint": issuer() + "/token",
        "jwks_uri": issuer() + "/keys",
        "userinfo_endpoint": issuer() + "/me",
    }
    return jsonify({**told, **SAY.get("description", {})})


@app.get("/keys")
def keys():
    return jsonify({"keys": [KEYS["now"].as_dict(private=False)]})


@app.get("/authorize")
def authorize():
    """Everybody who comes here is signed in as whoever SAY names, and agrees."""
    user = {"sub": "u-1"}
    grant = server.get_consent_grant(end_user=user)
    return server.create_authorization_response(grant=grant, grant_user=user)


@app.post("/token")
def token():
    if SAY.get("slow"):
        time.sleep(float(SAY["slow"]))
    if SAY.get("broken"):
        return "<h1>oops</h1>", 500
    response = server.create_token_response()
    if response.status_code == 200 and ("claims" in SAY or "signed" in SAY):
        told = response.get_json()
        honest = jwt.decode(told["id_token"], KEYS["now"], algorithms=["RS256"]).claims
        claims = {k: v for k, v in {**honest, **SAY.get("claims", {})}.items() if v is not None}
        return jsonify({**told, "id_token": forged(claims)})
    return response


@app.get("/me")
def me():
    held = TOKENS.get(request.headers.get("Authorization", "").removeprefix("Bearer "), {})
    return jsonify(dict(held) | SAY.get("me", {}))


@app.post("/behave")
def behave():
    SAY.clear()
    SAY.update(request.get_json())
    if SAY.get("rotate"):
        KEYS["now"] = RSAKey.generate_key(2048, {"kid": SAY["rotate"]})
    return "", 204


if __name__ == "__main__":
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app.run("127.0.0.1", int(sys.argv[1]), threaded=True)
