"""How many of the faults planted into clean pages does lint find?

    python -m tests.lint.planted [--faults 200] [--seed 1]

Each fault is a section put at a random place of a page of the bundled FAQ or of `eval/contents`, in memory. It is
found if lint reports its rule on its line and, where it is a fault for some readers, for these. Prints a line a rule.
"""

import argparse
import os
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from index.bundled_model.cache import default_cache
from index.encoders.protocol import Encoder
from index.encoders.registry import BUNDLED, load_encoder
from ingest.content.alternates import ORPHAN, Alternate, AlternatesFile
from ingest.content.facets import Facets, read_facets
from ingest.content.pages import read_content
from ingest.content.synonyms import SYNONYMS, Synonym
from ingest.markdown.anchors import anchor
from lint.parsed_content import Parsed, ParsedPage, parse_source
from lint.rules import RULES
from lint.run import findings
from tests.lint.pages import MARK, Fault, faults
from tests.lint.remembering import Remembering

ROOT = Path(__file__).parents[2]
FAQ = ROOT / "faq"
CONTENTS = (FAQ, ROOT / "eval/contents/shop", ROOT / "eval/contents/technical")
PATH = anchor("Запасный путь")
LEARNT = re.compile(r"\w\.example|\+7 717")
"""Addresses whose value lint learns from the pages of ``tests.lint.pages``."""

THINGS = ("заявку", "накладную", "анкету", "доверенность", "выписку", "расписку", "опись", "квитанцию")
ASKED = "## Куда девается старый перфоратор отдела снабжения?"


@dataclass(frozen=True)
class Planted:
    """A fault to put into a page."""

    rule: str
    text: str
    """One line ends with ``MARK``: the one that it must be reported on."""
    elsewhere: str = ""
    readers: str = ""


@dataclass(frozen=True)
class Words:
    """What the templates of faults are filled with."""

    one: str
    """Label of the value that has a variant of its own."""
    others: tuple[str, ...]
    """Labels of the other values."""
    thing: str

    @property
    def rest(self) -> str:
        """The others as a finding names them."""
        more = f" и ещё {len(self.others) - 3}" if len(self.others) > 3 else ""
        return "; ".join(self.others[:3]) + more

    def tabs(self, one: str, other: str) -> str:
        """Tabs for every value, the first with one text and the rest with another."""
        labels = "\n".join(f"<tab>{label}</tab>" for label in (self.one, *self.others))
        panels = [one, *(f"{other} {at}".strip() if other else "" for at in range(1, len(self.others) + 1))]
        inside = "\n".join(f"<tabpanel>\n\n{panel}\n\n</tabpanel>" for panel in panels)
        return f"<tabs>\n<tablist>\n{labels}\n</tablist>\n{inside}\n</tabs>"


Template = Callable[[Words], tuple[str, str]]
"""Words → the section's text without its heading, and the readers of the fault."""

HEADED = "### Запасный путь<><>Через двор."
"""A tab's text; each <> is a line end."""

