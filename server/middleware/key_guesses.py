"""Slow down guessing at the owners' key, without locking the owner out."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from math import ceil

from server.client_network import networks
from server.errors import TooManyRequests
from server.middleware.token_bucket import Buckets

WITHOUT_DELAY = 5
"""Wrong keys after which the next must wait: a second, and twice as long after each further one."""

LONGEST_DELAY = 15 * 60.0
FORGOTTEN = 24 * 60 * 60.0
"""Seconds without a guess after which earlier ones do not count any more."""

STRANGERS_RATE, STRANGERS_BURST = 1 / 6, 60
"""Guesses a second, and at once, of all places together from which the right key never came."""

KNOWN = 1000
"""Most places remembered from which the right key came."""


class Guesses:
    """Counts every guess before it is compared, so that guesses at the same time do not pass together.

    A guess counts for its sender: the browser, if it has the device cookie of an earlier sign-in, else the networks of
    its address. A guess from a new place counts for all new places together as well, which bounds guessing from many
    addresses. Nothing that others do counts for a browser or an address from which the right key has come before.

    Source: OWASP, "Slow Down Online Guessing Attacks with Device Cookies".
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._wrong: OrderedDict[str, tuple[int, float]] = OrderedDict()
        """Sender → wrong guesses, and the time of the last; the least recent first."""
        self._known: OrderedDict[str, None] = OrderedDict()
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
        with self._lock:
            now = self._clock()
            self._forget(now)
            senders = {f"device {device}": 1} if device else dict(networks(address))
            own = next(iter(senders))
            before = {sender: self._wrong.get(sender, (0, now)) for sender in senders}
            wait = max(last + delay(wrong, senders[sender]) - now for sender, (wrong, last) in before.items())
            if wait <= 0 and not device and own not in self._known:
                wait = self._strangers.take("")
            if wait > 0:
                raise TooManyRequests(ceil(wait))
            for sender, (wrong, _) in before.items():
                self._wrong[sender] = (wrong + 1, now)
                self._wrong.move_to_end(sender)
            if not right():
                return False
            self._wrong.update(before)
            del self._wrong[own]
            if not device:
                self._remember(own)
            return True

    def _remember(self, sender: str) -> None:
        self._known[sender] = None
        self._known.move_to_end(sender)
        if len(self._known) > KNOWN:
            self._known.popitem(last=False)

    def _forget(self, now: float) -> None:
        while self._wrong and now - next(iter(self._wrong.values()))[1] >= FORGOTTEN:
            self._wrong.popitem(last=False)


def delay(wrong: int, share: int) -> float:
    """Seconds to wait after so many wrong guesses; a network with a larger share has more of them for nothing."""
    beyond = wrong - WITHOUT_DELAY * share
    return min(LONGEST_DELAY, 2.0 ** min(beyond, 60)) if beyond >= 0 else 0.0
