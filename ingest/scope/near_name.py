"""Names of facet values in labels that do not spell them as declared: other alphabets' letters, slips of the pen."""

import re
import unicodedata
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache
from itertools import pairwise

from ingest.content.derived_names import PREPOSITIONS
from ingest.content.facets import Facet
from ingest.deletions import deletions
from ingest.fold import fold_phrase
from ingest.morphology import is_word
from ingest.scope.decoration import undecorated
from ingest.scope.phrases import Mention

NEAR = 0.8
"""``difflib``'s ratio from which a word is taken for a misspelt name."""

RESEMBLING = 0.6
"""The same behind the facet's own word, or of a word that no dictionary has beside the name of another value."""

SLIPPED = 2.5
"""Of the letters of a name, how many may be wrong in a word that no dictionary has."""

LONGEST = 60
"""Characters of a label in which a misspelt name is looked for."""

_SHORTEST = 5
"""Letters of a name that may be misspelt; from ``_LONG`` on, two letters may be wrong."""
_LONG = 6
_LONGEST_NAME = 16

_SIGNS = " .,:;()*_0123456789"
"""Before and behind a word."""

_LEFT_OVER = re.compile(r"^[-*+#<>/|=_.,:;\\\s]+(?=[\w(«\"])")
"""Marks that opened nothing: «-Москва», «###Москва»."""

_RUSSIAN = re.compile(r"[а-я]+(?:[ -][а-я]+)*")
"""What the dictionary can tell a slip from."""

_ADDRESS = re.compile(r"\)[^\w\s(]?\s?\([^()\s]{0,40}/[^()\s]{0,40}\)")
"""Of a link whose text is shown in brackets, since it is broken."""

_JOINED_WORDS = re.compile(r"(?<=[а-яё])(?=[А-ЯЁ][а-яё])")
_MIXED = re.compile(r"[a-zA-Z][а-яёА-ЯЁ]|[а-яёА-ЯЁ][a-zA-Z]|[α-ωΑ-Ω]")
_LATIN, _GREEK = "aceopxykABCEHKMOPTXY", "αεκορυχΑΒΕΗΚΜΟΡΤΧΥ"
_TO_CYRILLIC = str.maketrans(_LATIN + _GREEK, "асеорхукАВСЕНКМОРТХУ" + "аекорухАВЕНКМОРТХУ")
_TO_LATIN = str.maketrans("асеорхуАВСЕНКМОРТХУ" + _GREEK, "aceopxyABCEHKMOPTXY" + "aekopyxABEHKMOPTXY")


@lru_cache(maxsize=1 << 12)
def readings(text: str) -> tuple[str, ...]:
    """The folded text of a label as names are compared with it: as written, then with look-alike letters replaced, then
    with joined words parted; without marks before it."""
    plain = _LEFT_OVER.sub("", _ADDRESS.sub(") ", undecorated(unicodedata.normalize("NFKC", text))))
    alphabets = (_TO_CYRILLIC, _TO_LATIN) if _MIXED.search(plain) else ()
    written = fold_phrase(plain)
    parted = (fold_phrase(apart),) if (apart := _JOINED_WORDS.sub(" ", plain)) != plain else ()
    return written, *(fold_phrase(plain.translate(alphabet)) for alphabet in alphabets), *parted


def nearly(text: str, facet: Facet) -> Mention | None:
    """The value whose name a folded text, or a word of it, is but for a slip or two, or but for its spaces."""
    if len(text) > LONGEST:
        return None
    lead, name, run = _near(text, tuple(facet.by_name), facet.lead)
    at = max(text.find(run), 0)
    if name:
        return Mention(facet.id, facet.by_name[name], lead, at, at + len(run))
    for lead in facet.lead:
        if lead not in PREPOSITIONS and text.startswith(lead) and (value := resembled(text[len(lead) :], facet)):
            return Mention(facet.id, value, "", 0, len(text))
    return None


def garbled(text: str, facet: Facet) -> str:
    """The value whose name a folded text, or a word of it, is but for two slips; empty if all its words are known."""
    return facet.by_name.get(_garbled(text.strip(_SIGNS), tuple(facet.by_name)), "")


