"""Token buckets, one for each recent client."""

import ipaddress
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

CLIENTS = 10_000
"""Most clients remembered; the least recently seen is dropped, and starts again with a full bucket."""


class Buckets:
    """A bucket per client, filled at ``rate`` tokens a second up to ``burst``; any thread may take from it."""

    def __init__(
        self, *, rate: float, burst: int, clients: int = CLIENTS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.rate, self.burst, self.clients = rate, burst, clients
        self._clock, self._lock = clock, threading.Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, client: str, cost: float = 1) -> float:
        """Take tokens, at most a whole bucket of them.

        Returns:
            0.0 if they were taken; else the seconds after which they will be there, and nothing is taken.
        """
        if not self.rate:
            return 0.0
        cost = min(cost, self.burst)
        with self._lock:
            now = self._clock()
            tokens, seen = self._buckets.pop(client, (float(self.burst), now))
            tokens = min(float(self.burst), tokens + (now - seen) * self.rate)
            wait = max(0.0, (cost - tokens) / self.rate)
            self._buckets[client] = (tokens if wait else tokens - cost, now)
            if len(self._buckets) > self.clients:
                self._buckets.popitem(last=False)
        return wait


def client_of(address: str | None) -> str:
    """The client of an address; an IPv6 /64 network is one client, since a host may use any address in it."""
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return address or ""
    if isinstance(parsed, ipaddress.IPv6Address):
        mapped = parsed.ipv4_mapped
        return str(mapped or ipaddress.IPv6Network((parsed.packed[:8] + bytes(8), 64)))
    return str(parsed)
