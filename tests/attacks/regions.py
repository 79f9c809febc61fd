"""Damages pages whose parts hold for one region, and looks for parts that the other region's readers get in silence.

    python -m tests.attacks.regions [--count 6000] [--seed 0] [--show 10]

A page is made of the ways in which a part can hold for a region; every line of such a part carries a mark. Then a label
is decorated or garbled, or the markup is. Each page is projected for either reader: a text with a mark of the other
region alone is a leak, unless the page's diagnostics have an error. Prints JSON; exits with 1 if a page failed or hung.
"""

import argparse
import json
import random
import re
import signal
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ingest.markdown.split import walk
from ingest.page import Page, parse_page
from ingest.scope.choice import allowed
from ingest.scope.project import project
from lint.rules import RULES
from tests.pages import bundled_facets

LONGEST = 10
"""Seconds of processor time for a page: it hangs beyond."""

REGIONS = {"moscow": "mmm", "kazakhstan": "kkk"}
"""Readers, and the mark of what is for them."""

SPELLINGS = ("{}", "Регион {}", "Регион: {}", "[Регион](/r) {}", "В регионе {}", "Для региона {}")
NAMES = ("Москва", "Казахстан")
PROSE = ("Общий текст.", "Откройте раздел «Баланс».", "1. Войдите.\n2. Выйдите.", "> Цитата.", "`код` и **важное**.")

TABS = (
    "<tabs>\n<tablist>\n<tab>{a}</tab>\n<tab>{b}</tab>\n</tablist>\n<tabpanel>\n\nТут mmm.\n\n</tabpanel>\n"
    "<tabpanel>\n\nТут kkk.\n\n</tabpanel>\n</tabs>"
)
SHORT_TABS = (
    "<tabs><tablist><tab>{a}</tab><tab>{b}</tab></tablist>\n<tabpanel>\nТут mmm.\n</tabpanel>\n"
    "<tabpanel>\nТут kkk.\n</tabpanel>\n</tabs>"
)
LED = ("Регион {}", "В регионе {}", "Для региона {}", "[Регион](/r) {}")
"""Spellings that say the region even where no other part does."""

