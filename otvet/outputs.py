"""Every output of an index, as `eval.leaks.proof` reads them: API, pages, Markdown, MCP and command line."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import quote, urlencode

from flask.testing import FlaskClient

from eval.leaks.proof import Output
from index.autocomplete import Suggester
from index.result import Query
from index.search import Searcher
from ingest.section import Chosen, Section
from otvet.script import Asker, as_text
from otvet.wiring import service_of
from server.api.endpoint import PREFIX
from server.app import create_app
from server.errors import ServerError
from server.limits import Limits
from server.mcp.arguments import checked
from server.mcp.tools import tools_of
from server.service import Service

REPEATED = {"query", "used", "index"}
"""Fields that hold the reader's own words, or nothing of the content."""

TYPED = 3
"""Words of a heading that are typed for suggestions."""

_JSON_LD = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)

Read = Callable[[Section, Chosen], object]


def outputs(searcher: Searcher) -> tuple[Output, ...]:
    """All outputs over one index; a section's heading is the question."""
    service = replace(service_of(searcher), suggest=Suggester(searcher.bundle, searcher.repair))
    return (*_http(create_app(service).test_client()), *_mcp(service), *_command_line(service))


def _http(client: FlaskClient) -> tuple[Output, ...]:
    def got(address: str, chosen: Chosen, **more: str) -> str:
        response = client.get(f"{address}?{urlencode({**more, **chosen})}", follow_redirects=True)
        if response.status_code >= 500:
            raise RuntimeError(f"{address} answered {response.status_code}: {response.text[:200]}")
        return response.text

    def api(path: str, chosen: Chosen, **more: str) -> object:
        found = json.loads(got(f"{PREFIX}/{path}", chosen, **more))
        return {name: value for name, value in found.items() if name not in REPEATED}

    def page(section: Section) -> str:
        return f"/faq/{quote(section.page.removesuffix('.md'))}"

    def section_markdown(section: Section, chosen: Chosen) -> object:
        place = f"{page(section)}/{quote(section.anchor)}" if section.anchor else page(section)
        return {"markdown": got(f"{place}.md", chosen)}

    def json_ld(section: Section, chosen: Chosen) -> object:
        found = _JSON_LD.search(got(page(section), chosen))
        return _as_html(json.loads(found[1])) if found else {}

    return (
        Output("api search", "section", lambda one, chosen: api("search", chosen, q=one.title), asks=True),
        Output(
            "api search, all",
            "section",
            lambda one, chosen: api("search", chosen, q=one.title, abstain="false", limit="10"),
            asks=True,
        ),
        Output("api section", "section", lambda one, chosen: api(f"sections/{quote(one.id, safe='')}", chosen)),
        Output("api sections", "content", lambda one, chosen: api("sections", chosen)),
        Output("api suggest", "section", lambda one, chosen: api("suggest", chosen, q=_typed(one)), asks=True),
        Output("search page", "section", lambda one, chosen: {"html": got("/", chosen, q=one.title)}, asks=True),
        Output("start page", "content", lambda one, chosen: {"html": got("/", chosen)}),
        Output("contents page", "content", lambda one, chosen: {"html": got("/faq", chosen)}),
        Output("browse page", "page", lambda one, chosen: {"html": got(page(one), chosen)}),
        Output("JSON-LD", "page", json_ld),
        Output("page.md", "page", lambda one, chosen: {"markdown": got(f"{page(one)}.md", chosen)}),
        Output("section.md", "section", section_markdown),
        Output("/faq?ask=", "section", lambda one, chosen: {"markdown": got("/faq", chosen, ask=one.title)}, asks=True),
        Output("llms.txt", "content", lambda one, chosen: {"markdown": got("/llms.txt", chosen)}),
        Output("llms-full.txt", "content", lambda one, chosen: {"markdown": got("/llms-full.txt", chosen)}),
        Output("sitemap.xml", "content", lambda one, chosen: {"text": got("/sitemap.xml", chosen)}),
    )


def _mcp(service: Service) -> tuple[Output, ...]:
    tools = {tool.name: tool for tool in tools_of(service, Limits())}

    def called(name: str, chosen: Chosen, **arguments: object) -> object:
        tool = tools[name]
        try:
            result = tool.call(checked(tool.takes, {**arguments, **chosen}, service.facets))
        except ServerError as exc:
            return {"refused": str(exc)}
        return {"markdown": tool.text(result), **result.model_dump(mode="json")}

    def searched(section: Section, chosen: Chosen) -> object:
        return called("search_faq", chosen, query=section.title)

    def listed(section: Section, chosen: Chosen) -> object:
        return called("list_questions", chosen, max_tokens=20_000)

    return (
        Output("mcp search_faq", "section", searched, asks=True),
        Output("mcp get_answer", "section", lambda one, chosen: called("get_answer", chosen, id=one.id)),
        Output("mcp list_questions", "content", listed),
    )


def _command_line(service: Service) -> tuple[Output, ...]:
    asker = Asker(service)

    def asked(section: Section, chosen: Chosen) -> object:
        reply = asker.plainly({"q": section.title, **chosen})
        return {"text": reply.text, "aside": reply.aside}

    return (
        Output("otvet ask", "section", asked, asks=True),
        Output(
            "otvet search",
            "section",
            lambda one, chosen: {"text": as_text(service.search(Query(one.title, chosen)))},
            asks=True,
        ),
    )


def _typed(section: Section) -> str:
    """What a reader has typed so far of a heading; all words if the rest is short."""
    return " ".join(section.title.split()[:TYPED])


def _as_html(structured: Mapping[str, object]) -> object:
    """JSON-LD with the texts of its answers as HTML, which they are."""
    return json.loads(json.dumps(structured).replace('"text":', '"html":'))
