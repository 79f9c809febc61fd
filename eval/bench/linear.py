"""Does the time to parse a page grow with its size alone, whatever is in it?

    python -m eval.bench.linear [--smallest BYTES] [--largest BYTES] [--only NAME]

Parses pages of one kind each, of doubling size, and fits the exponent: 1 is linear, 2 quadratic. Prints one JSON line a
kind and exits with 1 if an exponent is above 1.2. A page is given up after 20 s, and its kind with it.
"""

import json
import math
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from time import process_time

from eval.bench.script import machine, parser
from ingest.content.facets import Facets, read_facets
from ingest.page import parse_page
from ingest.render.text import plain_text
from ingest.scope.choice import allowed
from ingest.scope.project import project

MOST = 1.2
"""The largest exponent that counts as linear: caches and the collector of garbage make it more than 1."""

TOO_SLOW = 20
TOO_QUICK = 0.1
"""Seconds; below, a time says little."""


class _TooSlow(Exception):
    """A page was given up."""


def _give_up(*_: object) -> None:
    raise _TooSlow


def repeated(unit: str, *, before: str = "", after: str = "") -> Callable[[int], str]:
    """Pages that repeat a unit."""
    return lambda size: before + unit * max(1, size // len(unit.encode())) + after


def counted(unit: str) -> Callable[[int], str]:
    """Pages that repeat a unit with a number in place of ``{}``."""
    return lambda size: "".join(unit.format(number) for number in range(size // len(unit.encode())))


def deep(line: str, step: str) -> Callable[[int], str]:
    """Pages of lines of which each is indented further, up to 500 levels, over and over."""
    return lambda size: "".join(f"{step * (number % 500)}{line}\n" for number in range(size // (250 * len(step) + 9)))


KINDS: Mapping[str, Callable[[int], str]] = {
    "prose": repeated("Откройте раздел с балансом. В регионе Москва можно.\n\n"),
    "leads": repeated("в регионе "),
    "leads-and-colons": repeated("в регионе: "),
    "spaces": repeated(" ", before="а", after="б"),
    "spaces-before-end": lambda size: ("а" + " " * 1000 + "\n") * (size // 1002),
    "tabulators": repeated("\t", before="а", after="б"),
    "no-break-spaces": repeated("\u00a0", before="а", after="б"),
    "empty-lines": repeated("\n", before="а", after="б"),
    "soft-hyphens": repeated("\u00ad", before="а", after="б"),
    "joiners": repeated("\u200d", before="а", after="б"),
    "combining-marks": repeated("\u0301", before="а", after="б"),
    "combining-marks-of-two-classes": repeated("\u0301\u0323", before="а", after="б"),
    "one-line": repeated("слово "),
    "one-word": repeated("слово"),
    "dashes": repeated(" — "),
    "dashes-in-a-label": repeated(" —", before="# Москва"),
    "numbers-in-a-label": repeated("(1) ", before="# Москва "),
    "numbers-before-a-label": repeated("1) ", before="# "),
    "dots": repeated("1.1.1", before="# "),
    "colons": repeated(":", before="Москва"),
    "closers": repeated("</tabs>\n"),
    "closers-on-one-line": repeated("</tabs>"),
    "closers-after-text": repeated("а</tabs>"),
    "spaced-closers": repeated("</tabs>    "),
    "openers": repeated("<tabs>\n"),
    "openers-on-one-line": repeated("<tabs>"),
    "half-openers": repeated("<tabs "),
    "half-closers": repeated("</tabs "),
    "less-than": repeated("<"),
    "less-than-lines": repeated("<\n"),
    "notes": repeated("<info>\nа\n</info>\n"),
    "open-notes": repeated("<info>\nа\n"),
    "open-details": repeated("<details>\n<summary>а</summary>\nб\n"),
    "open-details-and-headings": repeated("<details>\n<summary>а</summary>\nб\n\n### а\n"),
    "summaries": repeated("<summary>\n"),
    "summary-text": repeated("а\n", before="<details>\n<summary>"),
    "misspelt": repeated("<tabpanle>\n"),
    "misspelt-on-one-line": repeated("<tabpanle></tabpanle>"),
    "misspelt-and-backticks": repeated("`<tabpanle>"),
    "tab-labels": lambda size: (
        "<tabs><tablist>" + "<tab>а</tab>" * (size // 26) + "</tablist>\n"
        + "<tabpanel>\nб\n</tabpanel>\n" * (size // 26)
    ),
    "tab-labels-on-lines": lambda size: (
        "<tabs>\n<tablist>\n" + "<tab>Москва</tab>\n" * (size // 60) + "</tablist>\n"
        + "<tabpanel>\n\nб\n\n</tabpanel>\n" * (size // 60) + "</tabs>\n"
    ),
    "tab-sets": repeated(
        "<tabs>\n<tablist>\n<tab>Москва</tab>\n<tab>Казахстан</tab>\n</tablist>\n<tabpanel>\nа\n</tabpanel>\n"
        "<tabpanel>\nб\n</tabpanel>\n</tabs>\n"
    ),
    "tab-sets-without-panels": repeated("<tabs>\n<tablist>\n<tab>Москва</tab>\n</tablist>\n</tabs>\n"),
    "panels": repeated("<tabpanel>\nа\n</tabpanel>\n", before="<tabs>\n"),
    "text-between-panels": repeated("а\n<tabpanel>\n", before="<tabs>\n<tablist>\n<tab>а</tab>\n</tablist>\n"),
    "comments": repeated("<!-- а -->\n"),
    "open-comments": repeated("<!-- а\n"),
    "open-comments-on-one-line": repeated("<!--"),
    "backticks": repeated("` "),
    "backticks-of-growing-length": lambda size: " ".join("`" * number for number in range(1, int((2 * size) ** 0.5))),
    "backticks-in-paragraphs": repeated("`а\n\n"),
    "double-backticks": repeated("`` ` "),
    "fences": repeated("```\nа\n```\n"),
    "open-fences": lambda size: "".join(f"{'`' * (3 + number % 400)}\n\n# а\n" for number in range(size // 208)),
    "open-fences-and-headings": repeated("~~~\n\n# а\n\n```\n\n# б\n\n"),
    "falling-fences": lambda size: "\n".join("`" * number for number in range(int((2 * size) ** 0.5), 2, -1)),
    "fences-in-items": repeated("- ```\n\n# а\n\n"),
    "tables": repeated("| а | б |\n|---|---|\n| Москва | г |\n\n"),
    "long-table": repeated("| Москва | г |\n", before="| а | б |\n|---|---|\n"),
    "wide-table": lambda size: "|\n".join(cell * (size // 12) for cell in ("| а ", "|---", "| б ")) + "|\n",
    "wide-table-of-short-rows": lambda size: (
        "|а" * int(size**0.5) + "|\n" + "|-" * int(size**0.5) + "|\n" + "|б|\n" * (size // 8)
    ),
    "wide-table-of-names": lambda size: (
        "| Москва " * (size // 40) + "|\n" + "|---" * (size // 40) + "|\n" + "| Москва " * (size // 40) + "|\n"
    ),
    "html-tables": repeated("<table><tr><td>а</td></tr></table>\n"),
    "open-html-tables": repeated("<table>\n"),
    "open-html-tables-on-one-line": repeated("<table>"),
    "open-html-tables-in-paragraphs": repeated("<table>\n\n"),
    "html-rows": repeated("<tr><td>а</td></tr>\n", before="<table>\n", after="</table>\n"),
    "html-cells": repeated("<td>а", before="<table><tr>", after="</tr></table>\n"),
    "html-breaks": repeated("<br>", before="<table><tr><td>", after="</td></tr></table>\n"),
    "html-half-tags": repeated("<a ", before="<table><tr><td>", after="</td></tr></table>\n"),
    "html-declarations": repeated("<!", before="<table><tr><td>", after="</td></tr></table>\n"),
    "html-entities": repeated("&#", before="<table><tr><td>", after="</td></tr></table>\n"),
    "html-tags-in-text": repeated("<b>а</b> "),
    "html-quotes": repeated('<a b="', before="а "),
    "instructions": repeated("<?", before="а "),
    "declarations": repeated("<!A", before="а "),
    "sections-of-cdata": repeated("<![CDATA[", before="а "),
    "equal-headings": repeated("## а\n\n"),
    "equal-headings-with-text": repeated("## Как?\n\nТак.\n\n"),
    "headings-of-numbers": counted("## а {}\n\n"),
    "headings-of-numbers-and-none": lambda size: "".join(
        f"## а\n\n## а {number}\n\n" for number in range(2, size // 20)
    ),
    "headings-of-every-level": repeated("# а\n\n## а\n\n### а\n\n#### а\n\n##### а\n\n###### а\n\n"),
    "scoped-headings": repeated("## Регион Москва\n\nа\n\n## Регион Казахстан\n\nб\n\n"),
    "setext-headings": repeated("а\n===\n"),
    "setext-paragraph": repeated("а\n", after="===\n"),
    "heading-hashes": repeated("#", before="# а "),
    "announcements": repeated("Далее приведены лимиты для региона Москва.\n\n"),
    "captions": repeated("**Регион Москва:**\n\n"),
    "conditions": repeated("Если ваш проект в регионе Москва, а.\n\n"),
    "emphasis": repeated("*а"),
    "emphasis-of-two": repeated("*а_б"),
    "emphasis-runs": repeated("*а **"),
    "emphasis-closed": repeated("*а*"),
    "stars": repeated("*", before="а"),
    "underscores": repeated("_а "),
    "strikes": repeated("~~а "),
    "tildes": repeated("~", before="а"),
    "links": repeated("[а](б) "),
    "link-openers": repeated("["),
    "image-openers": repeated("!["),
    "link-openers-and-a-closer": repeated("[", after="]"),
    "image-openers-and-a-closer": repeated("![", after="]"),
    "brackets-nested": lambda size: "[" * (size // 2) + "]" * (size // 2),
    "announcements-of-two-regions": repeated(
        "Далее приведены лимиты для региона Москва.\n\nДалее приведены лимиты для региона Казахстан.\n\n"
    ),
    "link-halves": repeated("[а]("),
    "link-brackets": repeated("[](<"),
    "link-texts": repeated("[а][б] "),
    "link-titles": repeated('[а](б "'),
    "link-parentheses": repeated("(", before="[а]("),
    "link-closers": repeated("]"),
    "links-nested": lambda size: "[" * (size // 5) + "а" + "](б)" * (size // 5),
    "images-nested": lambda size: "![" * (size // 6) + "а" + "](б)" * (size // 6),
    "references": counted("[а{0}]: б{0}\n"),
    "references-used": lambda size: "[а]: б\n\n" + "[а] " * (size // 5),
    "references-with-titles": repeated('[а]: б "\n'),
    "footnotes": counted("[^{0}]: сноска\n\n"),
    "footnotes-used": lambda size: "".join(f"а[^{n}]\n\n[^{n}]: сноска\n\n" for n in range(size // 36)),
    "footnotes-unknown": repeated("[^1] "),
    "autolinks": repeated("<https://"),
    "addresses": repeated("a@"),
    "escapes": repeated("\\"),
    "entities": repeated("&amp;"),
    "half-entities": repeated("&a"),
    "bullets": repeated("- а\n"),
    "bullets-with-names": repeated("- в регионе Москва — а\n- в регионе Казахстан — б\n"),
    "bullets-with-bare-names": repeated("- Москва: а\n- Казахстан: б\n"),
    "bullets-of-unread-names": repeated("- Москва (центр): а\n- Казахстан (юг): б\n"),
    "bullets-with-gaps": repeated("- а\n\n"),
    "steps": repeated("1. а\n"),
    "brackets": repeated("1. (В регионе Москва) а\n"),
    "nested-bullets": deep("- а", "  "),
    "nested-steps": deep("1. а", "   "),
    "nested-indents": deep("а", " "),
    "bullets-on-one-line": repeated("- "),
    "bullets-and-quotes-on-one-line": repeated("- > "),
    "bullets-on-one-line-and-lines": lambda size: ("- " * 150 + "а\n") * (size // 302),
    "quotes": repeated("> а\n"),
    "quotes-on-one-line": repeated(">"),
    "quotes-deep": lambda size: (">" * 150 + "а\n") * (size // 153),
    "quotes-lazy": lambda size: ">" * 150 + "а\n" + "б\n" * (size // 3),
    "bullets-lazy": lambda size: "- " * 90 + "а\n" + "б\n" * (size // 3),
    "nested-tabs": lambda size: (
        "<tabs><tablist><tab>а</tab></tablist>\n<tabpanel>\n" * 25 + "</tabpanel>\n</tabs>\n" * 25
    ) * max(1, size // 1800),
    "front-matter": repeated("а: б\n", before="---\n", after="---\n"),
    "front-matter-on-one-line": repeated("[", before="---\nа: ", after="\n---\n"),
    "front-matter-aliases": repeated("*а ", before="---\nа: ", after="\n---\n"),
    "rules": repeated("---\n\n"),
    "code": repeated("    а\n"),
    "code-and-text": repeated("    а\n\nб\n\n"),
}  # fmt: skip
"""By name, what makes a page of about so many bytes."""


def seconds(page: str, facets: Facets) -> float:
    """Processor time to parse a page, and to project its sections for one reader and render them as text."""
    started = process_time()
    chosen = allowed({facets.facets[0].id: facets.facets[0].values[0].id}, facets)
    for section in parse_page("a.md", page, facets).sections:
        projected = project(section, chosen)
        plain_text(projected.blocks if projected else ())
    return process_time() - started


def measured(make: Callable[[int], str], facets: Facets, size: int, largest: int) -> Iterator[tuple[int, float]]:
    """Sizes in bytes, doubled, and seconds, infinite if given up; the better of two runs, where they are short."""
    while size <= largest:
        page = make(size)
        signal.setitimer(signal.ITIMER_PROF, TOO_SLOW)
        try:
            took = seconds(page, facets)
            if took < 1:
                took = min(took, seconds(page, facets))
        except _TooSlow:
            yield len(page.encode()), math.inf
            return
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        yield len(page.encode()), took
        size *= 2


def exponent(times: Sequence[tuple[int, float]]) -> float:
    """The slope of the logarithms of the last four, by least squares; infinite if a page was given up."""
    if math.isinf(times[-1][1]):
        return math.inf
    points = [(math.log(size), math.log(max(took, TOO_QUICK))) for size, took in times[-4:]]
    x, y = (sum(one[at] for one in points) / len(points) for at in (0, 1))
    spread = sum((one[0] - x) ** 2 for one in points)
    return sum((one[0] - x) * (one[1] - y) for one in points) / spread if spread else 0.0


def main() -> None:
    """Time each kind."""
    arguments = parser(__doc__)
    arguments.add_argument("--smallest", type=int, default=1 << 15)
    arguments.add_argument("--largest", type=int, default=1 << 20)
    arguments.add_argument("--only", default="", help="kinds whose name begins with this")
    arguments.add_argument("--facets", type=Path, default=Path("faq/facets.toml"))
    given = arguments.parse_args()
    facets = read_facets(given.facets)
    signal.signal(signal.SIGPROF, _give_up)
    slow = 0
    for name, make in KINDS.items():
        if not name.startswith(given.only):
            continue
        times = list(measured(make, facets, given.smallest, given.largest))
        fitted = exponent(times)
        slow += fitted > MOST
        largest, took = times[-1]
        print(
            json.dumps(
                {
                    "kind": name,
                    "exponent": round(fitted, 2),
                    "bytes": largest,
                    "s": round(took, 2),
                    "machine": machine(),
                }
            ),
            flush=True,
        )
    sys.exit(bool(slow))


if __name__ == "__main__":
    main()
