"""`otvet serve`."""

import gc
import os
import socket
import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from otvet.options import engine_option, index_option, judge_option, reranker_option
from otvet.refusals import REFUSALS

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

    from index.autocomplete import Suggester
    from index.engines.address import Address
    from index.search import Searcher
    from llm.endpoint import Endpoint
    from server.resources import Shared

THREADS = 4
"""Requests that a worker answers at the same time."""


@click.command()
@index_option
@judge_option
@reranker_option
@engine_option
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Processes that answer, at most one a core; each takes further memory.",
)
def serve(
    folder: Path,
    judge: "Endpoint | None",
    reranker: str | None,
    engine: "Address | None",
    host: str,
    port: int,
    workers: int,
) -> None:
    """Serve the web page and the API.

    \b
    Example:
        otvet serve --port 8080 --workers 2
    """
    from otvet.loaded_encoder import load_ahead
    from otvet.memory import load_shared, one_arena

    gc.disable()  # until all is loaded: a collection then finds nothing, and takes a tenth of the time
    click.get_current_context().call_on_close(gc.enable)
    one_arena()
    if workers == 1:  # else before they are forked
        load_ahead(folder)
    from index.storage.generations import live
    from otvet.wiring import fill_default
    from server.run import address, bound
    from server.settings import Settings

    settings = Settings.from_env(os.environ, traffic=folder.absolute().parent / "traffic.sqlite")
    fill_default(folder)
    live(folder)  # before a file for traffic is made beside it
    listening = bound(host, port)

    def work(worker: int, shared: "Shared", began: Callable[[], object]) -> None:
        _work(folder, judge, reranker, engine, listening, shared, worker, began)

    def announce() -> None:
        click.echo(f"Otvet serves at {address(listening)}", err=True)

    with ExitStack() as stack:
        counts = None
        if workers > 1:
            counts = Path(stack.enter_context(TemporaryDirectory(prefix="otvet-metrics-")))
            os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(counts)  # the library reads it nowhere else
        from server.resources import Shared

        shared = Shared.of(settings, workers=workers, counts=counts)
        if workers == 1:
            work(0, shared, announce)
            return
        from server.wsgi.workers import supervise

        def announced() -> None:
            gc.enable()
            announce()

        load_shared(folder)
        well = supervise(
            lambda worker: _told(lambda: work(worker, shared, lambda: None)),
            states=shared.states,
            listening=listening,
            began=announced,
        )
    if not well:
        raise SystemExit(1)


def _told(work: Callable[[], object]) -> None:
    """Do the work of a worker; what stops it is printed as the command itself prints it."""
    try:
        work()
    except REFUSALS as exc:
        click.ClickException(str(exc)).show()
        raise SystemExit(1) from exc


def _prepare(searcher: "Searcher", suggester: "Suggester", answering: threading.Event) -> None:
    """What the first answer does not wait for; until it is done, nothing is collected."""
    from otvet.memory import give_back

    answering.wait()
    try:
        searcher.prepare()
        suggester.prepare()
    finally:
        gc.enable()
        give_back()


def _work(
    folder: Path,
    judge: "Endpoint | None",
    reranker: str | None,
    engine: "Address | None",
    listening: socket.socket,
    shared: "Shared",
    worker: int,
    began: Callable[[], object],
) -> None:
    """Serve on the socket until a signal comes."""
    from index.autocomplete import Suggester
    from index.storage.generations import live
    from otvet.wiring import accepting, live_searcher, service_of, warm
    from server.app import create_app
    from server.middleware.traffic_log import still_typing
    from server.own_addresses import HERE
    from server.reload import Reloader
    from server.resources import Resources
    from server.run import run
    from server.wsgi.waitress_server import Server

    def opened() -> "tuple[str, WSGIApplication]":
        base = (settings.origin or HERE) + settings.prefix
        searcher = live_searcher(folder, reranker, base=base, engine=engine)
        suggester = Suggester(searcher.bundle, searcher.repair)
        service = replace(service_of(searcher, judges), suggest=suggester, **accepting(searcher.bundle, proposals))
        app = create_app(service, resources=resources)
        warm(searcher)
        if answering.is_set():
            _prepare(searcher, suggester, answering)
        else:  # what the first question does not need is loaded while it comes
            threading.Thread(target=_prepare, args=(searcher, suggester, answering), daemon=True).start()
        resources.state.publish(searcher.info)
        return searcher.info.generation, app

    def begin() -> None:
        answering.set()
        began()

    settings, answering = shared.settings, threading.Event()
    proposals = (settings.traffic or folder.absolute()).parent / "proposals.jsonl"
    with Resources.of(settings, shared, worker) as resources:
        if judge:
            from llm.judge import Judge  # what asks another server
        judges = Judge(judge, count=resources.metrics.judged, skip=still_typing) if judge else None
        with Reloader(
            lambda: live(folder),
            opened,
            state=resources.reload,
            turn=shared.loading,
            checked=resources.state.publish,
        ) as app:
            server = Server(app, listening, threads=THREADS, proxies=settings.believed(), prefix=settings.prefix)
            run(server, began=begin, worker=len(shared.states) > 1)
