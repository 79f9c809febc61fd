"""Let the FAQ's owners in, by a key."""

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
"""Requests that a wrong key counts as, so that keys are not guessed at."""

SIGNER = {"key_derivation": "hmac", "digest_method": hashlib.sha256}
"""HMAC-SHA256, compared in constant time."""

P = ParamSpec("P")


class Owners:
    """Who has the key: a program says it each time (``Authorization: Bearer …``), a browser once, for a cookie."""

    def __init__(self, key: str, buckets: Buckets) -> None:
        """``key`` empty: nobody is let in."""
        self._key, self._buckets = key.encode(), buckets
        self._signer = URLSafeTimedSerializer(self._key, salt=COOKIE, signer_kwargs=SIGNER)

    def only(self, view: Callable[P, Response]) -> Callable[P, Response]:
        """A view for owners alone: others are refused, and a browser without the key is sent to sign in."""

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
        """See that the request comes from an owner.

        Raises:
            OwnersOnly: if the owners' side is shut (403), or the request shows no key or a wrong one (401).
            TooManyRequests: if the client shows wrong keys too often.
        """
        self.check_open()
        given = request.authorization
        if given is not None:
            if given.type != "bearer" or not self.right(given.token or ""):
                raise KeyNeeded
        elif not self.signed(request.cookies.get(COOKIE, "")):
            raise KeyNeeded

    def check_open(self) -> None:
        """See that there is an owners' side at all.

        Raises:
            OwnersOnly: if there is none.
        """
        if not self._key:
            raise AdminDisabled

    def right(self, key: str) -> bool:
        """Whether this is the key; takes as long whatever it is, and a wrong one costs its client.

        Raises:
            TooManyRequests: if the client shows wrong keys too often.
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
    """There is no key, so there is no owners' side."""

    def __init__(self) -> None:
        fault = Fault("", "The owners' side is shut; set OTVET_OWNER_KEY where the server is started.")
        super().__init__(403, "owners-side-shut", "Forbidden", [fault])


class KeyNeeded(OwnersOnly):
    """The request does not show the key."""

    def __init__(self) -> None:
        fault = Fault(
            "", "This is for the FAQ's owners; send their key as Authorization: Bearer, or sign in at /login."
        )
        super().__init__(401, "key-needed", "Unauthorized", [fault], {"WWW-Authenticate": 'Bearer realm="owners"'})


def wants_html() -> bool:
    """Whether a person's browser asks."""
    return request.accept_mimetypes.best_match(("application/problem+json", "text/html")) == "text/html"
