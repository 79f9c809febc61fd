"""The interface's texts in the reader's language."""

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

CATALOGUE = Path(__file__).with_name("translations.toml")

LANGUAGES = {"ru": "Русский", "kk": "Қазақша", "en": "English"}
"""Code → the language's own name; the first is the default."""

CONTENT = "ru"
"""The content's language."""

Forms = str | list[str]
"""A phrase; a list has one form for each plural category of the language."""


@dataclass(frozen=True, slots=True)
class Translator:
    """Gives the interface's phrases and the content's labels in one language."""

    language: str

    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Russian label → language code → its translation."""

    def __call__(self, key: str, /, **values: object) -> str:
        """A phrase of translations.toml, filled in; the number ``n`` selects its plural form.

        Raises:
            KeyError: if there is no such phrase, or a value is missing.
        """
        forms = catalogue()[key][self.language]
        return (forms if isinstance(forms, str) else counted(forms, int(str(values["n"])))).format_map(values)

    def label(self, text: str) -> str:
        """A label of the content, translated if the content has a translation."""
        return self.labels.get(text, {}).get(self.language, text)


def notice_phrase(code: str, facet: str) -> str:
    """Key of the phrase for a notice about the facet; empty for other notices."""
    return {
        f"{facet}_conflict": "facet_conflict",
        f"differs_by_{facet}": "differs_by_facet",
        f"not_in_{facet}": "not_in_facet",
        f"broader_{facet}": "broader_facet",
        f"only_in_{facet}": "only_in_facet",
        f"unlisted_{facet}": "unlisted_in_facet",
    }.get(code, "")


def counted(forms: list[str], number: int) -> str:
    """The plural form for a number: two forms as in English, three as in Russian.

    Source: Unicode CLDR plural rules for en and ru, whole numbers.
    """
    if len(forms) == 2:
        return forms[number != 1]
    if number % 10 == 1 and number % 100 != 11:
        return forms[0]
    return forms[1 if 2 <= number % 10 <= 4 and not 12 <= number % 100 <= 14 else 2]


@functools.cache
def catalogue() -> Mapping[str, Mapping[str, Forms]]:
    """Key → language code → phrase."""
    found: Mapping[str, Mapping[str, Forms]] = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))
    return found
