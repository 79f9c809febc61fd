"""Does a question typed in the wrong layout, in Latin letters or with a slip get the answer that its clean copy gets?

    python -m eval.bench.copies INDEX QUESTIONS.jsonl...

Every Russian question that is typed cleanly is asked as it is and in three spoilt copies, made the same way each time.
Prints one JSON line: hit@1 of each, and the paired difference to the clean ones with its interval.
"""

import argparse
import json
import os
import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from eval.bench.ablation import asked, hits
from eval.bench.repair import what_was_meant
from eval.labels.question_file import Question, read_questions
from eval.statistics.paired import difference
from index.bundled_model.cache import default_cache
from index.encoders.registry import load_encoder
from index.query.keyboard_layout import mistyped
from index.search import Searcher
from index.storage.bundle import open_bundle
from index.storage.generations import load

RUSSIAN = re.compile(r"[^A-Za-z]*[а-яё][^A-Za-z]*", re.IGNORECASE)
KAZAKH = re.compile(r"[әғқңөұүһі]", re.IGNORECASE)
SPELLED = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        re.split(" ", "a b v g d e e zh z i y k l m n o p r s t u f h c ch sh sch  y  e yu ya"),
        strict=True,
    )
)
"""As people spell Russian with Latin letters, without signs."""
ROWS = ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю")
LONG = 5
"""Letters of a word from which on a slip in it is one that people make without noticing."""


def spelled(query: str, die: random.Random) -> str:
    """In Latin letters."""
    return "".join(SPELLED.get(letter, letter) for letter in query.lower())


def relaid(query: str, die: random.Random) -> str:
    """On the other keyboard layout."""
    return mistyped(query)


def slipped(query: str, die: random.Random) -> str:
    """With one slip in one long word: a letter dropped, doubled, swapped with the next, or the next key's."""
    words = [match for match in re.finditer(r"[а-яё]+", query, re.IGNORECASE) if len(match[0]) >= LONG]
    if not words:
        return query
    word = die.choice(words)
    at = die.randrange(word.start() + 1, word.end() - 1)
    letter = query[at].lower()
    row = next((row for row in ROWS if letter in row), letter)
    beside = row[min(row.index(letter) + 1, len(row) - 1)]
    ways = ("", letter * 2, query[at + 1] + letter, beside)
    chosen = die.randrange(len(ways))
    return query[:at] + ways[chosen] + query[at + (2 if chosen == 2 else 1) :]


COPIES: Mapping[str, Callable[[str, random.Random], str]] = {"layout": relaid, "translit": spelled, "typo": slipped}


def compared(searcher: Searcher, clean: Sequence[Question]) -> dict[str, object]:
    """hit@1 of the clean questions, and of each kind of copy with its difference."""
    before = hits(clean, asked(searcher, clean))
    record: dict[str, object] = {"n": len(clean), "clean": round(sum(before) / len(clean), 3)}
    for kind, spoil in COPIES.items():
        die = random.Random(11)
        spoilt = [replace(question, query=spoil(question.query, die)) for question in clean]
        after = hits(spoilt, asked(searcher, spoilt))
        change = difference(before, after)
        bounds = [round(change.low, 3), round(change.high, 3)]
        record[kind] = {
            "hit@1": round(sum(after) / len(clean), 3),
            "difference": round(change.value, 3),
            "interval": bounds,
        }
    return record


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("index", type=Path)
    arguments.add_argument("questions", type=Path, nargs="+")
    given = arguments.parse_args()
    bundle = load(given.index, open_bundle)
    searcher = Searcher(bundle, load_encoder(bundle.manifest.encoder, cache=default_cache(os.environ)))
    otherwise = what_was_meant()
    clean = [
        question
        for question in read_questions(given.questions)
        if question.expect
        and question.id not in otherwise
        and RUSSIAN.fullmatch(question.query)
        and not KAZAKH.search(question.query)
    ]
    print(json.dumps(compared(searcher, clean), ensure_ascii=False))


if __name__ == "__main__":
    main()
