"""While an engine elsewhere is away, the one on this machine answers."""

import logging
import threading
from collections.abc import Callable, Sequence
from time import monotonic

from index.engines.protocol import Engine, Found, Wanted
from index.errors import EngineAway, EngineRefuses

FIRST, LONGEST = 5.0, 60.0
"""Seconds before an engine that failed is asked again: the first time, twice as many each time, and the most."""

log = logging.getLogger(__name__)


class WithStandIn:
    """Asks an engine; once it has failed, another answers until it is time to ask it again.

    The log gets one line when it begins to be away, when the reason changes and when it is back.
    """

    def __init__(self, engine: Engine, stand_in: Engine, *, clock: Callable[[], float] = monotonic) -> None:
        self._engine, self._stand_in, self._clock = engine, stand_in, clock
        self._lock = threading.Lock()
        self._wait, self._next, self._reason = FIRST, 0.0, ""

    def nearest(self, wanted: Sequence[Wanted], k: int) -> Found:
        """As `index.engines.protocol.Engine`; what the stand-in found is marked."""
        if self._may_ask():
            try:
                found = self._engine.nearest(wanted, k)
            except (EngineAway, EngineRefuses) as exc:
                self._ill(str(exc))
            else:
                self._well()
                return found
        return self._stand_in.nearest(wanted, k)._replace(is_stand_in=True)

    def _may_ask(self) -> bool:
        """While it is away one question tries it, and the others do not wait for that."""
        if not self._reason:
            return True
        with self._lock:
            due = self._clock() >= self._next
            if due:
                self._next = self._clock() + self._wait
            return due

    def _ill(self, reason: str) -> None:
        with self._lock:
            self._wait = min(2 * self._wait, LONGEST) if self._reason else FIRST
            self._next = self._clock() + self._wait
            if reason != self._reason:
                self._reason = reason
                log.warning("%s Meanwhile the index on this machine is searched.", reason)

    def _well(self) -> None:
        if self._reason:
            with self._lock:
                self._wait, self._reason = FIRST, ""
            log.info("the engine answers again")
