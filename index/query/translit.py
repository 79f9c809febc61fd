"""Russian in Latin letters, whatever the habit: «kak oplatit schet», «schyot», «s4et»."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from index.analysis.dictionary import ROOT, Node
from index.analysis.word_likelihood import Evidence

_READINGS = """
a а я:2 | b б | c ц с:1 к:1 ч:2 | d д | e е э:1 | f ф | g г ж:2 | h х | i и й:1 ы:1 | j й ж:.5 ь:1 | k к | l л | m м
n н | o о | p п | q к:1 я:2 | r р | s с | t т | u у ю:1 | v в | w в:.5 ш:1 щ:1 | x х кс:1 | y ы й и:1 у:2 ь:2
z з ж:2 ц:2 | ' ь ъ:.5 | 4 ч | 6 ш | w6 щ
ya я ыа:3 | ja я | ia ия я:.5 | yu ю | ju ю | iu ю:1 ию | yo е йо:1 | jo е йо:1 | io ио е:1 | eh э
ye е ые:1 ье:1 | je е ье:1 э:2 | ie ие ье:1 е:1 | yy ый | iy ий ый | ij ий ый:1 | yj ый | ii ии ий:.5 ый:1 | yi ый
zh ж | kh х | ts ц тс | tz ц | ch ч | sh ш щ:1 | shh щ | sch щ сч ш:1 | shch щ | ck к:1 цк
tsa тся:.5 тса:1 ться:1 | tca тся:1 ться:1 | cya тся:1.5
be бе бъе:1.5 | de де дъе:1.5 | ze зе зъе:1.5
"""
"""Latin letters, then what they stand for, dearer readings with their price in nats: habits, not one standard."""
SOFT, INFINITIVE = 0.7, -0.1
"""Price of a soft sign that was not written, in nats, and of one after a last т: questions ask how to do something."""
WIDTH = 48
"""Readings kept at each letter."""
CONTEXT = 4.0
"""Gain of each word, in nats, if the whole query is Russian in Latin letters."""
LEAST = 7.0
"""Least gain of all words together, in nats, for the query to count as that."""
SHARE = 0.6
"""Share of the words' letters that must stand in words which become known ones."""

_WORD = re.compile(r"(\W*)([A-Za-z](?:[A-Za-z46']*[A-Za-z46])?'?)(\W*)")
_HYPHEN = re.compile(r"(?<=\w)(-)(?=\w)")
_CONSONANTS = frozenset("бвгджзклмнпрстфхцчшщ")
_CYRILLIC = re.compile(r"[а-яёәғқңөұүһі]", re.IGNORECASE)


class Reading(NamedTuple):
    """A way to read a Latin word."""

    word: str
    score: float
    """Natural logarithm of its probability in a Russian text, less the price of the habits."""
    known: bool


def cyrillic(chunks: Sequence[str], evidence: Evidence) -> dict[int, str]:
    """The chunks to write in Cyrillic, by their place; empty unless the query as a whole is Russian in Latin letters.

    English words, acronyms and names stay, unless their reading is so much the likelier word; a common English word
    also does if it reads as a rare Russian one («get» as «геть»).
    """
    if any(_CYRILLIC.search(chunk) for chunk in chunks):
        return {}
    # A word with a hyphen is two words: «scheta-faktury».
    parts = [(place, part) for place, chunk in enumerate(chunks) for part in _HYPHEN.split(chunk)]
    changed = _changed([part for _, part in parts], evidence)
    whole = dict.fromkeys(sorted({parts[number][0] for number in changed}), "")
    for number, (place, part) in enumerate(parts):
        if place in whole:
            whole[place] += changed.get(number, part)
    return whole


