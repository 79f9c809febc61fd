"""Sites for a browser to open."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from wsgiref.types import WSGIApplication

from index.search import Searcher
from traffic.record import Feedback, QueryRecord
from traffic.writer import Writer

EVER = (datetime(2000, 1, 1, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC))


@dataclass(frozen=True)
class Site:
    """The bundled FAQ as it is served."""

    address: str
    """Of the page, with a slash at its end."""
    traffic: Writer

    def asked(self) -> list[QueryRecord]:
        """The questions kept so far."""
        self.traffic.flush()
        return self.traffic.store.asked(*EVER)

    def feedback(self) -> list[Feedback]:
        """What readers said so far."""
        self.traffic.flush()
        return self.traffic.store.feedback(*EVER)


@contextmanager
def bundled_site(searcher: Searcher, traffic: Path) -> Iterator[Site]:
    """The bundled FAQ over HTTP, keeping its traffic in a file."""
    from index.autocomplete import Suggester
    from otvet.wiring import service_of
    from server.app import create_app
    from server.resources import Resources
    from server.settings import Settings

    service = replace(service_of(searcher), suggest=Suggester(searcher.bundle, searcher.repair))
    with (
        Resources.of(Settings(rate=0, traffic=traffic)) as resources,
        served(create_app(service, resources=resources)) as address,
    ):
        assert resources.traffic is not None
        yield Site(address, resources.traffic)


@contextmanager
def served(app: WSGIApplication, *, proxies: int = 0) -> Iterator[str]:
    """The address at which an application answers, behind so many proxies."""
    from server.run import listen

    server = listen(app, host="127.0.0.1", port=0, threads=4, proxies=proxies)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}/"
    with suppress(OSError):  # awake after a request, it may see that it is to close before it is woken for that
        server.trigger.pull_trigger(server.close)
    server.task_dispatcher.shutdown()
    thread.join(1)  # it may wait for a browser that keeps its connection