BY_READER: dict[str, tuple[Template, ...]] = {
    "link-hidden": (
        lambda w: (f"Смотрите [порядок](#{PATH}).{MARK}\n\n{w.tabs(HEADED, 'Никак')}", w.rest),
        lambda w: (f"- Подайте {w.thing};\n- [порядок](#{PATH}).{MARK}\n\n"
                   f"{w.tabs(HEADED, 'Никак')}", w.rest),
    ),
    "answer-empty": (
        lambda w: (f"{w.tabs(f'Подайте {w.thing}.', '')}", w.rest),
        lambda w: (f"- ({w.one}) Подайте {w.thing}.", w.rest),
        lambda w: (f"<info>\n\n- ({w.one}) Подайте {w.thing}.\n\n</info>", w.rest),
    ),
    "answer-long": (
        lambda w: (w.tabs(f"Подайте {w.thing} в окно. " * 300, "Никуда"), w.one),
    ),
    "number-differs": (
        lambda w: (f"Отдел снабжения рассматривает {w.thing} 5 дней.\n\n"
                   f"{w.tabs(f'Отдел снабжения рассматривает {w.thing} 7 дней.{MARK}', 'Никак')}", w.one),
        lambda w: (f"Всю бумажную {w.thing} снабженцам шлите на a@perf.example.\n\n"
                   f"<info>\n\nВсю бумажную {w.thing} снабженцам шлите на b@perf.example.{MARK}\n\n</info>", "все"),
        lambda w: (w.tabs(f"Отдел снабжения рассматривает {w.thing} 5 дней.\n\n"
                          f"Отдел снабжения рассматривает {w.thing} 7 дней.{MARK}", "Никак"), w.one),
    ),
    "steps-gap": (
        lambda w: (f"1. Возьмите {w.thing}.\n2. Подпишите.\n\n{w.tabs('3. Сверьте даты.', 'Сверять не надо')}\n\n"
                   f"4. Отдайте.{MARK}", w.rest),
        lambda w: (f"{w.tabs(f'1. Возьмите {w.thing}.', 'Брать не надо')}\n\n2. Отдайте.{MARK}", w.rest),
        lambda w: (f"1. Взять {w.thing}.\n\n{w.tabs('Сверить даты.', '2. Сверить имя')}\n\n3. Отдайте.{MARK}", w.one),
        lambda w: (f"1. Возьмите {w.thing}.\n\nПодождите.\n\n3. Отдайте.{MARK}", "все"),
    ),
    "step-wrong": (
        lambda w: (f"1. Возьмите {w.thing}.\n1. ({w.one}) Сверьте даты.\n1. Отдайте.\n\nНе вышло — см. шаг 3.{MARK}",
                   w.rest),
        lambda w: (f"1. Возьмите {w.thing}.\n1. Отдайте.\n1. ({w.one}) Сверьте даты.\n\nПотом повторите шаг 3.{MARK}",
                   w.rest),
        lambda w: (f"1. Возьмите {w.thing}.\n1. ({w.one}) Сверьте даты.\n1. Отдайте.\n"
                   f"1. Дождитесь ответа; нет его — вернитесь к третьему шагу.{MARK}", w.rest),
        lambda w: (f"1. Возьмите {w.thing}.\n1. ({w.one}) Сверьте даты.\n1. Отдайте.\n\n"
                   f"Повторите шаги 2–3.{MARK}", w.rest),
    ),
    "neighbour-gone": (
        lambda w: (f"Кому подать {w.thing}, указано ниже.{MARK}\n\n- ({w.one}) Кладовщику.", w.rest),
        lambda w: (f"- ({w.one}) Кладовщику.\n\nЕсли указанный выше не принял {w.thing}, пишите нам.{MARK}", w.rest),
        lambda w: (f"Подайте {w.thing} одному из людей:{MARK}\n\n- ({w.one}) Кладовщику.\n\nОстальное сделают за вас.",
                   w.rest),
        lambda w: (f"Цена — в таблице ниже.{MARK}\n\n{w.tabs('| А | Б |<>|---|---|<>| 1 | 2 |', 'Даром')}", w.rest),
    ),
    "variant-gone": (
        lambda w: (f"<info>\n\nСрок для тех, кто сдал {w.thing}, указан на вкладке «{w.one}».{MARK}\n\n</info>\n\n"
                   f"{w.tabs('Три дня.', 'День')}", w.rest),
        lambda w: (f"Кто сдал {w.thing}, смотрите вариант «{w.one}».{MARK}\n\n{w.tabs('Три дня.', 'День')}", w.rest),
    ),
}  # fmt: skip
"""Faults that only some readers meet, or that are judged by readers."""


BESIDE = {ORPHAN, "synonym-idle"}
"""Faults that are not in a page."""


