"""A stand-in for a language model's server: it answers as the test wants, and keeps what it was sent."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = Callable[[Mapping[str, Any]], str]
"""From the request's body to the message's content."""


@dataclass
class StandIn:
    """What it does, which a test may change at any time, and what was asked of it."""

    reply: Reply
    status: int = 200
    raw: str | None = None
    """The whole body, in place of a completion."""
    slow: float = 0.0
    """Seconds before it answers."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """Further fields of the message."""
    url: str = ""
    asked: list[Mapping[str, Any]] = field(default_factory=list)
    """Bodies of the requests."""
    headers: list[Mapping[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    def body(self, request: Mapping[str, Any]) -> str:
        if self.raw is not None:
            return self.raw
        message = {"role": "assistant", "content": self.reply(request), **self.extra}
        return json.dumps({"choices": [{"index": 0, "message": message, "finish_reason": "stop"}]})


@contextmanager
def stand_in(reply: Reply) -> Iterator[StandIn]:
    """The server, at its ``url`` while the context lasts."""
    state, ended = StandIn(reply), threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state.asked.append(request)
            state.headers.append({name.lower(): value for name, value in self.headers.items()})
            state.paths.append(self.path)
            until = time.monotonic() + state.slow
            while time.monotonic() < until and not ended.wait(0.02):
                pass
            body = state.body(request).encode()
            try:
                self.send_response(state.status)
                if state.status in (301, 302, 307):
                    self.send_header("Location", f"{state.url}/elsewhere")
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:  # the client had enough
                self.close_connection = True

        do_GET = do_POST

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  (the base class's name)
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        ended.set()
        server.shutdown()
        server.server_close()
        thread.join()


def said(request: Mapping[str, Any], role: str = "user") -> str:
    """The message of a role in a request."""
    return "".join(message["content"] for message in request["messages"] if message["role"] == role)
