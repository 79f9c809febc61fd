"""The catalogue: every phrase in every language, each used, each filled alike."""

import re
import string
from pathlib import Path

import pytest

from server.pages.search import STATES
from server.translations import LANGUAGES, Translator, catalogue

SERVER = Path(__file__).parents[2] / "server"
REASONS = {"wrong_topic", "wrong_variant", "unclear", "outdated", "other"}
NOTICES = {"repaired", "facet_conflict", "differs_by_facet", "not_in_facet", "broader_facet", "only_in_facet"}
NOTICES |= {"unlisted_in_facet"}


def spoken_in_code() -> set[str]:
    """Keys that templates and faults name, and those made from states."""
    named = {f"{state}{end}" for state in [*STATES.values(), "refused", "busy"] for end in ("", "_hint")}
    for path in [*SERVER.rglob("*.html"), *SERVER.rglob("templates/*.txt"), *SERVER.rglob("templates/*.md")]:
        # Also where a condition chooses: t('related' if first else 'nearest')
        for call in re.findall(r"\bt\(([^)]*)", path.read_text(encoding="utf-8")):
            named |= set(re.findall(r"'([a-z][a-z_]*)'", call))
    for path in SERVER.rglob("*.js"):
        named |= set(re.findall(r'\bt\("([a-z_]+)"', path.read_text(encoding="utf-8")))
    for path in SERVER.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        named |= set(re.findall(r'\bt\("([a-z_]+)"', text))
        named |= set(re.findall(r'"((?:question|letter|value|address)_[a-z]+)"', text)) & set(catalogue())
    return named | REASONS | NOTICES


def test_every_phrase_is_in_every_language_and_no_other() -> None:
    assert {key: set(forms) for key, forms in catalogue().items()} == {key: set(LANGUAGES) for key in catalogue()}


def test_every_phrase_that_is_said_is_there_and_every_one_there_is_said() -> None:
    assert spoken_in_code() == set(catalogue())


@pytest.mark.parametrize("key", catalogue())
def test_languages_are_filled_with_the_same(key: str) -> None:
    fields = {
        language: {name for form in ([forms] if isinstance(forms, str) else forms) for name in names(form)}
        for language, forms in catalogue()[key].items()
    }
    assert all(found <= fields["ru"] | {"used", "facet", "value"} for found in fields.values())


def names(form: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(form) if name}


@pytest.mark.parametrize(
    ("number", "russian"),
    [
        (1, "Найден 1 ответ"),
        (2, "Найдено 2 ответа"),
        (5, "Найдено 5 ответов"),
        (11, "Найдено 11 ответов"),
        (12, "Найдено 12 ответов"),
        (21, "Найден 21 ответ"),
        (22, "Найдено 22 ответа"),
        (100, "Найдено 100 ответов"),
    ],
)
def test_russian_counts(number: int, russian: str) -> None:
    assert Translator("ru")("found", n=number) == russian


def test_english_and_kazakh_count() -> None:
    assert [Translator("en")("found", n=n) for n in (1, 2)] == ["Found 1 answer", "Found 2 answers"]
    assert Translator("kk")("found", n=3) == "3 жауап табылды"


def test_a_name_of_the_contents_is_said_as_the_content_says_it() -> None:
    words = Translator("en", {"Москва": {"ru": "Москва", "en": "Moscow"}})
    assert words.label("Москва") == "Moscow"
    assert words.label("Сочи") == "Сочи"


def test_an_unknown_phrase_is_an_error() -> None:
    with pytest.raises(KeyError):
        Translator("ru")("nothing of the kind")
