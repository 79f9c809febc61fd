"""The FAQ's sections as Markdown resources of the Model Context Protocol."""

from urllib.parse import parse_qsl, quote, unquote, urlsplit

from mcp import MCPError, types

from server.choice import Choice
from server.errors import ServerError
from server.mcp.arguments import checked
from server.mcp.text import of_cited
from server.mcp.tools import cited
from server.service import Service

ADDRESS = "otvet://sections/"
"""Followed by a section's id, percent-encoded."""

MARKDOWN = "text/markdown"

PAGE = 200
"""Resources in one list."""


def template(service: Service) -> types.ResourceTemplate:
    """The URI template of a section with the reader's choices (RFC 6570)."""
    facets = ",".join(quote(facet, safe="") for facet in service.facets)
    return types.ResourceTemplate(
        name="section",
        title="An answer of the FAQ, for the reader's choices",
        uri_template=ADDRESS + "{id}" + (f"{{?{facets}}}" if facets else ""),
        mime_type=MARKDOWN,
    )


def listed(service: Service, cursor: str | None) -> types.ListResourcesResult:
    """A page of sections, from the cursor on.

    Raises:
        MCPError: if the cursor is not one that this function returned.
    """
    if cursor is not None and not (cursor.isascii() and cursor.isdigit()):
        raise MCPError(types.INVALID_PARAMS, f"unknown cursor {cursor[:40]!r}; pass a nextCursor as it was given.")
    end = int(cursor or 0) + PAGE
    rows = service.sections({})
    resources = [
        types.Resource(
            uri=ADDRESS + quote(row.id, safe=""),
            name=row.id,
            title=row.section,
            description=" › ".join(row.breadcrumb) or None,
            mime_type=MARKDOWN,
        )
        for row in rows[end - PAGE : end]
    ]
    return types.ListResourcesResult(resources=resources, next_cursor=str(end) if end < len(rows) else None)


def read(service: Service, uri: str, choice: type[Choice]) -> types.ReadResourceResult:
    """The section at an address, projected to the choices in its query.

    Raises:
        MCPError: if there is no such section, or an unknown facet or value in the query.
    """
    try:
        parts = urlsplit(uri)
        if not uri.startswith(ADDRESS):
            raise ValueError(f"{uri[:200]!r} is no address of ours; they begin with {ADDRESS}")
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        answer = cited(service, unquote(parts.path.removeprefix("/")), checked(choice, query, service.facets).chosen())
    except (ServerError, ValueError) as exc:
        raise MCPError(types.INVALID_PARAMS, str(exc), {"uri": uri}) from exc
    contents = types.TextResourceContents(uri=uri, text=of_cited(answer), mime_type=MARKDOWN)
    return types.ReadResourceResult(contents=[contents])
