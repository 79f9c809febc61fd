"""Lines of an alternates file, made from texts that people typed."""

import json
import re
from collections.abc import Iterable, Iterator

from ingest.fold import fold

KAZAKH = re.compile("[әғқңөұүһі]")
CYRILLIC = re.compile("[а-я]")


def alternate_lines(anchor: str, texts: Iterable[str], origin: str) -> Iterator[str]:
    """Each text as a line, ended with a newline, as `ingest.content.alternates` reads it."""
    for text in texts:
        line = {"anchor": anchor, "text": text, "lang": language(text), "origin": origin}
        yield json.dumps(line, ensure_ascii=False) + "\n"


def language(text: str) -> str:
    """``kk`` by its own letters, ``ru`` by Cyrillic ones, else ``en``."""
    folded = fold(text)
    return "kk" if KAZAKH.search(folded) else "ru" if CYRILLIC.search(folded) else "en"
