"""Token buckets, one for each network that asked lately."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from server.client_network import networks

CLIENTS = 50_000
"""Most networks remembered. Buckets that are full again are forgotten; while there are none, newcomers share one."""

NEWCOMERS = "newcomers"


class Buckets:
    """A bucket per network, filled at ``rate`` tokens a second up to ``burst``; any thread may take from it.

    An IPv6 address takes from the buckets of its /64, /56 and /48, of which the wider are larger. No bucket is
    forgotten while it lacks a token, so a client is not served more by rotating its addresses.
    """

    def __init__(
        self, *, rate: float, burst: int, clients: int = CLIENTS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.rate, self.burst, self.clients = rate, burst, clients
        self._clock, self._lock = clock, threading.Lock()
        self._lacking: OrderedDict[str, tuple[float, float]] = OrderedDict()
        """Network → tokens that its bucket lacked, and when; least recently changed first."""

    def take(self, address: str, cost: float = 1) -> float:
        """Take tokens, at most a whole bucket of them.

        Returns:
            0.0 if they were taken; else the seconds after which they will be there, and nothing is taken.
        """
        if not self.rate:
            return 0.0
        cost = min(cost, self.burst)
        with self._lock:
            now = self._clock()
            lacking, wait = {}, 0.0
            for network, share in networks(address):
                bucket = self._bucket(network, now)
                share = 1 if bucket == NEWCOMERS else share
                before, at = self._lacking.get(bucket, (0.0, now))
                lacking[bucket] = max(0.0, before - (now - at) * self.rate * share) + cost
                wait = max(wait, (lacking[bucket] - self.burst * share) / (self.rate * share))
            if not wait:
                for bucket, tokens in lacking.items():
                    self._lacking[bucket] = (tokens, now)
                    self._lacking.move_to_end(bucket)
        return wait

    def __len__(self) -> int:
        """How many are remembered."""
        return len(self._lacking)

    def _bucket(self, network: str, now: float) -> str:
        """The bucket of a network: its own if there is room."""
        if network in self._lacking:
            return network
        whole = self.burst / self.rate  # seconds after which any bucket is full again
        while self._lacking and now - next(iter(self._lacking.values()))[1] >= whole:
            self._lacking.popitem(last=False)
        return network if len(self._lacking) < self.clients else NEWCOMERS
