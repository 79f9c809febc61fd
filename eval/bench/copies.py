"""How much is hit@1 lowered by a wrong keyboard layout, by Latin letters, and by a typo?

    python -m eval.bench.copies INDEX QUESTIONS.jsonl...

Each clean Russian question is asked as it is and in three altered copies, the same in every run.
Prints one JSON line: hit@1 of each, and the paired difference from the clean questions with its interval.
"""

import json
import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from eval.bench.ablation import hits
from eval.bench.repair import what_was_meant
from eval.bench.script import open_searcher, parser
from eval.labels.question_file import Question, read_questions
from eval.run import run
from eval.statistics.paired import difference
from index.query.keyboard_layout import mistyped
from index.search import Searcher

RUSSIAN = re.compile(r"[^A-Za-z]*[а-яё][^A-Za-z]*", re.IGNORECASE)
KAZAKH = re.compile(r"[әғқңөұүһі]", re.IGNORECASE)
SPELLED = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        re.split(" ", "a b v g d e e zh z i y k l m n o p r s t u f h c ch sh sch  y  e yu ya"),
        strict=True,
    )
)
"""How people write Russian in Latin letters, without signs."""
ROWS = ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю")
LONG = 5
"""Letters of a word that is long enough for a typo to go unnoticed."""


def transliterated(query: str, rng: random.Random) -> str:
    """In Latin letters."""
    return "".join(SPELLED.get(letter, letter) for letter in query.lower())


def in_other_layout(query: str, rng: random.Random) -> str:
    """On the other keyboard layout."""
    return mistyped(query)


def with_typo(query: str, rng: random.Random) -> str:
    """With one typo in one long word: a letter dropped, doubled, swapped with the next, or replaced by the next key."""
    words = [match for match in re.finditer(r"[а-яё]+", query, re.IGNORECASE) if len(match[0]) >= LONG]
    if not words:
        return query
    word = rng.choice(words)
    at = rng.randrange(word.start() + 1, word.end() - 1)
    letter = query[at].lower()
    row = next((row for row in ROWS if letter in row), letter)
    beside = row[min(row.index(letter) + 1, len(row) - 1)]
    ways = ("", letter * 2, query[at + 1] + letter, beside)
    chosen = rng.randrange(len(ways))
    return query[:at] + ways[chosen] + query[at + (2 if chosen == 2 else 1) :]


COPIES: Mapping[str, Callable[[str, random.Random], str]] = {
    "layout": in_other_layout,
    "translit": transliterated,
    "typo": with_typo,
}


def compared(searcher: Searcher, clean: Sequence[Question]) -> dict[str, object]:
    """hit@1 of the clean questions, and of each kind of copy with its difference."""
    before = hits(run(clean, searcher))
    record: dict[str, object] = {"n": len(clean), "clean": round(sum(before) / len(clean), 3)}
    for kind, spoil in COPIES.items():
        rng = random.Random(11)
        spoilt = [replace(question, query=spoil(question.query, rng)) for question in clean]
        after = hits(run(spoilt, searcher))
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
    arguments = parser(__doc__)
    arguments.add_argument("index", type=Path)
    arguments.add_argument("questions", type=Path, nargs="+")
    given = arguments.parse_args()
    searcher = open_searcher(given.index)
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
