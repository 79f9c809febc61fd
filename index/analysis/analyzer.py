"""Words of a text as the lexical index counts them: tokens, then lemmas.

Why pymorphy3 and not Snowball: in retrieval they measured the same, so what else they do decides. A lemma keeps
forms together that a stem parts (ребёнок and дети, весь and всех, найти and нашёл; one lemma in nine on real pages
has several stems), keeps apart what a stem joins (дело and делиться), and is a word that can be shown or looked up.
It costs 28 MB, up to 0.25 s at the first word and 50 µs for each new one; known ones come from a cache. Neither
brings замена and заменить, or закрыть and закрывать, together: that is left to vectors.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from index.analysis.dictionary import russian
from ingest.fold import fold

_STRESS = "\u0300\u0301"
_ALIKE = str.maketrans({**dict.fromkeys("‐‑‒–—―−", "-"), **dict.fromkeys("’ʼ‘`", "'"), **dict.fromkeys(_STRESS)})

_SCHEME = re.compile(r"\bhttps?://(?:www\.)?")
_TOKEN = re.compile(r"[^\W_]+(?:[-_.@/:?&=#%+~'][^\W_]+)*")
_SEAMS = (re.compile(r"[/@:?&=#%+~]"), re.compile(r"\."), re.compile(r"[-_']"))
"""Where a long token falls into parts, outermost first: a URL into a domain, a domain into words."""
_MEASURE = re.compile(r"(\d+)([^\W\d_]{1,4})")
"""A number with its unit: «50ТБ» is found by «50 ТБ» too."""

_RUSSIAN = re.compile(r"[а-я]+(?:-[а-я]+)*")
_ENGLISH = re.compile(r"[a-z]{3,}")


def tokenise(text: str) -> list[str]:
    """Words, numbers, addresses and names of a text, folded, in reading order.

    What ``fold`` folds, kinds of hyphen and apostrophe, and stress marks do not count. Something joined (an
    address, a domain, a file name, a word with a hyphen) comes whole, followed by its parts:
    ``help@kz.example.com`` gives itself, help, kz.example.com, kz, example, com. ``https://www.`` is dropped.
    """
    folded = fold(text).translate(_ALIKE)
    plain = _SCHEME.sub(" ", folded).replace("://", "/")
    found = (match[0] for match in _TOKEN.finditer(plain))
    return [part for token in found for part in ((token,) if token.isalpha() else _parts(token))]


def _parts(token: str) -> Iterator[str]:
    yield token
    for seam in _SEAMS:
        pieces = seam.split(token)
        if len(pieces) > 1:
            for piece in pieces:
                yield from _parts(piece)
            return
    if measure := _MEASURE.fullmatch(token):
        yield from measure.groups()


def lemmas(tokens: Iterable[str]) -> list[str]:
    """One lemma for each token of ``tokenise``, in the same order."""
    return [lemma(token) for token in tokens]


@lru_cache(maxsize=1 << 16)
def lemma(token: str) -> str:
    """Dictionary form of a Russian word, Snowball stem of an English one; anything else as it is (Kazakh, numbers)."""
    if _RUSSIAN.fullmatch(token):
        return russian().lemma(token)
    return _english()(token) if _ENGLISH.fullmatch(token) else token


@lru_cache(maxsize=1)
def _english() -> Callable[[str], str]:
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    analyzer = TextAnalyzerBuilder(Tokenizer.raw()).filter(Filter.stemmer("english")).build()
    return lambda word: analyzer.analyze(word)[0]
