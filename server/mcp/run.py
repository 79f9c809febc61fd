"""Run the server of the Model Context Protocol, on standard input and output or over HTTP."""

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from server.errors import McpExtraMissing
from server.run import bound
from server.service import Service

if TYPE_CHECKING:
    from mcp.server import Server

HOST, PATH = "127.0.0.1", "/mcp"
"""Local clients only; put a proxy with authentication in front to serve others."""

LOCAL = ("127.0.0.1", "localhost", "[::1]")
"""What ``Host`` may be, with any port or, as a proxy may send it, with none; another name is DNS rebinding."""


def run(
    open_service: Callable[[], Service], *, port: int | None, announce: Callable[[str], object] = lambda address: None
) -> None:
    """Serve until standard input ends, or over HTTP until SIGTERM or Ctrl-C.

    Args:
        open_service: Opens the service; called after the library was found.
        port: TCP port for streamable HTTP, 0 for any that is free; None: standard input and output.
        announce: Called with the address once HTTP connections are accepted.

    Raises:
        McpExtraMissing: if the library is not installed.
        CannotListen: if the port is taken or not allowed.
    """
    try:
        import anyio

        from server.mcp.server import create_server
    except ModuleNotFoundError as exc:
        raise McpExtraMissing from exc
    with suppress(KeyboardInterrupt):
        if port is None:
            anyio.run(_on_stdio, create_server(open_service()))
        else:
            anyio.run(_over_http, create_server(open_service()), port, announce)


async def _on_stdio(server: "Server[Any]") -> None:
    from mcp.server.stdio import stdio_server

    async with stdio_server() as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())


async def _over_http(server: "Server[Any]", port: int, announce: Callable[[str], object]) -> None:
    import uvicorn

    with bound(HOST, port) as listening:
        announce(f"http://{HOST}:{listening.getsockname()[1]}{PATH}")
        await uvicorn.Server(uvicorn.Config(http_app(server), log_level="warning")).serve(sockets=[listening])


def http_app(server: "Server[Any]") -> Any:
    """The ASGI application that answers local clients, and a proxy that says that it is one."""
    from mcp.server.transport_security import TransportSecuritySettings

    hosts = [host for name in LOCAL for host in (name, f"{name}:*")]
    app = server.streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        transport_security=TransportSecuritySettings(
            allowed_hosts=hosts, allowed_origins=[f"http://{host}" for host in hosts]
        ),
    )
    return with_or_without_slash(app)


def with_or_without_slash(app: Any) -> Any:
    """An ASGI application that answers at the path and at the path with a slash.

    A redirect would name this machine to clients beyond a proxy.
    """

    async def either(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["path"] == f"{PATH}/":
            scope = {**scope, "path": PATH, "raw_path": PATH.encode()}
        await app(scope, receive, send)

    return either