WAYS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (TABS, SPELLINGS),
    (SHORT_TABS, SPELLINGS),
    ("1. Войдите.\n2. Затем:\n\n" + "\n".join(f"   {line}".rstrip() for line in TABS.split("\n")), SPELLINGS),
    ("- {a} — тут mmm;\n- {b} — тут kkk.", SPELLINGS),
    ("- **{a}:** тут mmm;\n- **{b}:** тут kkk.", SPELLINGS),
    ("- **{a}**: тут mmm;\n- **{b}**: тут kkk.", SPELLINGS),
    ("- {a}\n\n  Тут mmm.\n\n- {b}\n\n  Тут kkk.", SPELLINGS),
    ("1. ({a}) Тут mmm.\n2. ({b}) Тут kkk.\n3. Готово.", LED),
    ("1. Тут mmm ({a}).\n2. Тут kkk ({b}).\n3. Готово.", LED),
    ("### {a}\n\nТут mmm.\n\n### {b}\n\nТут kkk.", SPELLINGS),
    ("**{a}**\n\n- тут mmm\n\n**{b}**\n\n- тут kkk", SPELLINGS),
    ("**{a}:**\n\nТут mmm.\n\n**{b}:**\n\nТут kkk.", SPELLINGS),
    ("{a}:\n\n- тут mmm\n\n{b}:\n\n- тут kkk", LED),
    ("| Что | {a} | {b} |\n|---|---|---|\n| Одно | mmm | kkk |\n| Два | mmm | kkk |", SPELLINGS),
    ("| Где | Что |\n|---|---|\n| {a} | mmm |\n| {b} | kkk |", SPELLINGS),
    (
        "<table>\n<tr><th>Что</th><th>{a}</th><th>{b}</th></tr>\n<tr><td>1</td><td>mmm</td><td>kkk</td></tr>\n"
        "</table>",
        SPELLINGS,
    ),
    (
        "<details>\n<summary>{a}</summary>\n\nТут mmm.\n\n</details>\n\n"
        "<details>\n<summary>{b}</summary>\n\nТут kkk.\n\n</details>",
        SPELLINGS,
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Attacked:
    """A damaged page, and how it was damaged."""

    text: str
    damage: str
    way: int


def _looks_like(text: str, rng: random.Random, table: dict[str, str], share: float) -> str:
    return "".join(table[char] if char in table and rng.random() < share else char for char in text)


LATIN = dict(zip("асеорхуАВСЕНКМОРТХ", "aceopxyABCEHKMOPTX", strict=True))
GREEK = dict(zip("оаАВЕНКМОРТХ", "οαΑΒΕΗΚΜΟΡΤΧ", strict=True))
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u034f\u061c\u180e\u2061\u2066\ufe0f"


def _inserted(sign: str) -> Callable[[str, random.Random], str]:
    def damage(label: str, rng: random.Random) -> str:
        at = rng.randrange(1, max(2, len(label)))
        return label[:at] + sign + label[at:]

    return damage


def _typo(label: str, rng: random.Random) -> str:
    places = [at for at in range(1, len(label) - 1) if label[at].isalpha()]
    at = rng.choice(places)
    return rng.choice(
        (
            label[:at] + label[at + 1 :],
            label[:at] + label[at] + label[at:],
            label[:at] + rng.choice("абвгдежз") + label[at + 1 :],
            label[: at - 1] + label[at] + label[at - 1] + label[at + 1 :],
        )
    )


def _form(form: str) -> Callable[[str, random.Random], str]:
    return lambda label, rng: form.replace("{}", label)


FORMS = (
    "**{}**", "*{}*", "__{}__", "***{}***", "`{}`", "<b>{}</b>", "<span>{}</span>",
    '<font color="red">{}</font>', "<u>{}</u>", "[{}]", "({})", "{ {} }", "【{}】", "«{}»", '"{}"', "‘{}’",
    "‹{}›", "<<{}>>", "[{}](/x)", "[{}][x]", "[[{}]]", "<a href='/x'>{}</a>", "![](x.png) {}",
    "![флаг](x.png) {}", "![{}](x.png)", "{} ![](x.png)", ":ru: {}", "<img src='x'> {}", "🏙 {}", "{} ✅",
    "🇷🇺 {}", "{} 🇷🇺", "★ {}", "► {}", "• {}", "· {}", "→ {}", "✔️ {}", "# {}", "№ {}", "* {}", "+ {}",
    "{} (3)", "{} [12]", "{} — 3", "{}: 3", "{} 3", "{} (новое)", "{} (бета)", "{} NEW", "{}¹", "{}[^1]",
    "{}*", "{}†", "1. {}", "1) {}", "1 {}", "а) {}", "I. {}", "Шаг 1. {}", "[x] {}", "— {}", "- {}", "{} —",
    "{}:", "{};", "{}.", "{}…", "{}!", "{}?", "{},", "\xa0{}\xa0", "\u2003{}", "\u3000{}", "&nbsp;{}",
    "{}&shy;", "&#8203;{}", "{}&zwnj;", "{}<br>", "<!-- x -->{}", "{}<!-- x -->", "{}\\", "~~{}~~",
    "<s>{}</s>", "❌ {}", "^{}^", "=={}==", "{} / прочие", "{} и область", "Область: {}", "Наш {}", "{} · {}",
    "{}{#id}", "{} {.tabset}",
)  # fmt: skip
"""What writers put around a label."""

INNER = ("\u0301", "&shy;", "&#8203;", "<wbr>", "\\-", "**", "<!-- -->", "\u0336")

LABELS: dict[str, Callable[[str, random.Random], str]] = {
    **{f"as {form}": _form(form) for form in FORMS},
    **{f"with U+{ord(sign):04X} inside": _inserted(sign) for sign in INVISIBLE},
    **{f"with {sign!r} inside": _inserted(sign) for sign in INNER},
    "decomposed": lambda label, rng: unicodedata.normalize("NFD", label),
    "in Latin letters": lambda label, rng: _looks_like(label, rng, LATIN, 0.5),
    "in all Latin letters": lambda label, rng: _looks_like(label, rng, LATIN, 1),
    "in Greek letters": lambda label, rng: _looks_like(label, rng, GREEK, 0.6),
    "in full width": lambda label, rng: label.replace(":", "：").replace(" ", "\u3000"),
    "in capitals": lambda label, rng: label.upper(),
    "in small letters": lambda label, rng: label.lower(),
    "spaced": lambda label, rng: label if "[" in label else " ".join(label),
    "with no-break spaces": lambda label, rng: label.replace(" ", rng.choice("\u00a0\u202f\u2009\t")),
    "without spaces": lambda label, rng: label.replace(" ", ""),
    "on two lines": lambda label, rng: label.replace(" ", "\n", 1),
    "twice": lambda label, rng: f"{label} {label}",
    "with a typo": _typo,
    "with two typos": lambda label, rng: _typo(_typo(label, rng), rng),
}

TAG = re.compile(r"</?[a-z]+>")
SIGNS: tuple[str, ...] = (
    *"<>/`*_#|-:~[](){}!&\\\"'=+.",
    "\t", "\n", "\n\n", "    ", "```", "<!--", "-->", "<b>", "</", "<tab>", "<info>", "</info>", "---", "> ",
    "- ", "1. ", "&lt;", "\xa0", "\u2028", "\x0b", "\x00", "\r",
)  # fmt: skip


def _at_a_tag(text: str, rng: random.Random, change: Callable[[str], str]) -> str:
    tags = list(TAG.finditer(text))
    if not tags:
        return _sign(text, rng)
    found = rng.choice(tags)
    return text[: found.start()] + change(found[0]) + text[found.end() :]


def _sign(text: str, rng: random.Random) -> str:
    """A sign that is lost, or one too many, outside of words."""
    places = [at for at in range(len(text)) if not text[at].isalnum()] or [len(text)]
    at = rng.choice(places)
    if rng.random() < 0.5:
        return text[:at] + text[at + 1 :]
    return text[:at] + rng.choice(SIGNS) + text[at:]


def _at_a_line(text: str, rng: random.Random, change: Callable[[str], str]) -> str:
    lines = text.split("\n")
    at = rng.randrange(len(lines))
    return "\n".join([*lines[:at], change(lines[at]), *lines[at + 1 :]])


def _joined(text: str, rng: random.Random) -> str:
    places = [found.start() for found in re.finditer("\n", text)]
    at = rng.choice(places)
    return text[:at] + rng.choice((" ", "")) + text[at + 1 :]


MARKUP: dict[str, Callable[[str, random.Random], str]] = {
    "a tag lost": lambda text, rng: _at_a_tag(text, rng, lambda tag: ""),
    "a tag twice": lambda text, rng: _at_a_tag(text, rng, lambda tag: tag * 2),
    "a tag's partner": lambda text, rng: _at_a_tag(
        text, rng, lambda tag: tag.replace("</", "<") if "/" in tag else tag.replace("<", "</")
    ),
    "a tag in capitals": lambda text, rng: _at_a_tag(text, rng, str.upper),
    "a tag in Cyrillic": lambda text, rng: _at_a_tag(text, rng, lambda tag: tag.replace("a", "а")),
    "a tag with a space": lambda text, rng: _at_a_tag(text, rng, lambda tag: tag.replace("<", "< ")),
    "a tag with an attribute": lambda text, rng: _at_a_tag(text, rng, lambda tag: tag.replace(">", ' x="y>')),
    "a tag escaped": lambda text, rng: _at_a_tag(text, rng, lambda tag: rng.choice(("\\", "&lt;", "`")) + tag),
    "a tag cut": lambda text, rng: _at_a_tag(text, rng, lambda tag: tag[: rng.randrange(1, len(tag))]),
    "a tag misspelt": lambda text, rng: _at_a_tag(
        text, rng, lambda tag: tag[: (at := rng.randrange(1, len(tag) - 1))] + rng.choice("abrt") + tag[at + 1 :]
    ),
    "a tag another": lambda text, rng: _at_a_tag(
        text,
        rng,
        lambda tag: rng.choice(("<tabs>", "</tabs>", "<tab>", "</tab>", "<tabpanel>", "</tabpanel>", "<info>")),
    ),
    "a tag after text": lambda text, rng: _at_a_tag(text, rng, lambda tag: f"Текст {tag}"),
    "a tag before text": lambda text, rng: _at_a_tag(text, rng, lambda tag: f"{tag} текст"),
    "a sign": _sign,
    "two signs": lambda text, rng: _sign(_sign(text, rng), rng),
    "an indent": lambda text, rng: _at_a_line(text, rng, lambda line: " " * rng.randrange(1, 4) + line),
    "a quote": lambda text, rng: _at_a_line(text, rng, lambda line: "> " + line),
    "an item": lambda text, rng: _at_a_line(text, rng, lambda line: "- " + line),
    "a line twice": lambda text, rng: _at_a_line(text, rng, lambda line: f"{line}\n{line}"),
    "a line without its indent": lambda text, rng: _at_a_line(text, rng, str.lstrip),
    "an empty line": lambda text, rng: _at_a_line(text, rng, lambda line: f"\n{line}"),
    "lines joined": _joined,
    "other line ends": lambda text, rng: text.replace("\n", rng.choice(("\r\n", "\r", "\n\n"))),
}
"""No damage moves or renames a part: nobody could tell a page so damaged from one that means what it says."""


def attacked(rng: random.Random) -> Attacked:
    """A page with one damage."""
    at = rng.randrange(len(WAYS))
    way, spellings = WAYS[at]
    spelling = rng.choice(spellings)
    labels = [spelling.format(name) for name in NAMES]
    damage = ""
    if rng.random() < 0.55:
        damage = rng.choice(sorted(LABELS))
        which = rng.choice(((0,), (1,), (0, 1)))
        labels = [LABELS[damage](one, rng) if number in which else one for number, one in enumerate(labels)]
        body = way.replace("{a}", labels[0]).replace("{b}", labels[1])
    else:
        damage = rng.choice(sorted(MARKUP))
        body = MARKUP[damage](way.replace("{a}", labels[0]).replace("{b}", labels[1]), rng)
    parts = [rng.choice(PROSE), body, "## Ещё?\n\nДа."]
    return Attacked("## Как оплатить?\n\n" + "\n\n".join(parts) + "\n", damage, at)


def leaks(attack: Attacked) -> list[str]:
    """The readers that get the other region's part in silence."""
    page = parse_page("a.md", attack.text, bundled_facets())
    return [] if any(RULES[fault.code].severity == "error" for fault in page.diagnostics) else misled(page)


def misled(page: Page) -> list[str]:
    """The readers that get the other region's part, whatever is reported."""
    return [reader for reader in REGIONS if any(map(_foreign(reader).search, _read(page, reader)))]


def _foreign(reader: str) -> re.Pattern[str]:
    """Matches a text with the other region's mark and without the reader's: one that has both is for everyone."""
    (other,) = (mark for region, mark in REGIONS.items() if region != reader)
    return re.compile(f"^(?!.*{REGIONS[reader]}).*{other}", re.DOTALL)


def _read(page: Page, reader: str) -> Iterator[str]:
    """Every text that a reader gets."""
    held = allowed({"region": reader}, bundled_facets())
    for section in filter(None, (project(section, held) for section in page.sections)):
        yield section.title
        yield from (text for block in walk(section.blocks) for text in (block.text, block.label))


def _hung(*_: object) -> None:
    raise TimeoutError


def main() -> None:
    """Attack, and report."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--count", type=int, default=3000, help="pages; each is projected twice")
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument("--show", type=int, default=0, help="print so many pages that leak")
    given = arguments.parse_args()
    rng = random.Random(given.seed)
    signal.signal(signal.SIGPROF, _hung)
    leaked: Counter[str] = Counter()
    ways: Counter[int] = Counter()
    broken: list[str] = []
    shown = 0
    for _ in range(given.count):
        attack = attacked(rng)
        signal.setitimer(signal.ITIMER_PROF, LONGEST)
        try:
            found = leaks(attack)
        except Exception as exc:  # whatever it is, the page is reported
            broken.append(f"{exc!r}: {attack.text!r}")
            continue
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        if found:
            leaked[attack.damage] += len(found)
            ways[attack.way] += len(found)
            if shown < given.show:
                shown += 1
                print(f"--- {attack.damage}, to {', '.join(found)}\n{attack.text}", file=sys.stderr)
    print(
        json.dumps(
            {
                "projections": 2 * given.count,
                "leaked": sum(leaked.values()),
                "by_damage": dict(leaked.most_common()),
                "by_way": {WAYS[at][0][:40]: count for at, count in ways.most_common()},
                "broken": broken,
            },
            ensure_ascii=False,
            indent=1,
        )
    )
    sys.exit(bool(broken))


if __name__ == "__main__":
    main()
