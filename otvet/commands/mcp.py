"""`otvet mcp`."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from otvet.options import index_option, judge_option, reranker_option

if TYPE_CHECKING:
    from llm.endpoint import Endpoint


@click.command("mcp")
@index_option
@judge_option
@reranker_option
@click.option(
    "--http",
    "port",
    type=click.IntRange(0, 65535),
    metavar="PORT",
    help="Streamable HTTP at http://127.0.0.1:PORT/mcp; 0 for any free port.  [default: standard input and output]",
)
def serve_agents(folder: Path, judge: "Endpoint | None", reranker: str | None, port: int | None) -> None:
    """Serve agents over the Model Context Protocol. Requires the extra "mcp".

    \b
    Example:
        otvet mcp --http 8765
    """
    from llm.judge import Judge
    from otvet.wiring import open_searcher, service_of
    from server.mcp.run import run
    from server.settings import base_url

    base = "".join(base_url(os.environ.get("OTVET_BASE_URL", ""))) or None
    run(
        lambda: service_of(open_searcher(folder, reranker, base=base), Judge(judge) if judge else None),
        port=port,
        announce=lambda at: click.echo(f"Otvet serves MCP at {at}", err=True),
    )