def plants(number: int, seed: int) -> Iterator[tuple[Path, Planted]]:
    """Faults of every rule in turn, and the content that each goes into."""
    rng = random.Random(seed)
    written: dict[str, list[Fault]] = {}
    for fault in faults():
        if not LEARNT.search(fault.text):
            written.setdefault(fault.rule, []).append(fault)
    for at in range(number):
        rule = list(RULES)[at % len(RULES)]
        turn = at // len(RULES)
        general, templates = written.get(rule, []), BY_READER.get(rule, ())
        choice = turn % max(1, len(general) + len(templates))
        if rule in BESIDE:
            yield rng.choice(CONTENTS), Planted(rule, "")
        elif choice < len(templates):
            content = rng.choice(CONTENTS)
            yield content, _filled(rule, templates[choice], _words(facets_of(content), rng))
        else:
            fault = general[choice - len(templates)]
            yield FAQ, Planted(rule, fault.text, fault.elsewhere)


def missed(content: Path, fault: Planted, rng: random.Random, encoder: Encoder) -> str:
    """What is wrong with the report about one planted fault; empty if it was found."""
    facets = facets_of(content)
    pages = {page.page.id: page for page in clean(content)}
    page = rng.choice(list(pages))
    if fault.rule == "synonym-idle":
        word = Synonym(("безднище",), ("безднище",), 7, "безднище")
        return _judged(Parsed(tuple(pages.values()), facets, synonyms=(word,)), encoder, (SYNONYMS, 7), fault)
    if fault.rule == ORPHAN:
        file = AlternatesFile("x.alternates.jsonl", "x", ((7, Alternate("net_takogo", "где", "ru", "x")),))
        return _judged(Parsed(tuple(pages.values()), facets, alternates=(file,)), encoder, (file.id, 7), fault)
    lines = list(pages[page].written)
    starts = [at for at, line in enumerate(lines) if line.startswith("## ")]
    at = 0 if fault.rule == "front-matter" else rng.choice([*starts, len(lines)])
    lines[at:at] = [*([""] if at else []), *fault.text.replace("a-faq.md", page).split("\n"), ""]
    line = next(number for number, written in enumerate(lines, start=1) if MARK in written)
    pages[page] = parse_source(page, "\n".join(lines).replace(MARK, ""), facets)
    first = (parse_source("0-faq.md", fault.elsewhere, facets),) if fault.elsewhere else ()
    return _judged(Parsed((*first, *pages.values()), facets), encoder, (page, line), fault)


def _judged(parsed: Parsed, encoder: Encoder, place: tuple[str, int], fault: Planted) -> str:
    found = [one for one in findings(parsed, encoder) if (one.page, one.line) == place and one.rule == fault.rule]
    if not found:
        return f"nothing at {place[0]}:{place[1]}"
    readers = {one.readers for one in found}
    return "" if not fault.readers or fault.readers in readers else f"for {readers}, not {fault.readers}"


def _words(facets: Facets, rng: random.Random) -> Words:
    named = [facet for facet in facets.facets if all(value.names for value in facet.values)]
    labels = [value.label["ru"] for value in rng.choice(named).values]
    one = rng.choice(labels)
    return Words(one, tuple(label for label in labels if label != one), rng.choice(THINGS))


def _filled(rule: str, template: Template, words: Words) -> Planted:
    body, readers = template(words)
    heading = ASKED if MARK in body else ASKED + MARK
    return Planted(rule, f"{heading}\n\n{body}".replace("<>", "\n"), readers=readers)


@lru_cache
def facets_of(content: Path) -> Facets:
    return read_facets(content / "facets.toml")


@lru_cache
def clean(content: Path) -> tuple[ParsedPage, ...]:
    return tuple(parse_source(page.id, page.text, facets_of(content)) for page in read_content(content))


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--faults", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    encoder = Remembering(load_encoder(BUNDLED, cache=default_cache(os.environ)))
    rng = random.Random(options.seed)
    planted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for content, fault in plants(options.faults, options.seed):
        wrong = missed(content, fault, rng, encoder)
        planted[fault.rule] += 1
        found[fault.rule] += not wrong
        if wrong:
            print(f"missed {fault.rule} in {content.name}: {wrong}\n{fault.text}\n", file=sys.stderr)
    for rule in RULES:
        print(f"{rule:24} planted {planted[rule]:3}  found {found[rule]:3}  missed {planted[rule] - found[rule]:3}")
    print(
        f"{'all':24} planted {planted.total():3}  found {found.total():3}  missed {planted.total() - found.total():3}"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
