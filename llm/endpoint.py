"""Ask an OpenAI-compatible endpoint for one chat completion, within a time."""

import json
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from http.client import HTTPException
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from llm.errors import BadEndpoint, BadReply, Declined, LlmError, Rejected, TimedOut, Unreachable

MOST_BYTES = 2**20
"""Of a response; the rest is not read."""


@dataclass(frozen=True)
class Endpoint:
    """A server, one of its models, and how long an answer may take."""

    url: str
    """Without ``/chat/completions``: ``http://localhost:11434/v1``."""

    model: str = ""
    """Empty: none is named, and the server takes its own."""

    key: str = field(default="", repr=False)
    """Sent as a bearer token; empty: none is sent."""

    seconds: float = 120.0
    """For one exchange as a whole."""

    def __post_init__(self) -> None:
        """Check the parts.

        Raises:
            BadEndpoint: the address is not one of HTTP, or the key cannot stand in a header.
        """
        if not _usable(self.url):
            raise BadEndpoint(f"{self.url!r} is not an endpoint; write an address such as http://localhost:11434/v1.")
        if not (self.key.isascii() and self.key.isprintable()) or " " in self.key:
            raise BadEndpoint("OTVET_LLM_KEY has a character that no key has; set it to the key alone.")

    @property
    def address(self) -> str:
        """Where requests go."""
        return f"{self.url.rstrip('/')}/chat/completions"

    def chat(self, system: str, user: str, **parameters: object) -> str:
        """The model's answer to a system message and a user's.

        Args:
            system: What to do.
            user: What to do it with.
            parameters: Further fields of the request, such as ``temperature``.

        Raises:
            LlmError: there is no answer, or not in time; see `llm.errors`.
        """
        named = {"model": self.model} if self.model else {}
        messages = [{"role": "system", "content": system}, {"role": "user", "content": user}]
        body = json.dumps({**named, "messages": messages, **parameters}).encode()
        return _content(self.address, self._within(lambda: self._posted(body)))

    def _within(self, call: Callable[[], bytes]) -> bytes:
        """The call's result. Sockets have a time for each read only, and looking up a name has none."""
        done: SimpleQueue[bytes | Exception] = SimpleQueue()

        def work() -> None:
            try:
                done.put(call())
            except Exception as exc:  # raised again where it is waited for
                done.put(exc)

        threading.Thread(target=work, name="llm", daemon=True).start()
        try:
            result = done.get(timeout=self.seconds)
        except Empty:
            raise TimedOut(self.address, self.seconds) from None
        if isinstance(result, Exception):
            raise result
        return result

    def _posted(self, body: bytes) -> bytes:
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {self.key}"} if self.key else {})
        until = monotonic() + self.seconds
        try:
            with _opener().open(Request(self.address, body, headers), timeout=self.seconds) as response:
                parts = bytearray()
                while len(parts) < MOST_BYTES and (part := response.read1(MOST_BYTES)):
                    parts += part
                    if monotonic() > until:
                        raise TimedOut(self.address, self.seconds)
                return bytes(parts)
        except HTTPError as exc:
            raise _rejected(self.address, exc) from exc
        except (OSError, HTTPException) as exc:
            reason = exc.reason if isinstance(exc, URLError) else exc
            if isinstance(reason, TimeoutError):
                raise TimedOut(self.address, self.seconds) from exc
            raise Unreachable(self.address, reason) from exc


class _NoRedirects(HTTPRedirectHandler):
    """A redirected request would take the key to another server."""

    def redirect_request(self, *arguments: Any) -> None:
        return None


@cache
def _opener() -> OpenerDirector:
    return build_opener(_NoRedirects)


def _usable(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    clean = url.isascii() and url.isprintable() and not set(url) & set(" ?#@")
    return parts.scheme in ("http", "https") and bool(host) and clean


def _rejected(address: str, error: HTTPError) -> LlmError:
    try:
        with error:
            said = error.read(MOST_BYTES).decode("utf-8", errors="replace")
    except (OSError, HTTPException):
        said = ""
    with suppress(ValueError, LookupError, TypeError, RecursionError):  # {"error": {"message": …}}, or anything
        said = str(json.loads(said)["error"]["message"])
    return Rejected(address, error.code, said)


def _content(address: str, raw: bytes) -> str:
    text = raw.decode("utf-8", errors="replace")
    try:
        choice = json.loads(text)["choices"][0]
        message, finished = choice["message"], choice.get("finish_reason")
        content, refusal = message.get("content"), message.get("refusal")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as exc:
        raise BadReply(address, "a chat completion in JSON", text) from exc
    if refusal or finished == "content_filter":
        raise Declined(address, str(refusal or finished))
    if not isinstance(content, str):
        raise BadReply(address, "a message with text", text)
    return content
