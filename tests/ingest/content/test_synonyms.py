"""synonyms.txt: the syntax of Lucene and Solr, and what is refused with file and line."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.content.synonyms import read_synonyms, synonyms_beside
from ingest.errors import BadSynonym, UnreadablePage


def written(folder: Path, text: str) -> Path:
    path = folder / "synonyms.txt"
    path.write_bytes(text.encode())
    return path


@pytest.mark.parametrize(
    ("line", "said", "meant"),
    [
        pytest.param("УПД,  закрывающие документы", ("УПД", "закрывающие документы"), None, id="equivalents"),
        pytest.param("платёжка => платёжное поручение", ("платёжка",), ("платёжное поручение",), id="mapping"),
        pytest.param("a, b => c, d", ("a", "b"), ("c", "d"), id="several-on-both-sides"),
        pytest.param(r"1\,5 тарифа, полтора", ("1,5 тарифа", "полтора"), None, id="comma-of-a-form"),
        pytest.param(r"a\=>b => c", ("a=>b",), ("c",), id="arrow-of-a-form"),
        pytest.param("C# , си шарп", ("C#", "си шарп"), None, id="no-comment-within-a-line"),
        pytest.param("\ufeffa => b", ("a",), ("b",), id="byte-order-mark"),
    ],
)
def test_a_line_is_read(tmp_path: Path, line: str, said: tuple[str, ...], meant: tuple[str, ...] | None) -> None:
    (one,) = read_synonyms(written(tmp_path, f"{line}\r\n\n# комментарий\n"))
    assert (one.said, one.meant, one.line) == (said, meant or said, 1)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("a => b\n\n=> c", "3: a side of => is empty", id="nothing-said"),
        pytest.param("a =>", "1: a side of => is empty", id="nothing-meant"),
        pytest.param("a,, b", "1: there is nothing before or after a comma", id="nothing-between-commas"),
        pytest.param("a, –", "1: '–' has no letter or digit", id="no-word"),
        pytest.param("# x\nодно слово", "2: 'одно слово' stands alone", id="alone"),
        pytest.param("a => b => c", "1: has => twice", id="two-arrows"),
        pytest.param("a, b\\", "1: ends with a backslash", id="backslash-at-the-end"),
        pytest.param("a, b, A", "1: 'A' stands there twice", id="twice-in-a-line"),
        pytest.param("Счёт-фактура, с/ф\nсчет фактура => x", "2: 'счет фактура' is already at line 1", id="two-lines"),
    ],
)
def test_a_malformed_line_is_refused_with_file_and_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(BadSynonym) as refused:
        read_synonyms(written(tmp_path, text))
    assert f"synonyms.txt:{message}" in str(refused.value)
    assert "A line looks like" in str(refused.value)


def test_a_circle_is_no_fault(tmp_path: Path) -> None:
    assert len(read_synonyms(written(tmp_path, "a => b\nb => c\nc => a\n"))) == 3


def test_other_bytes_than_utf_8_are_refused_and_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "synonyms.txt").write_bytes("a, b\nсчет, инвойс".encode("cp1251"))
    with pytest.raises(BadSynonym, match=r"synonyms\.txt:2: not UTF-8"):
        synonyms_beside(tmp_path)
    (tmp_path / "synonyms.txt").unlink()
    (tmp_path / "synonyms.txt").mkdir()
    with pytest.raises(UnreadablePage, match=r"synonyms\.txt: cannot be read"):
        synonyms_beside(tmp_path)


@settings(max_examples=25)
@given(st.lists(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1), min_size=2, unique=True))
def test_any_forms_survive_escaping(tmp_path_factory: pytest.TempPathFactory, forms: list[str]) -> None:
    forms = [f"x{at}{form}" for at, form in enumerate(forms)]
    escaped = ",".join(form.replace("\\", r"\\").replace(",", r"\,").replace("=>", r"\=>") for form in forms)
    (one,) = read_synonyms(written(tmp_path_factory.mktemp("escaped"), escaped))
    assert len(one.said) == len(forms)
