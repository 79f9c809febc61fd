"""`otvet serve`."""

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from otvet.options import index_option, judge_option, reranker_option

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

    from llm.endpoint import Endpoint


@click.command()
@index_option
@judge_option
@reranker_option
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True)
@click.option(
    "--workers", type=click.IntRange(1, 64), default=4, show_default=True, help="Requests handled in parallel."
)
def serve(folder: Path, judge: "Endpoint | None", reranker: str | None, host: str, port: int, workers: int) -> None:
    """Serve the web page and the API.

    \b
    Example:
        otvet serve --port 8080
    """
    from index.autocomplete import Suggester
    from index.storage.generations import live
    from llm.judge import Judge
    from otvet.wiring import fill_default, live_searcher, service_of
    from server.app import create_app
    from server.middleware.traffic_log import still_typing
    from server.own_addresses import HERE
    from server.reload import Reloader
    from server.resources import Resources
    from server.run import serve as run
    from server.settings import Settings

    def opened() -> "tuple[str, WSGIApplication]":
        searcher = live_searcher(folder, reranker, base=(settings.origin or HERE) + settings.prefix)
        service = replace(service_of(searcher, judges), suggest=Suggester(searcher.bundle, searcher.repair))
        return searcher.info.generation, create_app(service, resources=resources)

    settings = Settings.from_env(os.environ, traffic=folder.absolute().parent / "traffic.sqlite")
    fill_default(folder)
    live(folder)  # before a file for traffic is made beside it
    with Resources.of(settings) as resources:
        judges = Judge(judge, count=resources.metrics.judged, skip=still_typing) if judge else None
        with Reloader(lambda: live(folder), opened, state=resources.reload) as app:
            run(
                app,
                host=host,
                port=port,
                threads=workers,
                proxies=settings.believed(),
                prefix=settings.prefix,
                announce=lambda at: click.echo(f"Otvet serves at {at}", err=True),
            )
