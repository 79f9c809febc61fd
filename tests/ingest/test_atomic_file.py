"""Files are written whole or not at all, and nothing else is left in the folder."""

from pathlib import Path

import pytest

from ingest.atomic_file import create_text, replace_text


def test_a_file_is_replaced_and_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    replace_text(path, "раз")
    path.chmod(0o640)
    replace_text(path, "два\n")
    assert path.read_text(encoding="utf-8") == "два\n"
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_file_never_takes_the_place_of_another(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    assert create_text(path, "раз")
    assert not create_text(path, "два")
    assert path.read_text(encoding="utf-8") == "раз"
    assert list(tmp_path.iterdir()) == [path]


def test_a_text_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    replace_text(path, "раз")
    with pytest.raises(UnicodeEncodeError):
        replace_text(path, "два" * 10_000 + "\ud800")
    assert path.read_text(encoding="utf-8") == "раз"
    assert list(tmp_path.iterdir()) == [path]


def test_a_name_that_is_a_folder_is_an_error_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(OSError, match=r"a\.txt"):
        replace_text(tmp_path / "a.txt", "раз")
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