def _changed(chunks: Sequence[str], evidence: Evidence) -> dict[int, str]:
    words = {place: match for place, chunk in enumerate(chunks) if (match := _WORD.fullmatch(chunk))}
    readings = {place: read(match[2].lower(), evidence) for place, match in words.items()}
    gains = {place: reading.score - _english(words[place][2], evidence) for place, reading in readings.items()}
    known = sum(len(reading.word) for place, reading in readings.items() if reading.known and gains[place] > -CONTEXT)
    total = sum(len(chunk) for chunk in chunks if any(map(str.isalpha, chunk)))
    if sum(gains.values()) < LEAST or _is_one_alone(gains.values()) or known < SHARE * total:
        return {}
    return {
        place: words[place][1] + _cased(words[place][2], reading.word) + words[place][3]
        for place, reading in readings.items()
        if gains[place] > -CONTEXT
        and (evidence.is_common(reading.word) or not evidence.knows_english(words[place][2].lower()))
    }


def _is_one_alone(gains: Iterable[float]) -> bool:
    """Whether one word speaks for it and the others against: a name in an English question («how to pay in Almaty»)."""
    others = sorted(gains)[:-1]
    return sum(others) < 0 and others[-1] < LEAST


def read(word: str, evidence: Evidence) -> Reading:
    """The likeliest reading of a word in lower case, a known one if there is any."""
    best: Reading | None = None
    for spelling, node, price in _walk(word, evidence):
        score = evidence.ended(spelling, node)
        if score is not None and (best is None or score - price > best.score):
            best = Reading(spelling, score - price, True)
    if best is None:
        plain = _plain(word)
        return Reading(plain, evidence.russian(plain), False)
    return best


def _walk(word: str, evidence: Evidence) -> list[tuple[str, Node, float]]:
    """Readings that words of the content or the dictionary begin with, with where they end and their price."""
    ways: list[dict[str, tuple[Node, float]]] = [{} for _ in range(len(word) + 1)]
    ways[0][""] = ROOT, 0.0
    for place in range(len(word)):
        cheapest = sorted(ways[place].items(), key=lambda way: way[1][1])[:WIDTH]
        for spelling, (node, price) in cheapest:
            for end, letters, more in _next(word, place):
                soft = INFINITIVE if end == len(word) and letters == "т" else SOFT
                _go(ways[end], spelling, node, letters, price + more, soft, evidence)
    return [(spelling, node, price) for spelling, (node, price) in ways[-1].items()]


def _go(
    ways: dict[str, tuple[Node, float]],
    spelling: str,
    node: Node,
    letters: str,
    price: float,
    soft: float,
    evidence: Evidence,
) -> None:
    for letter in letters:
        node, spelling = evidence.dictionary.step(node, letter), spelling + letter
    if not node and spelling not in evidence.vocabulary.beginnings:
        return
    if spelling not in ways or price < ways[spelling][1]:
        ways[spelling] = node, price
    if letters and letters[-1] in _CONSONANTS:
        _go(ways, spelling, node, "ь", price + soft, soft, evidence)


def _next(word: str, place: int) -> Iterator[tuple[int, str, float]]:
    readings = _readings()
    for length in range(1, 5):
        for letters, price in readings.get(word[place : place + length], ()) if place + length <= len(word) else ():
            yield place + length, letters, price


def _plain(word: str) -> str:
    """The longest letters first, each read as it mostly is."""
    place, out = 0, ""
    while place < len(word):
        steps = list(_next(word, place))
        longest = max(step[0] for step in steps)
        out += min((step for step in steps if step[0] == longest), key=lambda step: step[2])[1]
        place = longest
    return out


@lru_cache(maxsize=1)
def _readings() -> dict[str, tuple[tuple[str, float], ...]]:
    table: dict[str, tuple[tuple[str, float], ...]] = {}
    for line in _READINGS.strip().replace("\n", "|").split("|"):
        latin, *choices = line.split()
        priced = [choice.partition(":") for choice in choices]
        table[latin] = (*table.get(latin, ()), *((letters, float(price or 0)) for letters, _, price in priced))
    return table


def _english(word: str, evidence: Evidence) -> float:
    return sum(evidence.english(part) for part in re.findall(r"[a-z]+", word.lower()))


def _cased(typed: str, word: str) -> str:
    if len(typed) > 1 and typed.isupper():
        return word.upper()
    return word.capitalize() if typed[:1].isupper() else word
