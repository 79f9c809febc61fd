"""Run an application on an address until a signal stops it, in this process or in several workers."""

import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING
from wsgiref.types import WSGIApplication

from server.client_network import Proxies
from server.errors import CannotListen

if TYPE_CHECKING:
    from server.wsgi.waitress_server import Server

SWITCH_SECONDS = 0.0005
"""How long a busy thread may keep the interpreter from others: a tenth of Python's default, since a probe needs it a
dozen times and would wait for questions each time."""


def serve(
    app: WSGIApplication,
    *,
    host: str,
    port: int,
    threads: int,
    proxies: Proxies = Proxies(),  # noqa: B008  (frozen)
    prefix: str = "",
    announce: Callable[[str], object] = lambda address: None,
) -> None:
    """Serve until SIGTERM or Ctrl-C; what was asked before is answered, within 10 s. A second signal ends at once.

    Args:
        app: The WSGI application.
        host: Name or address to listen on.
        port: TCP port; 0 for any that is free.
        threads: Requests answered at the same time.
        proxies: The reverse proxies in front.
        prefix: Path that the application is served under, such as ``/help``; requests may have it or not.
        announce: Called with ``http://host:port/`` once connections are accepted.

    Raises:
        CannotListen: if the address is taken, not allowed or unknown.
    """
    server = listen(app, host=host, port=port, threads=threads, proxies=proxies, prefix=prefix)
    run(server, began=lambda: announce(address(server.socket)))


def listen(
    app: WSGIApplication,
    *,
    host: str,
    port: int,
    threads: int,
    proxies: Proxies = Proxies(),  # noqa: B008  (frozen)
    prefix: str = "",
) -> "Server":
    """A waitress server bound to the address; connections wait until its ``run``.

    Raises:
        CannotListen: if the address is taken, not allowed or unknown.
    """
    from server.wsgi.waitress_server import Server

    return Server(app, bound(host, port), threads=threads, proxies=proxies, prefix=prefix)


def run(server: "Server", *, began: Callable[[], object], worker: bool = False) -> None:
    """Run a server until a signal stops it, as `serve` says.

    Args:
        server: It is closed in the end.
        began: Called first.
        worker: Whether this is one of several processes, which `server.wsgi.workers` stops. Then a second SIGTERM says
            no more than the first, since the system may send one to each process of a service.
    """
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        with stopped_by_signals(server.stop, worker=worker):
            began()
            server.run()
    except KeyboardInterrupt:
        pass  # the second signal
    finally:
        server.close()


@contextmanager
def stopped_by_signals(stop: Callable[[], object], *, worker: bool = False) -> Iterator[None]:
    """Call ``stop`` at SIGTERM or SIGINT; the second of them raises KeyboardInterrupt, but not in a worker.

    Only the main thread receives signals; in another this does nothing.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = (signal.SIGTERM,) if worker else (signal.SIGTERM, signal.SIGINT)

    def first(number: int, frame: FrameType | None) -> None:
        for each in () if worker else numbers:
            signal.signal(each, signal.default_int_handler)
        stop()

    before = {number: signal.signal(number, first) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


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


def address(listening: socket.socket) -> str:
    """The URL of a listening socket."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
