"""Which encoding a file that is not UTF-8 has."""

import pytest

from ingest.encoding import NotUtf8, decoded

TEXTS = {
    "question": "## Можно ли перенести бронь на другой день?\n\nДа, не позже чем за сутки до заезда.\n",
    "one-line": '{"text": "бронь перенести"}\n',
    "toml": 'label = { ru = "Номер" }\nnames = ["Люкс", "Стандарт"]\n',
    "capitals": "## ПЕРЕНОС БРОНИ\n\nПереносим бронь только по звонку, накануне до шести вечера.\n",
    "few-letters": "| 1 | 100 | да |\n| 2 | 200 | нет, никогда |\n" * 5,
}
NAMES = {"cp1251": "WINDOWS-1251", "koi8-r": "KOI8-R", "cp866": "CP866", "utf-16": "UTF-16", "utf-16-le": "UTF-16LE"}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("encoding", NAMES)
def test_an_encoding_is_named(text: str, encoding: str) -> None:
    with pytest.raises(NotUtf8, match=rf"{NAMES[encoding]}.*iconv -f {NAMES[encoding]} -t UTF-8 a\.md"):
        decoded(text.encode(encoding), "a.md")


@pytest.mark.parametrize("text", [*TEXTS.values(), "", "\ufeff", "plain", "Қайда төлеймін?", "\u2028"])
def test_utf_8_is_decoded(text: str) -> None:
    assert decoded(text.encode(), "a.md") == text


@pytest.mark.parametrize("data", [b"caf\xe9", b"\xff" * 100, bytes(range(128, 256)), "“naïve” œuvre".encode("cp1252")])
def test_what_is_no_russian_is_not_named(data: bytes) -> None:
    with pytest.raises(NotUtf8, match=r"of the line\); save the file as UTF-8$"):
        decoded(data, "a.md")
