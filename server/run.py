"""Run an application on an address until a signal stops it."""

import os
import signal
import socket
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any
from wsgiref.types import WSGIApplication

from server.errors import CannotListen

FORWARDED = "x-forwarded-for x-forwarded-proto"


def serve(
    app: WSGIApplication,
    *,
    host: str,
    port: int,
    threads: int,
    proxies: int = 0,
    announce: Callable[[str], object] = lambda address: None,
) -> None:
    """Serve until SIGTERM or Ctrl-C; requests in progress have 5 s to finish.

    Args:
        app: The WSGI application.
        host: Name or address to listen on.
        port: TCP port; 0 for any that is free.
        threads: Requests answered at the same time.
        proxies: Number of reverse proxies in front; 0: X-Forwarded-For is ignored.
        announce: Called with ``http://host:port/`` once connections are accepted.

    Raises:
        CannotListen: if the address is taken, not allowed or unknown.
    """
    server = listen(app, host=host, port=port, threads=threads, proxies=proxies)
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, stop)
    try:
        announce(address(server))
        server.run()  # returns on SystemExit and KeyboardInterrupt, with its threads stopped
    finally:
        server.close()


def listen(app: WSGIApplication, *, host: str, port: int, threads: int, proxies: int = 0) -> Any:
    """A waitress server bound to the address; connections wait until its ``run``.

    Raises:
        CannotListen: if the address is taken, not allowed or unknown.
    """
    from waitress.server import create_server  # type: ignore[import-untyped]

    from server.waitress_channel import BODY_BYTES, REQUEST_SECONDS, Channel

    believed = {"trusted_proxy": "*", "trusted_proxy_count": proxies, "trusted_proxy_headers": FORWARDED}
    server = create_server(
        app,
        sockets=[bound(host, port)],
        threads=threads,
        ident=None,
        channel_timeout=REQUEST_SECONDS,
        max_request_body_size=BODY_BYTES,
        **(believed if proxies else {}),
    )
    server.channel_class = Channel
    return server


def bound(host: str, port: int) -> socket.socket:
    """A listening socket; of a name with several addresses, IPv4 is preferred."""
    if not 0 <= port <= 65535:  # getaddrinfo would take the number modulo 65536
        raise CannotListen(host, port, "a port is a number from 0 to 65535")
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, _, _, _, target = min(found, key=lambda row: row[0] != socket.AF_INET)
        return socket.create_server(target[:2], family=family, backlog=1024)
    except socket.gaierror as exc:
        raise CannotListen(host, port, "no such host") from exc
    except (OSError, UnicodeError) as exc:
        reason = os.strerror(exc.errno) if isinstance(exc, OSError) and exc.errno else str(exc)
        raise CannotListen(host, port, reason.lower()) from exc


def address(server: Any) -> str:
    """The server's URL."""
    host, port = server.effective_host, server.effective_port
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def stop(number: int, frame: FrameType | None) -> None:
    """Signal handler: stop as Ctrl-C does."""
    raise SystemExit(0)
