"""Check every output for every section and reader: does any field hold text that is for other readers only?"""

import random
import re
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from eval.leaks.find import Leak, Suspect, folded, leaks_in, strings
from eval.leaks.fragment import Folded, fold
from eval.leaks.readers import Reader
from ingest.section import Chosen, Section

REMEMBERED = 50_000
"""Characters up to which a text is kept to be compared; longer ones, such as llms-full.txt, differ by reader anyway."""

Subject = Literal["section", "page", "content"]


@dataclass(frozen=True, slots=True)
class Output:
    """A way in which content reaches readers."""

    name: str

    about: Subject
    """What it shows: it is rendered once for each of these and reader, and counts for every section in it."""

    read: Callable[[Section, Chosen], object]
    """What a reader with these values gets about a section: strings, at any depth; ``html`` and ``markdown`` fields
    are read as such. None of it repeats the reader's own words, except where ``asks`` is set."""

    asks: bool = False
    """The section's heading is sent as the question."""


class Shown(NamedTuple):
    """Text for other readers that an output has."""

    output: str
    section: str
    chosen: Chosen
    leak: Leak


@dataclass(frozen=True)
class Proof:
    """What was checked, and what was found."""

    sections: int
    readers: int
    fields: Counter[str]
    """Output → combinations of section, reader and field that had text."""
    fragments: int
    """Texts and addresses that were looked for, of all readers together."""
    leaks: tuple[Shown, ...]

    @property
    def combinations(self) -> int:
        """Of section, reader, output and field."""
        return self.fields.total()

    def leaking(self) -> Counter[str]:
        """Output → combinations with a leak."""
        found = {(one.output, one.section, _values(one.chosen), _field(one.leak.field)) for one in self.leaks}
        return Counter(output for output, *_ in found)


def prove(
    sections: Sequence[Section],
    readers: Sequence[Reader],
    outputs: Sequence[Output],
    foreign: Callable[[Reader], Collection[Suspect]],
    *,
    progress: Callable[[Sequence[Reader]], Iterable[Reader]] = iter,
) -> Proof:
    """Read every output for every section and reader.

    Args:
        sections: Those to ask about.
        readers: Who asks.
        outputs: Where to look.
        foreign: What a reader must not see.
        progress: Wraps the readers, to show a bar.
    """
    fields: Counter[str] = Counter()
    leaks: list[Shown] = []
    sought: set[str] = set()
    check = _Check()
    for reader in progress(readers):
        wanted = tuple(sorted(foreign(reader)))
        sought.update(suspect.fragment for suspect in wanted)
        rendered: dict[Hashable, list[tuple[str, Folded]]] = {}
        for section in sections:
            asked = fold(section.title)
            for output in outputs:
                about = {"section": section.id, "page": section.page, "content": ""}[output.about]
                if (output.name, about) not in rendered:
                    rendered[output.name, about] = check.read(output.read(section, reader.chosen))
                shown = rendered[output.name, about]
                fields[output.name] += len({_field(path) for path, _ in shown})
                leaks += [
                    Shown(output.name, section.id, reader.chosen, leak)
                    for leak in check.leaks(shown, wanted)
                    if not (output.asks and fold(leak.fragment) in asked)
                ]
    return Proof(len(sections), len(readers), fields, len(sought), tuple(leaks))


def asked_about(sections: Sequence[Section], differing: Collection[str], *, most: int, seed: int = 20) -> list[Section]:
    """Sections to ask about, in the content's order: those that differ by reader first, then others, drawn at random.

    Args:
        sections: All of the content.
        differing: Ids of those that hold something for some readers only.
        most: How many at most.
        seed: Of the draw.
    """
    order = random.Random(seed).sample(list(sections), len(sections))
    drawn = sorted(order, key=lambda section: section.id not in differing)[:most]
    kept = {section.id for section in drawn}
    return [section for section in sections if section.id in kept]


class _Check:
    """Folds and searches each text once for all readers that must not see the same."""

    def __init__(self) -> None:
        self._folded: dict[tuple[str, str], Folded] = {}
        self._found: dict[tuple[int, tuple[tuple[str, Folded], ...]], tuple[Leak, ...]] = {}
        self._numbers: dict[tuple[Suspect, ...], int] = {}

    def read(self, value: object) -> list[tuple[str, Folded]]:
        """All texts of an output with their paths; those without words are left out."""
        found = []
        for path, text in strings(value):
            if text.strip():
                kind = path if path.endswith(("html", "markdown")) else ""
                known = self._folded.get((kind, text)) or folded(path, text)
                if len(text) <= REMEMBERED:
                    self._folded[kind, text] = known
                found.append((path, known))
        return found

    def leaks(self, read: list[tuple[str, Folded]], wanted: tuple[Suspect, ...]) -> tuple[Leak, ...]:
        """As `leaks_in`, remembered."""
        number = self._numbers.setdefault(wanted, len(self._numbers))
        key = (number, tuple(read))
        known = self._found.get(key)
        if known is None:
            known = tuple(leaks_in(read, wanted))
            if sum(len(text) for _, text in read) <= REMEMBERED:
                self._found[key] = known
        return known


def _field(path: str) -> str:
    """``answers[].html`` for ``answers[2].html``."""
    return re.sub(r"\[\d+\]", "[]", path)


def _values(chosen: Chosen) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(chosen.items()))
