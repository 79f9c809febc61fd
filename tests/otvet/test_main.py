"""The command line as a user runs it."""

import json
import os
import re
import shutil
import subprocess
import sys
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
    monkeypatch.delenv("OTVET_INDEX", raising=False)
    monkeypatch.chdir(tmp_path)
    code, out, err = run("search", "акт сверки")
    assert code == 0
    assert "var/index: no index yet; building the bundled FAQ" in err
    assert "var/index: 1 pages" in err
    assert "## Как получить акт сверки за нужный период?" in out
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["index"]
    code, _, err = run("search", "акт сверки")
    assert (code, err) == (0, "")


OPENS = (["search", "q"], ["serve", "--port", "0"], ["ask", "q"], ["mcp"], ["eval", "dev.jsonl"], ["verify"])


def tree(folder: Path) -> dict[str, bytes | None]:
    return {str(path): None if path.is_dir() else path.read_bytes() for path in folder.rglob("*")}


@pytest.mark.parametrize("command", OPENS, ids=lambda command: command[0])
@pytest.mark.parametrize(
    ("place", "told"),
    [
        pytest.param("shop", "shop: no index here (No such file or directory); build one with", id="mistyped"),
        pytest.param("empty", "empty: no index here (the folder is empty); build one with", id="empty-folder"),
        pytest.param("pages", "pages: no index here (only faq.md); build one with", id="another-folder"),
        pytest.param("lost", "lost/CURRENT: is missing; otvet index", id="lost-pointer"),
        pytest.param("void", "void/CURRENT: is empty; otvet index", id="empty-pointer"),
        pytest.param("", "is empty; name the folder of the index", id="no-name"),
    ],
)
@pytest.mark.parametrize("named_by", ["option", "variable", "default"])
def test_a_folder_that_is_no_index_is_named_and_left_as_it_is(
    command: list[str], place: str, told: str, named_by: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OTVET_INDEX", raising=False)
    for folder, pointer in (("lost", None), ("void", b"")):
        for number in (1, 2):
            (tmp_path / folder / "generations" / f"00000{number}-20261122T190000Z").mkdir(parents=True)
        if pointer is not None:
            (tmp_path / folder / "CURRENT").write_bytes(pointer)
    for name in ("empty", "pages"):
        (tmp_path / name).mkdir()
    (tmp_path / "pages" / "faq.md").write_text("## Как платить?\n\nКартой.\n", encoding="utf-8")
    (tmp_path / "dev.jsonl").touch()
    if named_by == "default":
        if place in ("", "shop"):
            pytest.skip("the default place has a name, and is filled where nothing is")
        (tmp_path / "var").mkdir()
        (tmp_path / place).rename(tmp_path / "var" / "index")
        told = told.replace(place, "var/index", 1)
    elif named_by == "variable":
        monkeypatch.setenv("OTVET_INDEX", place)
    before = tree(tmp_path)
    code, out, err = run(*command, *(["--index", place] if named_by == "option" else []))
    assert code != 0
    assert all(part in out + err for part in told.split(";"))
    assert tree(tmp_path) == before


def test_an_empty_variable_does_not_build_into_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OTVET_INDEX", "")
    (tmp_path / "faq.md").write_text("## Как платить?\n\nКартой.\n", encoding="utf-8")
    for arguments in (["index", "faq.md"], ["index", "--rollback"], ["init", "."]):
        code, _, err = run(*arguments)
        assert (code, "$OTVET_INDEX is empty; name the folder of the index in it, or unset it." in err) == (2, True)
    assert [path.name for path in tmp_path.iterdir()] == ["faq.md"]


def test_verify_prints_a_line_for_each_wrong_file(tmp_path: Path) -> None:
    page, index = tmp_path / "pay-faq.md", tmp_path / "index"
    for answer in ("Картой.", "По счёту."):
        page.write_text(f"## Как платить?\n\n{answer}\n", encoding="utf-8")
        run("index", str(page), "--out", str(index), "--encoder", "hash")
    code, out, err = run("verify", "--index", str(index))
    assert (code, out) == (0, "")
    assert re.search(
        r"000001-\S+ \(kept for rollback or a reader\): \d+ files, [\d,]+ bytes, as they were written", err
    )
    assert re.search(r"000002-\S+ \(live\): \d+ files, [\d,]+ bytes, as they were written", err)
    live = max((index / "generations").iterdir())
    tokens = (live / "tokens.npy").read_bytes()
    (live / "tokens.npy").write_bytes(tokens[:-1] + bytes([tokens[-1] ^ 1]))
    (live / "facets.toml").unlink()
    code, out, err = run("verify", "--index", str(index))
    assert code == 1
    assert out.splitlines() == [
        f"{live}/facets.toml: cannot be read (No such file or directory)",
        f"{live}/tokens.npy: has changed since it was written",
    ]
    assert f"go back with: otvet index --rollback --out {index}, or build the index again" in err
    assert run("index", "--rollback", "--out", str(index))[0] == 0
    (index / "CURRENT").write_bytes(b"\xff")
    code, out, _ = run("verify", "--index", str(index))
    assert (code, out.splitlines()[0]) == (1, f"{index}/CURRENT: names generation '\\\\xff', which is not there")


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
        pytest.param(
            ["index", "--rollback", "--out", "new"],
            1,
            "new: no index here (No such file or directory); build one",
            id="roll-back",
        ),
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


@pytest.mark.parametrize("package", ["scipy", "ir_measures"])
def test_without_the_extra_measuring_says_how_to_install_it(package: str) -> None:
    script = f"import sys; sys.modules[{package!r}] = None; from otvet.main import main; main(['eval', 'q.jsonl'])"
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    message = (
        f"Error: measuring needs the package {package}; in Otvet's folder, run: "
        ".venv/bin/python -m pip install --editable '.[eval]'\n"
    )
    assert (ran.returncode, ran.stderr) == (1, message)