@lru_cache(maxsize=1 << 12)
def _garbled(text: str, names: tuple[str, ...]) -> str:
    if not _RUSSIAN.fullmatch(text):
        return ""
    unknown = [word for word in text.split() if not is_word(word)]
    for run in dict.fromkeys((text, *unknown)) if unknown else ():
        name = _most_like(run, names)
        if name and SequenceMatcher(None, run, name).ratio() >= 1 - SLIPPED / len(name):
            return name
    return ""


def resembled(text: str, facet: Facet) -> str:
    """The value whose name a folded text, or else a word of it, is most like; empty if it is like none."""
    return facet.by_name.get(_resembled(text.strip(_SIGNS), tuple(facet.by_name)), "")


@lru_cache(maxsize=1 << 12)
def _resembled(text: str, names: tuple[str, ...]) -> str:
    return next(filter(None, (_most_like(run, names) for run in (text, *text.split()))), "")


def _most_like(run: str, names: tuple[str, ...]) -> str:
    """The name of as many words that a run is most like; empty if it is like none."""
    if not _SHORTEST - 1 <= len(run) <= LONGEST:
        return ""
    likely = [name for name in names if len(name) >= _SHORTEST and name.count(" ") == run.count(" ")]
    return next(iter(get_close_matches(run, likely, 1, RESEMBLING)), "")


@lru_cache(maxsize=1 << 14)
def _near(text: str, names: tuple[str, ...], leads: tuple[str, ...]) -> tuple[str, str, str]:
    """A lead, or none, the name, and what is written for them; all empty if there is no name."""
    squeezed = _squeezed(text)
    known, known_leads = _by_squeezed(names, _SHORTEST), _by_squeezed(("", *leads))
    for at in range(len(squeezed)):
        if (name := known.get(squeezed[at:])) and (lead := known_leads.get(squeezed[:at])) is not None:
            return lead, name, text
    words = text.split()
    for run in (text, *words, *map(" ".join, pairwise(words))):
        if name := _nearest(run.strip(_SIGNS), names):
            return "", name, run
    return "", "", ""


@lru_cache(maxsize=1 << 14)
def _nearest(run: str, names: tuple[str, ...]) -> str:
    """The name that is most like a run of letters; empty if none is nearly the same."""
    if len(run) < _SHORTEST - 1 or any(map(str.isdigit, run)):
        return ""
    known = _by_losses(names)
    found = {name for loss in _losses(run) for name in known.get(loss, ()) if name.count(" ") == run.count(" ")}
    likeness = {name: _likeness(name, run) for name in found}
    best = max(sorted(likeness), key=lambda name: likeness[name], default="")
    return best if best and likeness[best] >= NEAR else ""


def _likeness(name: str, run: str) -> float:
    """``difflib``'s ratio; of a long name, the best of any after two neighbouring letters of the run change places."""
    swapped = (
        [run[:at] + run[at + 1] + run[at] + run[at + 2 :] for at in range(len(run) - 1)] if len(name) >= _LONG else []
    )
    return max(SequenceMatcher(None, name, one).ratio() for one in (run, *swapped))


@lru_cache(maxsize=64)
def _by_squeezed(phrases: tuple[str, ...], least: int = 0) -> dict[str, str]:
    """Phrases without their spaces and signs → folded, from a number of letters on."""
    folded = [fold_phrase(phrase) for phrase in phrases]
    return {_squeezed(phrase): phrase for phrase in folded if len(phrase) >= least}


def _squeezed(text: str) -> str:
    return "".join(filter(str.isalnum, text))


@lru_cache(maxsize=32)
def _by_losses(names: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    known: dict[str, tuple[str, ...]] = {}
    for name in names:
        if len(name) >= _SHORTEST:
            for loss in _losses(name):
                known[loss] = (*known.get(loss, ()), name)
    return known


def _losses(word: str) -> frozenset[str]:
    """The word, and what is left of it without any letter, of a long one without any two; without spaces."""
    word = word.replace(" ", "")
    most = 0 if len(word) < _SHORTEST - 1 or len(word) > _LONGEST_NAME else 1 if len(word) < _LONG else 2
    return deletions(word, most)
