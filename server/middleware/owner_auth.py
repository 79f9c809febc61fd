"""Sign-in of the FAQ's owners by a key."""

import hashlib
import hmac
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec
from urllib.parse import quote

from flask import redirect, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from server.errors import Fault, OwnersOnly
from server.middleware.rate_limit import charge
from server.middleware.token_bucket import Buckets

COOKIE = "otvet_owner"
SECONDS = 12 * 60 * 60
"""How long a browser stays signed in."""

WRONG_KEY = 100
"""Requests that a wrong key counts as, to slow down guessing."""

SIGNER = {"key_derivation": "hmac", "digest_method": hashlib.sha256}
"""HMAC-SHA256, compared in constant time."""

P = ParamSpec("P")


class Owners:
    """Checks the key: a program sends it each time (``Authorization: Bearer …``), a browser once, for a cookie."""

    def __init__(self, key: str, buckets: Buckets) -> None:
        """An empty ``key`` disables the admin pages."""
        self._key, self._buckets = key.encode(), buckets
        self._signer = URLSafeTimedSerializer(self._key, salt=COOKIE, signer_kwargs=SIGNER)

    def only(self, view: Callable[P, Response]) -> Callable[P, Response]:
        """Restrict a view to owners: others are refused, and browsers are redirected to the sign-in page."""

        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> Response:
            try:
                self.check()
            except KeyNeeded:
                if "Authorization" in request.headers or not wants_html():
                    raise
                return redirect(f"/login?next={quote(request.full_path.rstrip('?'), safe='')}", 303)
            response = view(*args, **kwargs)
            response.headers["Cache-Control"] = "no-store"
            return response

        return guarded

    def check(self) -> None:
        """Check that the request comes from an owner.

        Raises:
            OwnersOnly: if admin pages are disabled (403), or the key is missing or wrong (401).
            TooManyRequests: if the client has sent wrong keys too often.
        """
        self.check_open()
        given = request.authorization
        if given is not None:
            if given.type != "bearer" or not self.right(given.token or ""):
                raise KeyNeeded
        elif not self.signed(request.cookies.get(COOKIE, "")):
            raise KeyNeeded

    def check_open(self) -> None:
        """Check that admin pages are enabled.

        Raises:
            OwnersOnly: if they are disabled.
        """
        if not self._key:
            raise AdminDisabled

    def right(self, key: str) -> bool:
        """Whether this is the key, compared in constant time; a wrong one is charged to the client.

        Raises:
            TooManyRequests: if the client has sent wrong keys too often.
        """
        right = hmac.compare_digest(key.encode(errors="replace"), self._key)
        if not right:
            charge(self._buckets, WRONG_KEY)
        return right

    def sign(self) -> str:
        """A cookie's value that proves the key for ``SECONDS``; it is worthless once the key changes."""
        return self._signer.dumps("owner")

    def signed(self, cookie: str) -> bool:
        """Whether a cookie's value was signed with the key, at most ``SECONDS`` ago."""
        try:
            return bool(self._signer.loads(cookie, max_age=SECONDS) == "owner")
        except BadSignature:
            return False


class AdminDisabled(OwnersOnly):
    """No key is configured."""

    def __init__(self) -> None:
        fault = Fault("", "Admin pages are disabled; set OTVET_OWNER_KEY to enable them.")
        super().__init__(403, "owners-side-shut", "Forbidden", [fault])


class KeyNeeded(OwnersOnly):
    """The key is missing or wrong."""

    def __init__(self) -> None:
        fault = Fault(
            "", "This page is for the FAQ's owners; send the key as Authorization: Bearer, or sign in at /login."
        )
        super().__init__(401, "key-needed", "Unauthorized", [fault], {"WWW-Authenticate": 'Bearer realm="owners"'})


def wants_html() -> bool:
    """Whether the client is a browser."""
    return request.accept_mimetypes.best_match(("application/problem+json", "text/html")) == "text/html"
