"""The provider the city chose: where it is, its keys, and what it says about somebody."""

from base64 import b64encode
from dataclasses import dataclass
from time import monotonic, time
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from flask import Flask, current_app
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from forum.accounts.outside.asking import Asking
from forum.accounts.outside.fetching import LOOPBACK, Denied, Unreachable, is_safe

SCOPES = "openid email profile"
#: Signatures that only the provider can make; none of them rests on a shared word.
ALGORITHMS = ("RS256", "PS256", "ES256")
#: Seconds for which the provider's own description counts, and its keys are not asked for again.
DESCRIPTION_LASTS, KEYS_REST = 3600, 20
#: Seconds by which clocks may differ, and after which a statement is too old.
CLOCKS, OLDEST = 60, 600


class NotTrusted(Exception):
    """What came back is not a statement of this provider, for this site, about this sign-in."""


@dataclass
class Provider:
    """One provider; what it told about itself is kept for an hour."""

    issuer: str
    client_id: str
    client_secret: str
    name: str
    described: dict[str, Any] | None = None
    described_at: float = 0.0
    keys: KeySet | None = None
    keys_at: float = -1e9

    def __post_init__(self) -> None:
        """Know whether it runs on this machine, as in tests."""
        parts = urlsplit(self.issuer)
        self.plain = parts.scheme == "http" and parts.hostname in LOOPBACK
        self.asking = Asking(self.plain)

    def description(self) -> dict[str, Any]:
        """Return what the provider says about itself; raises Unreachable."""
        told = self._remembered()
        if told is not None:
            return told
        with self.asking.turn():
            return self._remembered() or self._describe()

    def _remembered(self) -> dict[str, Any] | None:
        late = monotonic() - self.described_at > DESCRIPTION_LASTS
        return None if late else self.described

    def _describe(self) -> dict[str, Any]:
        try:
            told = self.asking.ask(self._well_known())
            if told.get("issuer") != self.issuer:
                raise Unreachable("another issuer answered")
        except (Denied, Unreachable) as error:
            self.asking.rest()
            raise Unreachable(str(error)) from error
        self.described, self.described_at = told, monotonic()
        return told

    def _well_known(self) -> str:
        return self.issuer.rstrip("/") + "/.well-known/openid-configuration"

    def _endpoint(self, name: str) -> str:
        address = str(self.description().get(name, ""))
        if not is_safe(address, self.plain):
            raise Unreachable(f"no {name}")
        return address

    def door(self, back: str, state: str, nonce: str, verifier: str) -> str:
        """Return the address at which somebody proves themselves to the provider."""
        address: str = prepare_grant_uri(
            self._endpoint("authorization_endpoint"),
            self.client_id,
            "code",
            redirect_uri=back,
            scope=SCOPES,
            state=state,
            nonce=nonce,
            code_challenge=create_s256_code_challenge(verifier),
            code_challenge_method="S256",
        )
        return address

    def redeem(self, code: str, back: str, nonce: str, verifier: str) -> dict[str, Any]:
        """Change a code into what the provider says about whoever signed in there.

        Raises Unreachable, Denied (the code does not count) and NotTrusted.
        """
        with self.asking.place():
            return self._redeemed(code, back, nonce, verifier)

    def _redeemed(self, code: str, back: str, nonce: str, verifier: str) -> dict[str, Any]:
        body = urlencode(
            {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": back,
                "code_verifier": verifier,
            }
        )
        told = self.asking.ask(
            self._endpoint("token_endpoint"), body, Authorization=self._credentials()
        )
        token, access = told.get("id_token"), told.get("access_token")
        if not isinstance(token, str) or len(token) > 20_000:
            raise NotTrusted("no statement")
        claims = self._verified(token, nonce, str(access or ""))
        return claims if "email" in claims else self._with_address(claims, str(access or ""))

    def _with_address(self, claims: dict[str, Any], access: str) -> dict[str, Any]:
        """Add the address from userinfo, which alone says whether it is verified; a no counts anywhere."""
        told = self._more(claims, access)
        verified = told.get("email_verified") is True
        denied = claims.get("email_verified", True) is not True
        return {**told, **claims, "email_verified": verified and not denied}

    def _credentials(self) -> str:
        pair = f"{quote(self.client_id, safe='')}:{quote(self.client_secret, safe='')}"
        return "Basic " + b64encode(pair.encode()).decode()

    def _more(self, claims: dict[str, Any], access: str) -> dict[str, Any]:
        """Ask for the address where the statement leaves it out; only about the same person."""
        if not access or not self.description().get("userinfo_endpoint"):
            return {}
        address = self._endpoint("userinfo_endpoint")
        told = self.asking.ask(address, Authorization=f"Bearer {access}")
        return told if told.get("sub") == claims["sub"] else {}

    def _verified(self, token: str, nonce: str, access: str) -> dict[str, Any]:
        """Check signature and claims of an ID token (OpenID Connect Core, 3.1.3.7)."""
        signed = self._signed(token)
        options: Any = {
            "iss": {"essential": True, "value": self.issuer},
            "aud": {"essential": True, "value": self.client_id},
        }
        params = {"nonce": nonce, "client_id": self.client_id, "access_token": access}
        claims = CodeIDToken(signed.claims, signed.header, options, params)
        try:
            claims.validate(now=int(time()), leeway=CLOCKS)
        except (JoseError, TypeError, ValueError) as error:
            raise NotTrusted(str(error)) from error
        subject, issued = claims.get("sub"), claims.get("iat")
        if not isinstance(subject, str) or not 0 < len(subject) <= 255:
            raise NotTrusted("no subject")
        if not isinstance(issued, int | float) or issued < time() - OLDEST:
            raise NotTrusted("too old")
        return dict(claims)

    def _signed(self, token: str) -> jwt.Token:
        """Check the signature; a key nobody knows yet is asked for once: keys rotate."""
        try:
            return jwt.decode(token, self._keys(), algorithms=ALGORITHMS)
        except (InvalidKeyIdError, ValueError):
            if monotonic() - self.keys_at < KEYS_REST:
                raise NotTrusted("unknown key") from None
            self.keys = None
        except JoseError as error:
            raise NotTrusted(type(error).__name__) from error
        try:
            return jwt.decode(token, self._keys(), algorithms=ALGORITHMS)
        except (JoseError, ValueError) as error:
            raise NotTrusted(type(error).__name__) from error

    def _keys(self) -> KeySet:
        if self.keys is None:
            address = self._endpoint("jwks_uri")
            with self.asking.turn():
                self.keys = self.keys or self._ask_keys(address)
        return self.keys

    def _ask_keys(self, address: str) -> KeySet:
        told: Any = self.asking.ask(address)
        try:
            keys = KeySet.import_key_set(told)
        except (JoseError, KeyError, TypeError, ValueError) as error:
            raise Unreachable("keys") from error
        self.keys_at = monotonic()
        return keys


def the_provider() -> Provider | None:
    """Return the provider of this site, if there is one."""
    found: Provider | None = current_app.extensions.get("outside")
    return found


def init_app(app: Flask) -> None:
    """Read the settings; an address that is neither https nor this machine is refused."""
    issuer = str(app.config["OIDC_ISSUER"])
    if not issuer or not app.config["OIDC_CLIENT_ID"]:
        return
    if not is_safe(issuer, plain=True):
        raise ValueError("OIDC_ISSUER must begin with https://")
    app.extensions["outside"] = Provider(
        issuer,
        str(app.config["OIDC_CLIENT_ID"]),
        str(app.config["OIDC_CLIENT_SECRET"]),
        str(app.config["OIDC_NAME"] or urlsplit(issuer).hostname),
    )
