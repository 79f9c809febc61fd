"""Slow down guessing at the owners' key, without locking the owner out."""

import time
from collections.abc import Callable
from math import ceil

from server.client_network import networks
from server.errors import TooManyRequests
from server.middleware.token_bucket import Buckets
from server.shared_memory import Row, SharedTable

WITHOUT_DELAY = 5
"""Wrong keys after which the next must wait: a second, and twice as long after each further one."""

LONGEST_DELAY = 15 * 60.0
FORGOTTEN = 24 * 60 * 60.0
"""Seconds without a guess after which earlier ones do not count any more."""

STRANGERS_RATE, STRANGERS_BURST = 1 / 6, 60
"""Guesses a second, and at once, of all places together from which the right key never came."""

SENDERS = 1 << 17
"""Most senders of wrong keys remembered, twice as many as can guess in a day; who finds no room must wait."""

KNOWN, KNOWN_SECONDS = 1 << 12, 365 * 24 * 60 * 60.0
"""Most places remembered from which the right key came, and for how long after it came last."""


class Guesses:
    """Counts every guess before it is compared, so that guesses at the same time do not pass together.

    A guess counts for its sender: the browser, if it has the device cookie of an earlier sign-in, else the networks of
    its address. A guess from a new place counts for all new places together as well, which bounds guessing from many
    addresses. Nothing that others do counts for a browser or an address from which the right key has come before.
    Processes that are forked later count together.

    Source: OWASP, "Slow Down Online Guessing Attacks with Device Cookies".
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._wrong = SharedTable(SENDERS)
        """Sender → wrong guesses, and the time of the last."""
        self._known = SharedTable(KNOWN)
        self._strangers = Buckets(rate=STRANGERS_RATE, burst=STRANGERS_BURST, clock=clock)

    def guess(self, right: Callable[[], bool], *, address: str, device: str = "") -> bool:
        """Whether a guess is right; it is compared only if its sender may guess now.

        Args:
            right: Compares the keys.
            address: Of the client.
            device: Id of the browser if it has been signed in before; else empty.

        Raises:
            TooManyRequests: if the sender must wait.
        """
        with self._wrong.lock:
            now = self._clock()
            senders = {f"device {device}": 1} if device else dict(networks(address))
            own = next(iter(senders))
            before = {sender: self._wrong.get(sender, now) or Row(0, now) for sender in senders}
            wait = max(last + delay(int(wrong), senders[sender]) - now for sender, (wrong, last) in before.items())
            if wait <= 0 and not device and not self._known.get(own, now):
                wait = self._strangers.take("")
            if wait > 0:
                raise TooManyRequests(ceil(wait))
            counted = [self._keep(sender, Row(wrong + 1, now), now) for sender, (wrong, _) in before.items()]
            if not all(counted):
                raise TooManyRequests(int(LONGEST_DELAY))
            if not right():
                return False
            for sender, row in before.items():
                self._keep(sender, row, now)
            self._wrong.remove(own)
            if not device:
                self._known.put(own, Row(0, now), now + KNOWN_SECONDS, now)
            return True

    def _keep(self, sender: str, row: Row, now: float) -> bool:
        return self._wrong.put(sender, row, row.at + FORGOTTEN, now)


def delay(wrong: int, share: int) -> float:
    """Seconds to wait after so many wrong guesses; a network with a larger share has more of them for nothing."""
    beyond = wrong - WITHOUT_DELAY * share
    return min(LONGEST_DELAY, 2.0 ** min(beyond, 60)) if beyond >= 0 else 0.0
