"""Find what a question names only to rule it out: «не сканы, а оригиналы», «учредительные не нужны, нужны отчётные»."""

from collections.abc import Sequence
from itertools import groupby

from index.analysis.dictionary import russian
from index.query.tokens import PREPOSITIONS, Token, WordPatterns, words_in

LONGEST = 4
"""Words of a phrase that «не» rules out."""

NEED = WordPatterns(words_in("нуж* надо требу* интерес*"))
DENIED = frozenset({"VERB", "INFN", "PRED", "GRND", "PRTS", "ADVB", "COMP"})
"""Parts of speech that «не» denies («не пришли сканы») instead of ruling a thing out."""


def ruled_out(tokens: Sequence[Token]) -> frozenset[int]:
    """Places of the tokens in a phrase that the question rules out, while it asks for something else.

    «Не» stands at the phrase's beginning («не сканы, а …», «нужны не сканы, а …», «…, а не сканы») or «не нужны» at
    its end.
    """
    clauses = [list(places) for _, places in groupby(range(len(tokens)), lambda at: tokens[at].clause)]
    out = {places[at] for places in clauses for at in range(*_phrase([tokens[at].word for at in places]))}
    asked = any(len(token.word) > 3 for at, token in enumerate(tokens) if at not in out)
    return frozenset(out if asked else ())


def _phrase(words: Sequence[str]) -> tuple[int, int]:
    """Half-open range of what a clause rules out; empty if nothing."""
    if "не" not in words:
        return 0, 0
    at = words.index("не")
    behind = words[at + 1 :]
    if behind and behind[0] in NEED:
        return 0, len(words) if 0 < at <= LONGEST and len(behind) == 1 else 0
    nouns = [word for word in behind if word not in PREPOSITIONS]
    if not 0 < len(nouns) <= LONGEST or russian().parts(nouns[0]) & DENIED:
        return 0, 0
    asked = all(word in NEED or len(word) <= 3 for word in words[:at])
    return (at, len(words)) if asked else (0, 0)
