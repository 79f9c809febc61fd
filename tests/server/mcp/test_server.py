"""The Model Context Protocol, as the SDK's own client sees it on both transports."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from click.testing import CliRunner
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from mcp import Client, MCPError, StdioServerParameters
from mcp.types import CallToolResult, TextContent

from eval.labels.question_file import read_questions
from eval.leaks.foreign import foreign
from eval.leaks.fragment import fold, holds
from index.search import Searcher
from otvet.main import main
from otvet.wiring import service_of
from server.mcp.server import create_server
from server.mcp.text import quoted
from server.mcp.token_budget import tokens
from tests.conftest import FAQ
from tests.hand_service import not_ready

ROOT = FAQ.parent
ACT = "qa-corporate.md#kak_poluchit_akt_sverki_za_nuzhnyy_period"
LONG = "qa-corporate.md#my_kompaniya_ne_iz_rf_kak_nachat_rabotat_s_vk_cloud"
MOSCOW, KAZAKHSTAN = "docs_vktech@vk.company", "accountvk@qazcloud.kz"


@dataclass(frozen=True)
class Agent:
    """A client whose every result is checked against the schema that the server declares."""

    portal: BlockingPortal
    client: Client
    schemas: Mapping[str, Any]

    def run(self, method: Callable[..., Any], *arguments: object, **named: object) -> Any:
        return self.portal.call(partial(method, *arguments, **named))

    def call(self, tool: str, **arguments: object) -> CallToolResult:
        result: CallToolResult = self.run(self.client.call_tool, tool, arguments)
        if not result.is_error:
            self.schemas[tool].validate(result.structured_content)
        return result

    def given(self, tool: str, **arguments: object) -> tuple[dict[str, Any], str]:
        result = self.call(tool, **arguments)
        assert not result.is_error, result
        return result.structured_content, said(result)


def said(result: CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


@contextmanager
def connected(server: Any, mode: str = "auto") -> Iterator[Agent]:
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(Client(server, mode=mode, read_timeout_seconds=30)) as client,
    ):
        listed = portal.call(client.list_tools).tools
        yield Agent(portal, client, {tool.name: Draft202012Validator(tool.output_schema) for tool in listed})


def command(index: Path, *options: str) -> list[str]:
    return ["-m", "otvet", "mcp", "--index", str(index), *options]


@pytest.fixture(scope="module")
def address(faq_index: Path) -> Iterator[str]:
    arguments = [sys.executable, *command(faq_index, "--http", "0")]
    with subprocess.Popen(arguments, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        found = re.search(r"http://127\.0\.0\.1:\d+/mcp", process.stderr.readline())
        assert found
        yield found.group()
        process.terminate()


@pytest.fixture(scope="module", params=["stdio", "http", "http-legacy"])
def agent(request: pytest.FixtureRequest, faq_index: Path) -> Iterator[Agent]:
    transport, _, mode = request.param.partition("-")
    if transport == "http":
        server = request.getfixturevalue("address")
    else:
        parameters = {"command": sys.executable, "args": command(faq_index), "cwd": ROOT, "env": dict(os.environ)}
        server = StdioServerParameters.model_validate(parameters)
    with connected(server, mode or "auto") as client:
        yield client


@pytest.fixture(scope="module")
def near(searcher: Searcher) -> Iterator[Agent]:
    """In this process, where asking much is quick."""
    with connected(create_server(service_of(searcher))) as client:
        yield client


def test_the_letter_that_an_answer_tells_to_write_is_given_with_it(near: Agent) -> None:
    structured, text = near.given("get_answer", id=ACT, region="kazakhstan")
    assert structured["letter"]["to"] == KAZAKHSTAN
    assert f"> {KAZAKHSTAN}" in text
    assert near.given("get_answer", id=ACT)[0]["letter"] is None


def test_the_tools_say_what_they_take_and_give(agent: Agent) -> None:
    tools = {tool.name: tool for tool in agent.run(agent.client.list_tools).tools}
    assert list(tools) == ["search_faq", "answer_letter", "get_answer", "compare_variants", "list_questions"]
    for tool in tools.values():
        Draft202012Validator.check_schema(tool.input_schema)
        Draft202012Validator.check_schema(tool.output_schema)
        assert tool.input_schema["additionalProperties"] is False
        assert {"region", "scheme", "payer", "residency"} <= set(tool.input_schema["properties"])
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint
    assert tools["search_faq"].input_schema["required"] == ["query"]


@pytest.mark.parametrize("word", ["kazakhstan (Казахстан)", "region_conflict", "unsure", "no_answer", "max_tokens"])
def test_the_instructions_tell_what_to_do(agent: Agent, word: str) -> None:
    assert word in (agent.client.instructions or "")


def test_an_answer_is_for_the_region_and_cited(agent: Agent) -> None:
    found, text = agent.given("search_faq", query="как получить акт сверки за нужный период", region="kazakhstan")
    assert found["status"] == "answered"
    assert found["facets"]["region"] == {"value": "kazakhstan", "source": "request", "evidence": None}
    (answer,) = found["answers"]
    assert (answer["id"], answer["facets"]["region"]) == (ACT, "kazakhstan")
    for told in ("status: answered", answer["section"], answer["url"], quoted(answer["markdown"]), KAZAKHSTAN):
        assert told in text
    assert found["related"]


def test_an_answer_is_had_whole_by_its_id(agent: Agent) -> None:
    answer, text = agent.given("get_answer", id=ACT, region="moscow", scheme=None)
    assert answer["source"] == {"path": "qa-corporate.md", "lines": [165, 175]}
    assert answer["left_out"] == 0
    assert MOSCOW in text
    assert KAZAKHSTAN not in text


def test_a_long_answer_is_cut_and_says_how_to_get_the_rest(agent: Agent) -> None:
    whole, _ = agent.given("get_answer", id=LONG)
    found, text = agent.given("search_faq", query=whole["section"], limit=1, max_tokens=500)
    answer = found["answers"][0]
    assert tokens(text) <= 500
    assert answer["left_out"] > 0
    assert whole["markdown"].startswith(answer["markdown"])
    assert whole["markdown"][len(answer["markdown"])] == "\n"
    assert f'{answer["left_out"]} more tokens were cut off; get_answer(id="{LONG}")' in text


def test_what_does_not_fit_is_named(agent: Agent) -> None:
    found, text = agent.given("search_faq", query="акт сверки", limit=3, max_tokens=400)
    assert len(found["answers"]) + found["left_out"] == 3
    assert found["left_out"] > 0
    assert f"[{found['left_out']} more found did not fit" in text
    assert tokens(text) <= 400


def test_a_region_conflict_is_said(agent: Agent) -> None:
    found, text = agent.given("search_faq", query="акт сверки для проекта в Алматы", region="moscow")
    (notice,) = found["notices"]
    assert notice["code"] == "region_conflict"
    assert f"notice region_conflict: {notice['message']}" in text
    assert found["answers"][0]["facets"]["region"] == "moscow"


def test_that_an_answer_differs_by_region_is_said(agent: Agent) -> None:
    found, text = agent.given("search_faq", query="как получить акт сверки")
    assert "differs_by_region" in [notice["code"] for notice in found["notices"]]
    assert found["answers"][0]["differs_by"] == ["region"]
    assert "differs by region" in text
    assert {MOSCOW, KAZAKHSTAN} <= {address for address in (MOSCOW, KAZAKHSTAN) if address in text}


def test_no_answer_is_said_and_holds_none(agent: Agent) -> None:
    found, text = agent.given("search_faq", query="рецепт борща со свёклой")
    assert (found["status"], found["answers"]) == ("no_answer", [])
    assert text.startswith("status: no_answer")


def test_each_question_of_a_letter_is_answered_for_what_the_letter_says(near: Agent) -> None:
    letter = "Проект в Казахстане. Как получить акт сверки за нужный период? Кто выиграл чемпионат мира по футболу?"
    found, text = near.given("answer_letter", letter=letter)
    assert [one["found"]["status"] for one in found["questions"]] == ["answered", "no_answer"]
    assert KAZAKHSTAN in text
    assert MOSCOW not in text
    assert "> Как получить акт сверки за нужный период?" in text


def test_questions_of_a_letter_for_which_there_is_no_room_are_named(near: Agent) -> None:
    letter = "Как получить акт сверки? Как узнать реквизиты? Как заключить договор?"
    found, text = near.given("answer_letter", letter=letter, max_tokens=400)
    assert found["not_answered"][-1] == "Как заключить договор?"
    assert tokens(text) <= 400


def test_what_differs_between_regions_is_set_side_by_side(near: Agent) -> None:
    found, _ = near.given("compare_variants", id=ACT, by="region")
    assert [one["values"] for one in found["variants"]] == [["moscow"], ["kazakhstan"]]
    assert [MOSCOW in found["variants"][0]["markdown"], KAZAKHSTAN in found["variants"][1]["markdown"]] == [True, True]
    assert "период" not in "".join(one["markdown"] for one in found["variants"])
    assert said(near.call("compare_variants", id=ACT, by="scheme")).startswith(repr(ACT)[:20])


def test_the_questions_are_listed_a_part_at_a_time(agent: Agent) -> None:
    everything, _ = agent.given("list_questions", region="moscow")
    assert everything["left_out"] == 0
    parts: list[str] = []
    left = 1
    while left:
        after = {"after": parts[-1]} if parts else {}
        part, text = agent.given("list_questions", region="moscow", max_tokens=256, **after)
        assert tokens(text) <= 256
        parts += [one["id"] for one in part["questions"]]
        left = part["left_out"]
    assert parts == [one["id"] for one in everything["questions"]]


@pytest.mark.parametrize(
    ("tool", "arguments", "message"),
    [
        pytest.param("search_faq", {"query": " "}, "query is empty; ask a question in words.", id="blank"),
        pytest.param("search_faq", {}, "query is missing.", id="missing"),
        pytest.param("search_faq", {"query": "я" * 1001}, "query has 1001 characters; at most 1000", id="long"),
        pytest.param(
            "search_faq",
            {"query": "q", "region": "mars"},
            "region 'mars' is unknown; choose from moscow, kazakhstan.",
            id="region",
        ),
        pytest.param("search_faq", {"query": "q", "regoin": "x"}, "'regoin' is unknown; known are query,", id="name"),
        pytest.param("search_faq", {"query": "q", "limit": -1}, "greater than or equal to 1, got -1.", id="limit"),
        pytest.param("search_faq", {"query": "q", "max_tokens": 9}, "equal to 256, got 9.", id="budget"),
        pytest.param("get_answer", {"id": "nope"}, "id 'nope' names no section for these choices;", id="id"),
        pytest.param("list_questions", {"after": "nope"}, "after 'nope' names no section", id="after"),
    ],
)
def test_an_error_says_what_to_do(agent: Agent, tool: str, arguments: dict[str, object], message: str) -> None:
    result = agent.call(tool, **arguments)
    assert result.is_error
    assert message in said(result)


def test_an_unknown_tool_is_named_with_the_known(agent: Agent) -> None:
    known = "search_faq, answer_letter, get_answer, compare_variants, list_questions"
    with pytest.raises(MCPError, match=rf"unknown tool 'find'; choose from {known}\."):
        agent.run(agent.client.call_tool, "find", {})


def test_every_section_is_a_resource(agent: Agent) -> None:
    resources = agent.run(agent.client.list_resources).resources
    assert len(resources) == 13
    (template,) = agent.run(agent.client.list_resource_templates).resource_templates
    assert template.uri_template == "otvet://sections/{id}{?region,scheme,payer,residency}"
    (act,) = [resource for resource in resources if resource.name == ACT]
    (contents,) = agent.run(agent.client.read_resource, f"{act.uri}?region=kazakhstan").contents
    assert contents.mime_type == "text/markdown"
    assert act.title in contents.text
    assert KAZAKHSTAN in contents.text
    assert MOSCOW not in contents.text


@pytest.mark.parametrize(
    ("uri", "message"),
    [
        ("otvet://sections/nope", "id 'nope' names no section"),
        ("otvet://sections/nope?region=mars", "region 'mars' is unknown"),
        ("otvet://sections/nope?regoin=moscow", "'regoin' is unknown"),
        ("file:///etc/passwd", "is no address of ours"),
    ],
)
def test_an_unknown_resource_is_refused(near: Agent, uri: str, message: str) -> None:
    with pytest.raises(MCPError, match=re.escape(message)):
        near.run(near.client.read_resource, uri)


def test_a_strange_cursor_is_refused(near: Agent) -> None:
    with pytest.raises(MCPError, match="unknown cursor 'x'"):
        near.run(near.client.list_resources, cursor="x")


def test_nothing_is_answered_without_an_index() -> None:
    with connected(create_server(not_ready())) as agent:
        result = agent.call("search_faq", query="акт сверки")
        assert result.is_error
        assert said(result).startswith("No index is loaded yet")


@pytest.mark.parametrize("budget", [256, 400, 800])
def test_the_text_keeps_to_its_budget(near: Agent, budget: int) -> None:
    for question in read_questions([ROOT / "eval/questions/dev.jsonl"])[::20]:
        _, text = near.given("search_faq", query=question.query, limit=10, max_tokens=budget)
        assert tokens(text) <= budget, question


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (text for item in value.values() for text in strings(item))
    elif isinstance(value, list):
        yield from (text for item in value for text in strings(item))


def leaks(value: object, fragments: Mapping[str, Any]) -> list[str]:
    texts = fold("\n".join(strings(value)))
    return [fragment for fragment, folded in fragments.items() if folded in texts and holds(texts, folded)]


@pytest.mark.parametrize("region", ["moscow", "kazakhstan"])
def test_nothing_of_another_region_is_in_any_field(near: Agent, searcher: Searcher, region: str) -> None:
    of_others = foreign(searcher.bundle.sections, searcher.bundle.facets)({"region": region})
    fragments = {fragment: fold(fragment) for fragment in of_others}
    ids = [section.id for section in searcher.sections({})]
    open_to_all = [near.call("get_answer", id=one).model_dump() for one in ids]
    assert {MOSCOW, KAZAKHSTAN} & set(leaks(open_to_all, fragments))  # the look finds what is there

    asked = [q for q in read_questions([ROOT / "eval/questions/dev.jsonl"]) if q.region == region]
    assert len(asked) > 30
    for question in asked:
        result = near.call("search_faq", query=question.query, region=region, limit=5, max_tokens=20_000)
        assert not leaks(result.model_dump(), fragments), question
    for one in ids:
        assert not leaks(near.call("get_answer", id=one, region=region).model_dump(), fragments)
    assert not leaks(near.call("list_questions", region=region).model_dump(), fragments)
    for resource in near.run(near.client.list_resources).resources:
        contents = near.run(near.client.read_resource, f"{resource.uri}?region={region}")
        assert not leaks(contents.model_dump(), fragments)


def test_the_library_is_loaded_only_when_it_is_asked_for() -> None:
    code = "import sys, otvet; sys.exit('mcp' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_without_the_library_the_command_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "mcp", None)
    monkeypatch.delitem(sys.modules, "server.mcp.server")
    result = CliRunner().invoke(main, ["mcp", "--index", str(tmp_path / "none")])
    assert (result.exit_code, result.stdout) == (1, "")
    assert "in Otvet's folder, run: .venv/bin/python -m pip install --editable '.[mcp]'" in result.stderr
    assert not (tmp_path / "none").exists()


def test_a_port_that_is_taken_is_said(faq_index: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        result = CliRunner().invoke(main, ["mcp", "--index", str(faq_index), "--http", str(port)])
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"127.0.0.1:{port}: address already in use; choose another" in result.stderr
