import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from ingest.content.pages import LARGEST, content_root, read_content
from ingest.errors import NoPages, UnreadablePage

RUSSIAN = "## Как сдать пропуск?\n\nОтдайте его дежурному у проходной и распишитесь в журнале.\n"


def ids(content: Path) -> list[str]:
    return [page.id for page in read_content(content)]


def refusal(content: Path) -> str:
    """The message with which the content is refused, the folder called DIR."""
    with pytest.raises((NoPages, UnreadablePage)) as refused:
        list(read_content(content))
    return str(refused.value).replace(str(content_root(content)), "DIR")


def test_pages_come_in_order_of_id(tmp_path: Path) -> None:
    for name in ("b.md", "a/z.md", "a/sub/x.MD", "a-b.md", "a/notes.txt", ".git/c.md", "a/.cache/d.md", ".e.md"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    assert ids(tmp_path) == ["a-b.md", "a/sub/x.MD", "a/z.md", "b.md"]


def test_one_file_is_a_content(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes("\ufeffСчёт\r\n".encode())
    (page,) = read_content(path)
    assert (page.id, page.text) == ("a.md", "\ufeffСчёт\r\n")
    assert page.digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert content_root(path) == tmp_path


def test_the_digest_tells_bytes_apart(tmp_path: Path) -> None:
    digests = set()
    for data in (b"a\n", b"a\r\n", b"\xef\xbb\xbfa\n"):
        (tmp_path / "a.md").write_bytes(data)
        digests.add(next(read_content(tmp_path)).digest)
    assert len(digests) == 3


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    advice = "name an .md file or a folder of them."
    assert refusal(tmp_path / "x.md") == f"DIR/x.md: no such file or folder; {advice}"
    assert refusal(tmp_path) == f"DIR: it has no .md file; {advice}"
    (tmp_path / "a.txt").write_text("a", encoding="utf-8")
    assert refusal(tmp_path / "a.txt") == f"DIR/a.txt: it is not an .md file; {advice}"


@pytest.mark.parametrize(
    ("data", "found", "encoding"),
    [
        pytest.param(RUSSIAN.encode("cp1251"), "not UTF-8 (byte 0xca at offset 3 of the line)", "WINDOWS-1251"),
        pytest.param(RUSSIAN.encode("koi8-r"), "not UTF-8 (byte 0xeb at offset 3 of the line)", "KOI8-R"),
        pytest.param(RUSSIAN.encode("cp866"), "not UTF-8 (byte 0x8a at offset 3 of the line)", "CP866"),
        pytest.param(RUSSIAN.encode("utf-16"), "", "UTF-16"),
        pytest.param(RUSSIAN.encode("utf-16-le"), "", "UTF-16LE"),
        pytest.param(RUSSIAN.encode("utf-16-be"), "", "UTF-16BE"),
        pytest.param(b"## How?\n\nSo.\n".decode().encode("utf-16-le"), "", "UTF-16LE", id="latin-letters"),
    ],
)
def test_another_encoding_is_refused_by_its_name(tmp_path: Path, data: bytes, found: str, encoding: str) -> None:
    (tmp_path / "a.md").write_bytes(data)
    told = f"{found}, it looks like {encoding}" if found else f"{encoding}, not UTF-8"
    convert = f"iconv -f {encoding} -t UTF-8 a.md > a.utf8.md && mv a.utf8.md a.md"
    assert refusal(tmp_path) == f"DIR/a.md: line 1 is {told}; save the file as UTF-8, such as with: {convert}."


def test_a_line_in_another_encoding_is_refused_as_a_line(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes("а\nб\n".encode() + "в".encode("koi8-r"))
    assert refusal(tmp_path) == (
        "DIR/a.md: line 3 is not UTF-8 (byte 0xd7 at offset 0 of the line); save the file as UTF-8."
    )


@pytest.mark.skipif(not shutil.which("iconv"), reason="no iconv here")
@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp866", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_command_that_it_names_converts_the_file(tmp_path: Path, encoding: str) -> None:
    page = tmp_path / "мои ответы.md"
    page.write_bytes(RUSSIAN.encode(encoding))
    command = refusal(tmp_path).partition("such as with: ")[2].removesuffix(".")
    subprocess.run(command, shell=True, check=True, cwd=tmp_path)
    assert [one.text for one in read_content(tmp_path)] == [RUSSIAN]


def test_a_page_too_large_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "a.md").open("wb") as file:
        file.truncate(LARGEST + 2**20)
    assert refusal(tmp_path) == "DIR/a.md: 9 MB is more than a page may have; split it or leave it out."


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_page_without_permission_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.md").touch(mode=0)
    assert refusal(tmp_path) == "DIR/a.md: cannot be read (Permission denied); fix the file or its permissions."


def test_a_link_to_nothing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.md").symlink_to(tmp_path / "gone.md")
    assert refusal(tmp_path).startswith("DIR/a.md: cannot be read (No such file or directory);")


def test_a_link_to_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.md").symlink_to("a.md")
    assert refusal(tmp_path).startswith("DIR/a.md: cannot be read (Too many levels of symbolic links);")


def test_a_folder_named_as_a_page_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.md").mkdir()
    (tmp_path / "a.md" / "b.md").touch()
    assert ids(tmp_path) == ["a.md/b.md"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.md")
    assert refusal(tmp_path) == "DIR/a.md: it is not a regular file; remove it."


def test_a_loop_of_links_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "up").symlink_to(tmp_path / "a")
    assert refusal(tmp_path) == "DIR/a/b/up: it is a symbolic link to a folder above it; remove the link."


def test_a_link_to_another_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.md").touch()
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert ids(tmp_path) == ["a/x.md", "b/x.md"]
