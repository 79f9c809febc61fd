"""Sign-in of the FAQ's owners by a key."""

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from functools import wraps
from typing import NamedTuple, ParamSpec
from urllib.parse import quote

from flask import redirect, request, url_for
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from server.errors import Fault, OwnersOnly
from server.middleware.key_guesses import Guesses
from server.shared_memory import Row, SharedTable

COOKIE, DEVICE = "otvet_owner", "otvet_device"
"""The cookie of a session, and that of a browser which has been signed in before."""

SECONDS = 12 * 60 * 60
"""How long a browser stays signed in."""

IDLE_SECONDS = 2 * 60 * 60
"""How long without a request; each cookie is valid for so long, and a used one is replaced."""

RENEW_SECONDS = 10 * 60
"""Age at which a cookie is replaced."""

DEVICE_SECONDS = 365 * 24 * 60 * 60

ENDED = 1 << 14
"""Most sessions remembered that were ended by signing out; only who has the key can begin and end one."""

SIGNER = {"key_derivation": "hmac", "digest_method": hashlib.sha256}
"""HMAC-SHA256, compared in constant time."""

P = ParamSpec("P")


class Session(NamedTuple):
    """A browser's stay from signing in to signing out."""

    id: str
    since: float
    """Unix time of signing in."""
    signed: float
    """Unix time at which this cookie was made."""


class Owners:
    """Checks the key: a program sends it each time (``Authorization: Bearer …``), a browser once, for a cookie.

    What it counts and remembers is that of all processes that are forked later.
    """

    def __init__(self, key: str) -> None:
        """An empty ``key`` disables the admin pages."""
        self._key, self._guesses = key.encode(), Guesses()
        self._sessions = URLSafeTimedSerializer(self._key, salt=COOKIE, signer_kwargs=SIGNER)
        self._devices = URLSafeTimedSerializer(self._key, salt=DEVICE, signer_kwargs=SIGNER)
        self._ended = SharedTable(ENDED)
        """Ids of sessions that were ended by signing out, until their cookies are too old anyway."""

    def only(self, view: Callable[P, Response]) -> Callable[P, Response]:
        """Restrict a view to owners: others are refused, and browsers are redirected to the sign-in page."""

        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> Response:
            try:
                session = self.check()
            except KeyNeeded:
                if "Authorization" in request.headers or not wants_html():
                    raise
                here = request.root_path + request.full_path.rstrip("?")
                return redirect(f"{url_for('login')}?next={quote(here, safe='')}", 303)
            response = view(*args, **kwargs)
            response.headers["Cache-Control"] = "no-store"
            if session and time.time() - session.signed > RENEW_SECONDS:
                self.set_session(response, session)
            return response

        return guarded

    def check(self) -> Session | None:
        """Check that the request comes from an owner; returns the session, or None for a program.

        Raises:
            OwnersOnly: if admin pages are disabled (403), or the key is missing or wrong (401).
            TooManyRequests: if too many wrong keys came, see `Guesses`.
        """
        self.check_open()
        given = request.authorization
        if given is not None:
            if given.type != "bearer" or not self.right(given.token or ""):
                raise KeyNeeded
            return None
        if (session := self.session(request.cookies.get(COOKIE, ""))) is None:
            raise KeyNeeded
        return session

    def check_open(self) -> None:
        """Check that admin pages are enabled.

        Raises:
            OwnersOnly: if they are disabled.
        """
        if not self._key:
            raise AdminDisabled

    def right(self, key: str) -> bool:
        """Whether this is the key, compared in constant time; counted against its sender before that.

        Raises:
            TooManyRequests: if too many wrong keys came, see `Guesses`.
        """
        given = key.encode(errors="replace")
        return self._guesses.guess(
            lambda: hmac.compare_digest(given, self._key), address=request.remote_addr or "", device=self.device()
        )

    def device(self) -> str:
        """Id of the browser if it has been signed in before; else empty."""
        try:
            return str(self._devices.loads(request.cookies.get(DEVICE, ""), max_age=DEVICE_SECONDS))
        except BadSignature:
            return ""

    def sign_in(self, response: Response) -> None:
        """Begin a session, and know the browser again."""
        self.set_session(response, Session(secrets.token_urlsafe(12), time.time(), time.time()))
        set_cookie(response, DEVICE, self._devices.dumps(secrets.token_urlsafe(12)), DEVICE_SECONDS)

    def set_session(self, response: Response, session: Session) -> None:
        """Send a new cookie of a session."""
        set_cookie(response, COOKIE, self._sessions.dumps([session.id, session.since]), IDLE_SECONDS)

    def sign_out(self, response: Response) -> None:
        """End the session of the request: no copy of its cookies is valid any more."""
        if session := self.session(request.cookies.get(COOKIE, "")):
            with self._ended.lock:
                now = time.time()
                self._ended.put(session.id, Row(0, now), session.since + SECONDS, now)
        response.delete_cookie(COOKIE, path=cookie_path(), httponly=True, samesite="Strict", secure=request.is_secure)

    def session(self, cookie: str) -> Session | None:
        """The session of a cookie's value: signed with the key, not too old, and not ended; else None."""
        try:
            (found, since), signed = self._sessions.loads(cookie, max_age=IDLE_SECONDS, return_timestamp=True)
        except BadSignature:
            return None
        session = Session(found, since, signed.timestamp())
        with self._ended.lock:
            now = time.time()
            return session if now <= since + SECONDS and not self._ended.get(session.id, now) else None


def set_cookie(response: Response, name: str, value: str, seconds: int) -> None:
    """Set a cookie that scripts and other sites do not get, and over TLS nobody on the way."""
    response.set_cookie(
        name, value, max_age=seconds, path=cookie_path(), httponly=True, samesite="Strict", secure=request.is_secure
    )


def cookie_path() -> str:
    """Where browsers send our cookies: below the path that this server is served under."""
    return request.root_path or "/"


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
