"""Token buckets, one for each network that asked lately."""

import time
from collections.abc import Callable
from math import inf

from server.client_network import networks
from server.shared_memory import Row, SharedTable

CLIENTS = 50_000
"""Most networks remembered. Buckets that are full again are forgotten; who finds no room shares one with others."""

NEWCOMERS = "newcomers"


class Buckets:
    """A bucket per network, filled at ``rate`` tokens a second up to ``burst``; any thread may take from it.

    An IPv6 address takes from the buckets of its /64, /56 and /48, of which the wider are larger. No bucket is
    forgotten while it lacks a token, so a client is not served more by rotating its addresses. Processes that are
    forked later take from the same buckets.
    """

    def __init__(
        self, *, rate: float, burst: int, clients: int = CLIENTS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.rate, self.burst, self.clients = rate, burst, clients
        self._clock = clock
        self._lacking = SharedTable(clients + 1)
        """Network → tokens that its bucket lacked, and when, until it is full again."""
        self._lacking.put(NEWCOMERS, Row(0.0, clock()), inf, clock())

    def take(self, address: str, cost: float = 1) -> float:
        """Take tokens, at most a whole bucket of them.

        Returns:
            0.0 if they were taken; else the seconds after which they will be there, and nothing is taken.
        """
        if not self.rate:
            return 0.0
        cost = min(cost, self.burst)
        with self._lacking.lock:
            now = self._clock()
            taken, wait = [], 0.0
            for network, share in networks(address):
                name = network if self._lacking.has_room(network, now) else NEWCOMERS
                rate, burst = (each * (1 if name == NEWCOMERS else share) for each in (self.rate, self.burst))
                before, at = self._lacking.get(name, now) or (0.0, now)
                lacking = max(0.0, before - (now - at) * rate) + cost
                wait = max(wait, (lacking - burst) / rate)
                taken.append((name, lacking, inf if name == NEWCOMERS else now + lacking / rate))
            if not wait:
                for name, lacking, until in taken:
                    self._lacking.put(name, Row(lacking, now), until, now)
        return wait

    def __len__(self) -> int:
        """How many are remembered, the newcomers' included."""
        return self._lacking.count(self._clock())
