"""Parse generated and mutated pages, and project each for every reader: no page may fail, hang or leak.

    python -m tests.attacks.pages [--count 2000] [--seed 0] [--show 5]

A page is one of: sound, or with damaged tags (``tests.pages``); signs or tags at random; parts for two regions, put
into other containers, whole or with one damage (``tests.attacks.regions``); any of these, mutated up to five times.
A text for the other region alone is a leak, unless the page has an error. Prints JSON; exits with 1 if a page failed,
hung, or leaked although nothing in it is damaged.
"""

import argparse
import json
import random
import signal
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from time import process_time

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from ingest.content.facets import Facets
from ingest.page import parse_page
from ingest.render.html import html
from ingest.render.text import plain_text
from ingest.scope.choice import allowed
from ingest.scope.project import project
from tests.attacks.regions import LABELS, LONGEST, MARKUP, NAMES, PROSE, WAYS, Attacked, leaks
from tests.pages import SIGNS, TAGS, bundled_facets, damaged_pages, pages


def _indented(text: str, width: int) -> str:
    return "\n".join(" " * width + line if line else "" for line in text.split("\n"))


AROUND: Mapping[str, Callable[[str], str]] = {
    "nothing": lambda text: text,
    "a note": lambda text: f"<info>\n\n{text}\n\n</info>",
    "details": lambda text: f"<details>\n<summary>Подробнее</summary>\n\n{text}\n\n</details>",
    "an item": lambda text: f"- Пункт:\n\n{_indented(text, 2)}\n\n- Ещё пункт.",
    "a step": lambda text: f"1. Шаг:\n\n{_indented(text, 3)}\n\n2. Ещё шаг.",
    "a quote": lambda text: "\n".join(f"> {line}".rstrip() for line in text.split("\n")),
    "a heading": lambda text: f"### Подробнее\n\n{text}",
    "a tab": lambda text: (
        f"<tabs>\n<tablist>\n<tab>Linux</tab>\n<tab>Windows</tab>\n</tablist>\n<tabpanel>\n\n{text}\n\n</tabpanel>\n"
        "<tabpanel>\n\nПока нет.\n\n</tabpanel>\n</tabs>"
    ),
    "a tab of another facet": lambda text: (
        "<tabs>\n<tablist>\n<tab>Работа по предоплате</tab>\n<tab>Работа по постоплате</tab>\n</tablist>\n"
        f"<tabpanel>\n\n{text}\n\n</tabpanel>\n<tabpanel>\n\nПока нет.\n\n</tabpanel>\n</tabs>"
    ),
    "text after code": lambda text: f"```sh\n# Москва\n```\n\n{text}",
    "text after a table": lambda text: f"| а | б |\n|---|---|\n| в | г |\n\n{text}",
    "other line ends": lambda text: text.replace("\n", "\r\n"),
}
"""Where parts for two regions may stand."""


@dataclass(frozen=True)
class Made:
    """A page, and how it was made."""

    kind: str
    text: str
    around: str = ""
    damage: str = ""


@dataclass
class Tally:
    """What came of the pages."""

    pages: Counter[str] = field(default_factory=Counter)
    leaked: list[Made] = field(default_factory=list)
    broken: list[tuple[str, Made]] = field(default_factory=list)
    """The exception, and the page."""


def marked(chance: int, *, damaged: bool) -> Made:
    """Parts for two regions within up to two containers, with one damage or none."""
    rng = random.Random(chance)
    way, spellings = rng.choice(WAYS)
    spelling = rng.choice(spellings)
    labels = [spelling.format(name) for name in NAMES]
    damage = rng.choice(sorted({**LABELS, **MARKUP})) if damaged else ""
    if damage in LABELS:
        at = rng.randrange(2)
        labels[at] = LABELS[damage](labels[at], rng)
    body = way.replace("{a}", labels[0]).replace("{b}", labels[1])
    if damage in MARKUP:
        body = MARKUP[damage](body, rng)
    around = [rng.choice(sorted(AROUND)) for _ in range(rng.randrange(3))]
    for name in around:
        body = AROUND[name](body)
    text = f"## Как оплатить?\n\n{rng.choice(PROSE)}\n\n{body}\n\n## Ещё?\n\nДа.\n"
    return Made("damaged parts" if damage else "parts", text, " in ".join(around), damage)


def mutated(made: Made, chance: int) -> Made:
    """The page with up to five changes anywhere."""
    rng = random.Random(chance)
    text = made.text
    for _ in range(rng.randrange(1, 6)):
        text = MARKUP[rng.choice(sorted(MARKUP))](f"{text}\n", rng)
    return Made("mutated", text)


_CHANCES = st.integers(0, 2**32)
_PARTS = _CHANCES.map(partial(marked, damaged=False))
_UNMARKED = st.one_of(
    pages().map(lambda written: Made("sound", written.source)),
    damaged_pages().map(lambda written: Made("damaged tags", written.source)),
    (st.text() | SIGNS).map(lambda text: Made("signs", text)),
    TAGS.map(lambda text: Made("tags", text)),
)
GENERATED = st.one_of(
    _UNMARKED,
    *(_CHANCES.map(partial(marked, damaged=damaged)) for damaged in (False, True) * 3),  # only these can leak
    st.builds(mutated, _UNMARKED | _PARTS, _CHANCES),
)


def look(made: Made, facets: Facets) -> bool:
    """Read a page as every reader does, and say whether it leaks."""
    page = parse_page("faq/a.md", made.text, facets)
    for chosen in ({}, *({facet: value} for facet, values in facets.values().items() for value in values)):
        held = allowed(chosen, facets)
        for section in filter(None, (project(section, held) for section in page.sections)):
            plain_text(section.blocks)
            html(section.blocks)
    return made.kind.endswith("parts") and bool(leaks(Attacked(made.text, made.damage, 0)))


def tally(count: int, chance: int) -> Tally:
    """Look at so many pages."""
    result, facets = Tally(), bundled_facets()

    @seed(chance)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(GENERATED)
    def every(made: Made) -> None:
        result.pages[made.kind] += 1
        signal.setitimer(signal.ITIMER_PROF, LONGEST)
        try:
            if look(made, facets):
                result.leaked.append(made)
        except Exception as exc:  # whatever it is, the page is reported
            result.broken.append((repr(exc), made))
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)

    every()
    return result


def _hung(*_: object) -> None:
    raise TimeoutError(f"longer than {LONGEST} s")


def main() -> None:
    """Look at pages, and report."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--count", type=int, default=2000)
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument("--show", type=int, default=5, help="print so many pages that failed or leaked")
    given = arguments.parse_args()
    signal.signal(signal.SIGPROF, _hung)
    bundled_facets()
    started = process_time()
    found = tally(given.count, given.seed)
    took = process_time() - started
    whole = [made for made in found.leaked if not made.damage]
    for what, made in [*found.broken, *(("leaked", made) for made in (*whole, *found.leaked))][: given.show]:
        print(f"--- {what}: {made.kind}, {made.damage}, in {made.around}\n{made.text!r}", file=sys.stderr)
    print(
        json.dumps(
            {
                "pages": found.pages.total(),
                "pages_per_cpu_second": round(found.pages.total() / took, 1),
                "by_kind": dict(found.pages),
                "broken": len(found.broken),
                "leaked_whole": len(whole),
                "leaked_damaged": len(found.leaked) - len(whole),
                "leaked_by_damage": dict(Counter(made.damage for made in found.leaked).most_common()),
            },
            ensure_ascii=False,
            indent=1,
        )
    )
    sys.exit(bool(found.broken or whole))


if __name__ == "__main__":
    main()
