"""A content folder with files in other encodings, links, pipes, sockets and deep nesting."""

import json
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from index.build import build
from index.encoders.hash import HashEncoder
from ingest.content.pages import read_content
from tests.attacks.refusals import refused
from tests.conftest import FAQ

PAGE = "## Где взять пропуск?\n\nУ дежурного, в первом корпусе.\n"
FACETS = (
    '[campus]\nlabel = { ru = "Корпус" }\n[campus.values.first]\nlabel = { ru = "Первый корпус" }\n'
    'names = ["Первый корпус"]\n'
)
SITE = '[site]\nbase_url = "https://help.example"\n[[site.contacts]]\nlabel = { ru = "Дежурный" }\nurl = "tel:1"\n'
LINE = '{"anchor": "gde_vzyat_propusk", "text": "потерял пропуск, где взять другой", "lang": "ru", "origin": "x"}\n'
FILES = {"pass.md": PAGE, "facets.toml": FACETS, "pass.alternates.jsonl": LINE}
CHECKS = ["index", "lint"]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def told(command: str, content: Path) -> str:
    """What the command says of the content, whose folder is called DIR."""
    out: list[str | Path] = ["--out", content.parent / "index", "--encoder", "hash"] if command == "index" else []
    return refused(command, content, *out).replace(str(content), "DIR")


@pytest.mark.parametrize("command", CHECKS)
@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "utf-16"])
@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("pass.md", PAGE, id="page"),
        pytest.param("facets.toml", FACETS, id="facets"),
        pytest.param("facets.toml", SITE + FACETS, id="site-and-contacts"),
        pytest.param("pass.alternates.jsonl", LINE, id="alternates"),
    ],
)
def test_another_encoding_is_named_with_the_file(
    content: Path, command: str, name: str, text: str, encoding: str
) -> None:
    (content / name).write_bytes(text.encode(encoding))
    iconv = {"cp1251": "WINDOWS-1251", "koi8-r": "KOI8-R", "utf-16": "UTF-16"}[encoding]
    said = told(command, content)
    assert said.startswith(f"DIR/{name}:")
    assert f"iconv -f {iconv} -t UTF-8 {name} > " in said


@pytest.mark.parametrize("name", FILES)
def test_what_notepad_writes_is_read(content: Path, name: str, tmp_path: Path) -> None:
    (content / name).write_bytes(b"\xef\xbb\xbf" + FILES[name].replace("\n", "\r\n").encode())
    done = build(content, tmp_path / "index", HashEncoder(), default_facets=FAQ / "facets.toml")
    assert (done.sections, done.diagnostics) == (1, ())


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\u0085", "\u001c", "\u000c"])
def test_only_a_line_feed_ends_a_line_of_alternates(content: Path, separator: str, tmp_path: Path) -> None:
    raw = separator if separator > " " else json.dumps(separator)[1:-1]  # JSON has no raw control characters
    (content / "pass.alternates.jsonl").write_text(
        LINE.replace("потерял ", f"потерял{raw}") + LINE.replace("потерял", "забыл"), encoding="utf-8"
    )
    done = build(content, tmp_path / "index", HashEncoder(), default_facets=FAQ / "facets.toml")
    assert done.passages == 4
    again = build(content, tmp_path / "index", HashEncoder(), default_facets=FAQ / "facets.toml")
    assert again.encoded == 0  # what the index holds is read back line by line too


DEEP = 100_000


@pytest.mark.parametrize("command", CHECKS)
@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("facets.toml", f"a = {'[' * DEEP}{']' * DEEP}\n", id="lists-in-facets"),
        pytest.param("facets.toml", f"a = {'{a=' * DEEP}1{'}' * DEEP}\n", id="tables-in-facets"),
        pytest.param("facets.toml", f"[{'.'.join('a' * 3000)}]\nb = 1\n", id="dotted-keys-in-facets"),
        pytest.param("facets.toml", f"{FACETS}[campus.values.first.{'.'.join('a' * 3000)}]\n", id="keys-in-a-value"),
        pytest.param("pass.alternates.jsonl", "[" * DEEP + "\n", id="lists-in-alternates"),
        pytest.param("pass.alternates.jsonl", '{"text": ' * DEEP + "\n", id="objects-in-alternates"),
    ],
)
def test_deep_nesting_is_refused_where_it_stands(content: Path, command: str, name: str, text: str) -> None:
    (content / name).write_text(text, encoding="utf-8")
    said = told(command, content)
    assert said.startswith(f"DIR/{name}:")
    assert len(said) < 500


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"---\na: {'[' * DEEP}\n---\n{PAGE}", id="yaml-lists"),
        pytest.param(f"---\na: {'{a: ' * 5000}1{'}' * 5000}\n---\n{PAGE}", id="yaml-maps"),
        pytest.param(f"+++\na = {'[' * DEEP}\n+++\n{PAGE}", id="toml-lists"),
        pytest.param("> " * 5000 + "глубоко\n\n" + PAGE, id="quotes"),
        pytest.param("- " * 5000 + "глубоко\n\n" + PAGE, id="items"),
        pytest.param("<info>\n\n" * 2000 + "глубоко\n\n" + PAGE, id="notes"),
        pytest.param("[" * DEEP + "\n\n" + PAGE, id="brackets"),
    ],
)
def test_deep_nesting_in_a_page_is_a_fault_of_the_page_at_most(content: Path, text: str, tmp_path: Path) -> None:
    (content / "pass.md").write_text(text, encoding="utf-8")
    done = build(content, tmp_path / "index", HashEncoder(), default_facets=FAQ / "facets.toml")
    assert done.pages == 1


