"""The FAQ as a server of the Model Context Protocol: tools and resources."""

from importlib.metadata import version
from typing import Any

from anyio import to_thread
from mcp import MCPError, types
from mcp.server import Server, ServerRequestContext
from pydantic.json_schema import GenerateJsonSchema

from server.choice import Choice
from server.errors import NotReady, ServerError
from server.limits import Limits
from server.mcp.arguments import checked, for_content
from server.mcp.instructions import instructions
from server.mcp.resources import listed, read, template
from server.mcp.tools import Tool, tools_of
from server.service import Service

Context = ServerRequestContext[Any]
Page = types.PaginatedRequestParams | None


class Untitled(GenerateJsonSchema):
    """A JSON schema without field titles, which would repeat the names and cost the model tokens."""

    def field_title_should_be_set(self, schema: object) -> bool:
        """No."""
        return False


def create_server(service: Service, *, limits: Limits = Limits()) -> Server[Any]:  # noqa: B008  (frozen)
    """A server over the given functions; each call runs in a worker thread.

    Raises:
        ValueError: if a facet is named like an argument of a tool.
    """
    tools = {tool.name: tool for tool in tools_of(service, limits)}
    choice = for_content(Choice, service)

    async def list_tools(context: Context, params: Page) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_described(tool) for tool in tools.values()])

    async def call_tool(context: Context, params: types.CallToolRequestParams) -> types.CallToolResult:
        if (tool := tools.get(params.name)) is None:
            raise MCPError(types.INVALID_PARAMS, f"unknown tool {params.name!r}; choose from {', '.join(tools)}.")
        return await to_thread.run_sync(_called, tool, params.arguments or {}, service)

    async def list_resources(context: Context, params: Page) -> types.ListResourcesResult:
        return await to_thread.run_sync(listed, service, params.cursor if params else None)

    async def list_templates(context: Context, params: Page) -> types.ListResourceTemplatesResult:
        return types.ListResourceTemplatesResult(resource_templates=[template(service)])

    async def read_resource(context: Context, params: types.ReadResourceRequestParams) -> types.ReadResourceResult:
        return await to_thread.run_sync(read, service, params.uri, choice)

    return Server(
        "otvet",
        version=version("otvet"),
        title="Otvet",
        instructions=instructions(service.facets),
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_resources,
        on_list_resource_templates=list_templates,
        on_read_resource=read_resource,
    )


def _described(tool: Tool) -> types.Tool:
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.takes.model_json_schema(schema_generator=Untitled),
        output_schema=tool.gives.model_json_schema(schema_generator=Untitled, mode="serialization"),
        annotations=types.ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False),
    )


def _called(tool: Tool, arguments: dict[str, Any], service: Service) -> types.CallToolResult:
    """The tool's result, or the faults of the arguments as an error for the model."""
    try:
        if service.ready() is None:
            raise NotReady
        given = tool.call(checked(tool.takes, arguments, service.facets))
    except ServerError as exc:
        return types.CallToolResult(content=[types.TextContent(text=str(exc))], is_error=True)
    text = types.TextContent(text=tool.text(given))
    return types.CallToolResult(content=[text], structured_content=given.model_dump(mode="json"))
