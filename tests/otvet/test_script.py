"""`otvet ask`: plain text for one question, JSON lines for many, exit codes for scripts."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from otvet.main import main
from otvet.script import Asker, worst
from server.app import create_app
from tests.hand_service import ACT, by_hand

ANSWERED, UNSURE, NO_ANSWER = '{"q": "акт сверки"}', '{"q": "акт сверки тенге рубли"}', '{"q": "рецепт борща"}'


def ask(index: Path, *arguments: str, lines: str | bytes = "") -> Result:
    return CliRunner().invoke(main, ["ask", *arguments, "--index", str(index)], input=lines)


def test_one_question_is_answered_in_plain_text_with_its_source(faq_index: Path) -> None:
    result = ask(faq_index, "как получить акт сверки за нужный период", "--region", "kazakhstan")
    assert (result.exit_code, result.stderr) == (0, "")
    first, *_, last = result.stdout.splitlines()
    assert first == "Как получить акт сверки за нужный период?"
    assert "accountvk@qazcloud.kz" in result.stdout
    assert "docs_vktech@vk.company" not in result.output
    assert last.startswith("https://")
    assert last.endswith("#kak_poluchit_akt_sverki_za_nuzhnyy_period (qa-corporate.md:165-175)")


def test_facets_are_chosen_by_name_and_a_line_may_choose_otherwise(faq_index: Path) -> None:
    lines = f'{ANSWERED}\n{ANSWERED[:-1]}, "scheme": "postpaid"}}\n'
    result = ask(faq_index, "--facet", "scheme=prepaid", "--region", "moscow", "--facet", "region=moscow", lines=lines)
    chosen = [json.loads(line)["query"]["facets"] for line in result.stdout.splitlines()]
    assert [{facet: choice["value"] for facet, choice in one.items()} for one in chosen] == [
        {"region": "moscow", "scheme": "prepaid"},
        {"region": "moscow", "scheme": "postpaid"},
    ]


def test_without_an_answer_nothing_is_on_standard_output(faq_index: Path) -> None:
    result = ask(faq_index, "рецепт борща со свёклой")
    assert (result.exit_code, result.stdout) == (4, "")
    assert "No answer found. Nearest questions:\n- " in result.stderr


def test_an_answer_that_is_not_sure_is_given_and_said_to_be_so() -> None:
    reply = Asker(by_hand()).plainly(json.loads(UNSURE))
    assert reply.code == 3
    assert reply.text.startswith("Как получить акт сверки за нужный период?\n\n")
    assert reply.aside.startswith("This may be the answer (confidence 0.5")


def test_many_questions_are_answered_in_order_and_errors_stand_in_their_place(faq_index: Path) -> None:
    lines = [
        '\ufeff{"q": "акт сверки", "region": "kazakhstan", "limit": 1}',
        "",
        '{"query": "рецепт борща со свёклой", "region": null}',
        '{"q": "акт", "region": "mars"}',
        "oops",
        "[1]",
        '{"q": "акт", "query": "акт"}',
        '{"q": "акт", "regoin": "moscow"}',
        "{}",
        "[" * 100_000,
    ]
    result = ask(faq_index, "--region", "moscow", lines="\n".join(lines).encode() + b"\n\xff\n")
    assert (result.exit_code, result.stderr) == (1, "")
    first, second, *errors = map(json.loads, result.stdout.splitlines())
    assert first["query"]["facets"]["region"] == {"value": "kazakhstan", "source": "request", "evidence": None}
    assert len(first["answers"]) == 1
    assert (second["status"], second["query"]["facets"]) == ("no_answer", {})
    example = 'write an object such as {"q": "…"}.'
    assert errors == [
        {"line": 4, "error": "region 'mars' is unknown; choose from moscow, kazakhstan."},
        {"line": 5, "error": f"not JSON (Expecting value, column 1); {example}"},
        {"line": 6, "error": f"the record is a list; {example}"},
        {"line": 7, "error": f"a question with both q and query; {example}"},
        {"line": 8, "error": errors[4]["error"]},
        {"line": 9, "error": "q is missing; it must be the question, a string."},
        {"line": 10, "error": errors[6]["error"]},
        {"line": 11, "error": f"not UTF-8 (byte 0xff at offset 0 of the line); {example}"},
    ]
    assert errors[6]["error"].startswith("not JSON (")
    assert errors[4]["error"].startswith("'regoin' is unknown; known are q,")


def test_a_line_separator_inside_a_question_is_a_character() -> None:
    (reply,) = Asker(by_hand()).by_line(['{"q": "акт\u2028сверки"}\n'.encode()], {})
    assert json.loads(reply.text)["query"]["text"] == "акт\u2028сверки"


def test_a_file_is_read_like_standard_input(faq_index: Path, tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text(f"{ANSWERED}\n", encoding="utf-8")
    result = ask(faq_index, "--from", str(questions), "--region", "moscow")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["query"]["facets"]["region"]["value"] == "moscow"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        pytest.param([" "], 1, "q is empty; ask a question in words.", id="blank"),
        pytest.param(["q", "--region", "mars"], 1, "region 'mars' is unknown; choose from", id="region"),
        pytest.param(["q", "--facet", "planet=mars"], 1, "'planet' is unknown; known are region,", id="facet"),
        pytest.param(["q", "--from", "-"], 2, "give QUESTION or --from, not both.", id="both"),
        pytest.param(["--from", "nowhere.jsonl"], 2, "No such file", id="file"),
    ],
)
def test_errors_say_what_to_do(faq_index: Path, arguments: list[str], code: int, message: str) -> None:
    result = ask(faq_index, *arguments)
    assert (result.exit_code, result.stdout) == (code, "")
    assert message in result.stderr


def test_a_line_is_what_the_api_gives() -> None:
    (reply,) = Asker(by_hand()).by_line(['{"q": "акт сверки", "scheme": "prepaid"}'.encode()], {"region": "moscow"})
    response = create_app(by_hand()).test_client().get("/api/v1/search?q=акт сверки&region=moscow&scheme=prepaid")
    assert json.loads(reply.text) == response.get_json()
    assert json.loads(reply.text)["answers"][0]["id"] == ACT


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        pytest.param([], 0, id="nothing"),
        pytest.param([ANSWERED, ANSWERED], 0, id="answered"),
        pytest.param([ANSWERED, UNSURE], 3, id="unsure"),
        pytest.param([NO_ANSWER, UNSURE, ANSWERED], 4, id="no-answer"),
        pytest.param([NO_ANSWER, "oops", ANSWERED], 1, id="error"),
    ],
)
def test_the_exit_code_is_that_of_the_worst(lines: list[str], code: int) -> None:
    replies = Asker(by_hand()).by_line((line.encode() for line in lines), {})
    assert worst(reply.code for reply in replies) == code
