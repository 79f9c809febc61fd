"""`otvet mcp`."""

from pathlib import Path

import click

from otvet.options import index_option


@click.command("mcp")
@index_option
@click.option(
    "--http",
    "port",
    type=click.IntRange(0, 65535),
    metavar="PORT",
    help="Streamable HTTP at http://127.0.0.1:PORT/mcp; 0 for any free port.  [default: standard input and output]",
)
def serve_agents(folder: Path, port: int | None) -> None:
    """Serve agents over the Model Context Protocol. Requires the extra "mcp".

    \b
    Example:
        otvet mcp --http 8765
    """
    from otvet.wiring import open_searcher, service_of
    from server.mcp.run import run

    run(
        lambda: service_of(open_searcher(folder)),
        port=port,
        announce=lambda at: click.echo(f"Otvet serves MCP at {at}", err=True),
    )