def fifo(path: Path) -> None:
    os.mkfifo(path)


def listening(path: Path) -> None:
    here = os.getcwd()
    os.chdir(path.parent)  # a socket's path may have 107 bytes
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


SPECIAL = [
    pytest.param(fifo, "DIR/{}: it is not a regular file; remove it.", id="pipe"),
    pytest.param(listening, "DIR/{}: it is not a regular file; remove it.", id="socket"),
    pytest.param(device, "DIR/{}: it is a symbolic link to /dev/zero, outside DIR; put a copy in its place.", id="dev"),
]


@pytest.mark.parametrize("command", CHECKS)
@pytest.mark.parametrize(("make", "said"), SPECIAL)
@pytest.mark.parametrize("name", ["pass.md", "facets.toml", "synonyms.txt", "pass.alternates.jsonl", "deep/more.md"])
def test_what_is_no_file_is_refused_and_not_waited_for(
    content: Path, command: str, make: Callable[[Path], None], said: str, name: str
) -> None:
    path = content / name
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    make(path)
    assert told(command, content) == said.format(name)


def test_a_folder_in_place_of_facets_is_refused(content: Path) -> None:
    (content / "facets.toml").unlink()
    (content / "facets.toml").mkdir()
    assert told("index", content) == "DIR/facets.toml: it is not a regular file; remove it."


@pytest.mark.parametrize("command", CHECKS)
@pytest.mark.parametrize(
    ("name", "target"),
    [
        pytest.param("pass.md", "/etc/passwd", id="page-absolute"),
        pytest.param("more.md", "../secret.txt", id="page-relative"),
        pytest.param("facets.toml", "../secret.txt", id="facets"),
        pytest.param("pass.alternates.jsonl", "../secret.txt", id="alternates"),
        pytest.param("synonyms.txt", "../secret.txt", id="synonyms"),
        pytest.param("chained.md", "inner", id="through-another-link"),
        pytest.param("elsewhere", "..", id="folder-above"),
        pytest.param("elsewhere", "/etc", id="folder"),
    ],
)
def test_a_link_out_of_the_content_is_refused(content: Path, command: str, name: str, target: str) -> None:
    (content.parent / "secret.txt").write_text(PAGE, encoding="utf-8")
    (content / "inner").symlink_to("/etc/hostname")
    (content / name).unlink(missing_ok=True)
    (content / name).symlink_to(target)
    said = told(command, content)
    assert said.startswith((f"DIR/{name}: it is a symbolic link to ", f"DIR/{name}: it is a symbolic link out"))
    assert said.endswith(("; put a copy in its place.", "; remove the link."))


def test_a_page_named_alone_may_be_no_link_out_of_its_folder(content: Path) -> None:
    (content / "alone.md").symlink_to("/etc/passwd")
    said = refused("lint", content / "alone.md")
    assert said == (
        f"{content}/alone.md: it is a symbolic link to /etc/passwd, outside {content}; put a copy in its place."
    )


@pytest.mark.parametrize("target", [".", "..", "../../content", "loop/../loop"])
def test_a_loop_of_folders_ends(content: Path, target: str) -> None:
    (content / "deep").mkdir()
    (content / "deep" / "loop").symlink_to(target)
    (content / "deep" / "more.md").write_text(PAGE, encoding="utf-8")
    if target == "loop/../loop":
        assert [page.id for page in read_content(content)] == ["deep/more.md", "pass.md"]
    else:
        assert told("lint", content).startswith("DIR/deep/loop: it is a symbolic link to a")


def test_links_inside_a_content_are_followed_as_a_mounted_volume_has_them(content: Path, tmp_path: Path) -> None:
    """Kubernetes mounts each file as a link to ``..data/FILE``, and ``..data`` is a link to a dated folder."""
    volume = tmp_path / "volume"
    dated = volume / "..2026_01_01"
    dated.mkdir(parents=True)
    (volume / "..data").symlink_to(dated.name)
    for name, text in FILES.items():
        (dated / name).write_text(text, encoding="utf-8")
        (volume / name).symlink_to(f"..data/{name}")
    (tmp_path / "mounted").symlink_to(volume)
    for place in (volume, tmp_path / "mounted"):
        done = build(place, tmp_path / "index", HashEncoder(), default_facets=FAQ / "facets.toml")
        assert (done.pages, done.passages, done.diagnostics) == (1, 3, ())


@pytest.mark.parametrize("command", CHECKS)
@pytest.mark.parametrize("name", [b"\xff\xfe.md", "счёт\n.md".encode(), b"a\tb.md", "б.md".encode("cp1251")])
def test_a_name_that_cannot_be_an_address_is_refused(content: Path, command: str, name: bytes) -> None:
    Path(os.fsdecode(bytes(content) + b"/" + name)).write_text(PAGE, encoding="utf-8")
    assert told(command, content).endswith(": its name is not UTF-8, or has a line break or tab; rename it.")
