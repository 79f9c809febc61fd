"""How much personal data does masking find, and how much of a question does it spoil?

    python -m eval.bench.masking [LINES.jsonl]...

Takes ``masking_held.jsonl`` beside this script by default: 200 questions, written before the rules were looked at and
kept aside while they were written. ``masking_dev.jsonl`` is the other half. Each line has the question and the
``personal`` fragments in it. A line is found if no word of its fragments is left, and spoilt if any other word is lost.

    recall      lines found / lines with personal data
    precision   changed lines that have personal data and are not spoilt / changed lines

Prints each line missed or spoilt, then one JSON line with 95 % Clopper-Pearson intervals.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pydantic import TypeAdapter

from eval.bench.script import parser
from eval.labels import jsonl
from eval.statistics.interval import Estimate, rate
from traffic.masking.kinds import KINDS
from traffic.masking.mask import masked

HELD = Path(__file__).with_name("masking_held.jsonl")
DEV = Path(__file__).with_name("masking_dev.jsonl")

_KIND = re.compile("|".join(map(re.escape, KINDS)))
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Line:
    """A question, and what masking should take from it."""

    id: str
    text: str
    personal: tuple[str, ...]
    """Fragments of the text in their order; empty if it has no personal data."""


class Outcome(NamedTuple):
    """What masking did to a line."""

    line: Line
    masked: str
    left: tuple[str, ...]
    """Words of personal data that can still be read."""
    lost: tuple[str, ...]
    """Other words that cannot be read any more."""


def read(path: Path) -> list[Line]:
    """The lines of a file."""
    return [line for _, line in jsonl.records(path, TypeAdapter(Line))]


def outcome(line: Line) -> Outcome:
    """Mask a line and compare its words with those that should be left."""
    text = masked(line.text)
    rest = line.text
    for fragment in line.personal:
        rest = rest.replace(fragment, " ", 1)
    words, wanted = Counter(_WORD.findall(_KIND.sub(" ", text))), Counter(_WORD.findall(rest))
    return Outcome(line, text, tuple((words - wanted).elements()), tuple((wanted - words).elements()))


def rates(outcomes: Iterable[Outcome]) -> tuple[Estimate, Estimate]:
    """Recall and precision."""
    outcomes = tuple(outcomes)
    personal = [one for one in outcomes if one.line.personal]
    changed = [one for one in outcomes if one.masked != one.line.text]
    found = sum(not one.left for one in personal)
    right = sum(bool(one.line.personal) and not one.lost for one in changed)
    return rate(found, len(personal)), rate(right, len(changed))


def main() -> None:
    """Read the arguments and print the result."""
    arguments = parser(__doc__)
    arguments.add_argument("files", type=Path, nargs="*", metavar="LINES.jsonl")
    for path in arguments.parse_args().files or [HELD]:
        outcomes = [outcome(line) for line in read(path)]
        for one in outcomes:
            if one.left or one.lost:
                print(f"{one.line.id}: {one.masked}  left: {' '.join(one.left)}  lost: {' '.join(one.lost)}")
        recall, precision = rates(outcomes)
        print(json.dumps({"file": path.name, "recall": recall._asdict(), "precision": precision._asdict()}))


if __name__ == "__main__":
    main()
