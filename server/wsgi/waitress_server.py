"""Waitress with limits per client: connections, time to send a request, workers and places in the queue."""

import socket
from collections import Counter
from time import monotonic
from typing import Any
from wsgiref.types import WSGIApplication

from waitress import wasyncore  # type: ignore[import-untyped]
from waitress.adjustments import Adjustments  # type: ignore[import-untyped]
from waitress.server import TcpWSGIServer  # type: ignore[import-untyped]

from server.client_network import FORWARDED, Proxies, site_of
from server.middleware.rate_limit import FREE
from server.middleware.token_bucket import Buckets
from server.wsgi.waitress_channel import BODY_BYTES, HEADER_BYTES, REQUEST_SECONDS, Channel
from server.wsgi.worker_lane import Lane

CONNECTIONS = 512
"""Most open connections."""

CONNECTIONS_EACH = 32
"""Most of one client, and of its wider networks in proportion; a trusted proxy has no limit of its own."""

CONNECTS_RATE, CONNECTS_BURST = 50, 200
"""New connections of one client, a second and at once; further ones are closed unheard, which costs next to nothing."""

FREE_THREADS = 2
"""Workers that answer probes, static files and what is refused, and nothing else."""

STOP_SECONDS = 10.0
"""Time to finish what was asked before the server was told to stop."""


class Lanes:
    """The workers, in the place of waitress's own dispatcher."""

    def __init__(self, threads: int, proxies: Proxies, prefix: str) -> None:
        """One client may hold half of the ``threads``; ``prefix`` is the path that the application is served under."""
        self._proxies, self._prefix = proxies, prefix
        self._free = Lane("free", threads=FREE_THREADS, share=1)
        self._asked = Lane("asked", threads=threads, share=max(1, threads // 2))

    def add_task(self, channel: Channel) -> None:
        """Have the connection's current request answered: a lone ``/healthz`` by its connection, others by a worker."""
        request = channel.requests[0]
        if channel.receiving and not request.error and request.command == "GET" and self._path(request) == "/healthz":
            channel.probe = request
        else:
            self.queue(channel)

    def queue(self, channel: Channel) -> None:
        """Queue the connection's current request; whichever has no place there is answered with 503."""
        request, peer = channel.requests[0], channel.addr[0]
        client = site_of(self._proxies.client(peer, request.headers))
        if not self._proxies.trusts(peer):
            for header in FORWARDED:
                request.headers.pop(header, None)
        free = request.error or self._path(request).startswith(FREE)
        lost = (self._free if free else self._asked).add(client, channel)
        if lost is None:
            return
        lost.refuse()
        if unanswered := self._free.add("", lost):
            unanswered.cancel()

    def _path(self, request: Any) -> str:
        """The path within the application of a request that can be read."""
        return str(request.path).removeprefix(self._prefix)

    def shutdown(self, *, seconds: float = 5.0) -> None:
        """End the threads, each after what it is answering; what waits is dropped."""
        for lane in (self._free, self._asked):
            lane.stop()
        until = monotonic() + seconds
        for lane in (self._free, self._asked):
            lane.join(until - monotonic())


class Server(TcpWSGIServer):  # type: ignore[misc]
    """A server on a listening socket; `stop` ends its `run`."""

    channel_class = Channel
    stopping = False

    def __init__(
        self, app: WSGIApplication, listening: socket.socket, *, threads: int, proxies: Proxies, prefix: str = ""
    ) -> None:
        self.proxies, self._connects = proxies, Buckets(rate=CONNECTS_RATE, burst=CONNECTS_BURST)
        believed = {
            "trusted_proxy": "*",  # Lanes removes the headers of others
            "trusted_proxy_count": proxies.count,
            "trusted_proxy_headers": "x-forwarded-for x-forwarded-proto",
        }
        settings = Adjustments(
            ident=None,
            url_prefix=prefix,  # a proxy may leave it on a path or take it off
            channel_timeout=REQUEST_SECONDS,
            cleanup_interval=1,
            connection_limit=CONNECTIONS + 8,  # never reached: see handle_accept
            max_request_header_size=HEADER_BYTES,
            max_request_body_size=BODY_BYTES,
            **(believed if proxies.count else {}),
        )
        super().__init__(
            app,
            {},
            _sock=listening,
            dispatcher=Lanes(threads, proxies, prefix),
            adj=settings,
            sockinfo=(listening.family, listening.type, listening.proto, listening.getsockname()),
            bind_socket=False,
        )

    def accept(self) -> tuple[socket.socket, tuple[Any, ...]] | None:
        """The next connection and its address, without those of clients that connect too often; None if there is none.

        All of those are taken at once, since others wait behind them.
        """
        for _ in range(self.adj.backlog):
            found: tuple[socket.socket, tuple[Any, ...]] | None = super().accept()
            if found is None or self.proxies.trusts(found[1][0]) or not self._connects.take(found[1][0]):
                return found
            found[0].close()
        return None

    def handle_accept(self) -> None:
        """Accept a connection. If there are too many, another of that client is closed, or of the one with the most."""
        super().handle_accept()
        if victim := crowded(self._open()):
            victim.handle_close()

    def maintenance(self, now: float) -> None:
        """Close the connections that are idle, whose request is late, or whose client does not take the answer."""
        super().maintenance(now)
        for one in self._open():
            stuck = one.total_outbufs_len and one.last_activity < now - REQUEST_SECONDS
            if one.late() or stuck:
                one.handle_close()  # at once: one that takes nothing is never ready to be closed after its answer

    def run(self) -> None:
        """Serve until `stop`; then answer what was asked, for at most ``STOP_SECONDS``."""
        while not self.stopping:
            self._poll(seconds=1.0)
        wasyncore.dispatcher.close(self)  # the listening socket alone
        until = monotonic() + STOP_SECONDS
        while self.active_channels and monotonic() < until:
            for one in self._open():
                one.will_close = one.will_close or not (one.answering() or one.request)
            self._poll(seconds=0.05)
        for one in self._open():  # what is late is not sent any more
            one.handle_close()
        self.task_dispatcher.shutdown(seconds=0.0)

    def _open(self) -> list[Channel]:
        """The connections, the newest last; a copy, since a worker may close one."""
        return list(self.active_channels.values())

    def _poll(self, *, seconds: float) -> None:
        wasyncore.loop(timeout=seconds, use_poll=True, map=self._map, count=1)

    def stop(self) -> None:
        """End `run`; any thread and any signal handler may call this."""
        self.stopping = True
        self.pull_trigger()


def crowded(channels: list[Channel]) -> Channel | None:
    """The connection to close, since there are too many; None if there are not.

    Args:
        channels: Open connections, the newest last.

    Returns:
        The one that has been quiet for longest and is owed no answer, else the newest.
    """
    if not channels:
        return None
    newest = channels[-1]
    counts = Counter(network for one in channels for network in one.networks)
    full = next(
        (network for network, share in newest.networks.items() if counts[network] > CONNECTIONS_EACH * share), ""
    )
    crowd = [one for one in channels if full in one.networks]
    if not full:
        if len(channels) <= CONNECTIONS:
            return None
        ((largest, _),) = Counter(one.site for one in channels).most_common(1)
        crowd = [one for one in channels if one.site == largest]
    return min((one for one in crowd if not one.answering()), key=lambda one: one.last_activity, default=newest)
