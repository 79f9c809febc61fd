"""The command line as a user runs it."""

import json
import os
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from otvet import bundled
from otvet.main import main
from tests.conftest import FAQ

ROOT = FAQ.parent


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, arguments)
    return result.exit_code, result.stdout, result.stderr


def test_index_then_search_answers_for_the_region(tmp_path: Path, encoder: object) -> None:
    page = tmp_path / "docs" / "pay-faq.md"
    page.parent.mkdir()
    page.write_text(
        "## Куда писать?\n\n- в регионе Москва — msk@example.org;\n- в регионе Казахстан — kz@example.org.\n"
    )
    code, out, err = run("index", str(page), "--out", str(tmp_path / "demo"))
    assert (code, out) == (0, "")
    assert "1 pages (1 parsed), 1 sections" in err
    code, out, _ = run("search", "куда писать", "--index", str(tmp_path / "demo"), "--region", "kazakhstan", "--json")
    result = json.loads(out)
    assert code == 0
    assert result["answers"][0]["section"] == "Куда писать?"
    assert "kz@example.org" in out
    assert "msk@example.org" not in out


def test_the_bundled_faq_is_built_where_there_is_no_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert bundled.FAQ == FAQ
    short = tmp_path / "faq"  # one section of it: embedding the whole takes a minute
    short.mkdir()
    shutil.copy(FAQ / "facets.toml", short)
    heading = "## Как получить акт сверки за нужный период?"
    section = (FAQ / "qa-corporate.md").read_text(encoding="utf-8").partition(heading)[2].partition("\n## ")[0]
    (short / "qa-corporate.md").write_text(heading + section, encoding="utf-8")
    monkeypatch.setattr("otvet.wiring.FAQ", short)
    code, out, err = run("search", "акт сверки", "--index", str(tmp_path / "new"))
    assert code == 0
    assert "no index yet; building the bundled FAQ" in err
    assert "## Как получить акт сверки за нужный период?" in out


def test_eval_prints_a_table_and_keeps_a_record(tmp_path: Path, faq_index: Path) -> None:
    few = tmp_path / "few.jsonl"
    lines = (ROOT / "eval" / "questions" / "dev.jsonl").read_text(encoding="utf-8").splitlines()[:12]
    few.write_text("\n".join(lines), encoding="utf-8")
    code, out, _ = run("eval", str(few), "--index", str(faq_index), "--json", str(tmp_path / "run.json"))
    assert code == 0
    assert "hit@1" in out
    assert "leakage" in out
    assert json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))


def test_contrast_sets_are_listed(faq_index: Path) -> None:
    code, out, _ = run("index", "--contrasts", "--out", str(faq_index))
    assert code == 0
    first, *_ = out.split("\n\n")
    assert [line.split("  ")[1] for line in first.splitlines()] == [
        "Мы компания из РФ, как оплатить сервисы?",
        "Мы компания не из РФ, как оплатить сервисы?",
    ]


def test_rollback_makes_the_earlier_generation_live_and_fails_where_there_is_none(tmp_path: Path) -> None:
    page, index = tmp_path / "pay-faq.md", tmp_path / "index"
    for answer in ("Картой.", "По счёту."):
        page.write_text(f"## Как платить?\n\n{answer}\n", encoding="utf-8")
        run("index", str(page), "--out", str(index), "--encoder", "hash")
    first, _ = sorted(path.name for path in (index / "generations").iterdir())
    assert run("index", "--rollback", "--out", str(index)) == (0, "", f"{index}: generation {first} is live again\n")
    _, out, _ = run("search", "как платить", "--index", str(index))
    assert "Картой." in out
    code, out, err = run("index", "--rollback", "--out", str(index))
    assert (code, out) == (1, "")
    assert f"no generation earlier than {first} is kept; index the older content instead." in err


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        pytest.param(
            ["search", "q", "--region", "mars"],
            1,
            "region 'mars' is unknown; choose from moscow, kazakhstan.",
            id="region",
        ),
        pytest.param(
            ["search", "q", "--facet", "planet=mars"], 1, "'planet' is unknown; known are region,", id="facet"
        ),
        pytest.param(["search", "q", "--facet", "mars"], 2, "'mars' is not NAME=VALUE; write,", id="no-value"),
        pytest.param(["search", " "], 1, "the question is empty", id="blank"),
        pytest.param(["index", "nowhere"], 1, "nowhere: no such file or folder; name an .md file", id="no-content"),
        pytest.param(["index"], 2, "give CONTENT, or --rollback to go back", id="index-nothing"),
        pytest.param(
            ["index", "docs", "--rollback"], 2, "give one of CONTENT, --rollback and --contrasts.", id="index-both"
        ),
        pytest.param(["index", "--rollback", "--out", "new"], 1, "new: no index here; build one", id="roll-back"),
        pytest.param(["eval", "nowhere.jsonl"], 1, "nowhere.jsonl", id="no-questions"),
        pytest.param(["search"], 2, "Missing argument 'QUERY'", id="usage"),
        pytest.param(["search", "q", "--limit", "0"], 2, "0 is not in the range", id="limit"),
    ],
)
def test_errors_say_what_to_do(
    arguments: list[str], code: int, message: str, faq_index: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("OTVET_INDEX", str(faq_index))
    monkeypatch.chdir(tmp_path)
    got, out, err = run(*arguments)
    assert (got, out) == (code, "")
    assert message in err


def test_an_unknown_encoder_is_named_with_the_known(tmp_path: Path) -> None:
    code, _, err = run("index", str(FAQ), "--out", str(tmp_path), "--encoder", "mini")
    assert code == 1
    assert "unknown encoder 'mini'; choose from hash, multilingual-e5-small" in err
    assert not os.listdir(tmp_path)


def test_every_command_in_the_readme_exists_and_has_help() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"otvet (\w+)", readme)) & set(re.findall(r"^\s*(?:\$ )?otvet (\w+)", readme, re.MULTILINE))
    assert {"index", "search", "serve", "eval"} <= named
    for command in named:
        code, out, _ = run(command, "--help")
        assert code == 0
        assert "Example:" in out
