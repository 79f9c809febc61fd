"""Generated pages: what real ones are made of, at any depth and indentation, whole or with damaged tags."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal, TypeVar

from hypothesis import settings
from hypothesis import strategies as st

from ingest.content.facets import Facets, read_facets
from ingest.page import parse_page
from ingest.section import Section

T = TypeVar("T")

NOTES = ("info", "warn", "err")
TAG = re.compile(r"</?(?:tabs|tablist|tab|tabpanel|details|summary|info|warn|err)(?:\s[^<>]*)?>", re.IGNORECASE)

Kind = Literal["text", "heading", "code", "table", "note", "details", "tabs", "bullets", "steps"]

SENTENCES = (
    "Откройте раздел с балансом.",
    "Москва — крупный город.",
    "В [регионе](/ru/regions) Москва оплата идет в рублях.",
    "В регионе Казахстан — по адресу a@example.kz.",
    "В регионе Москва можно:",
    "Далее приведены лимиты для региона Казахстан.",
    "Доступно только в регионе Москва.",
    "Регион Москва или Казахстан выберите сами.",
    "(Для юридических лиц в регионе Москва) Внесите реквизиты.",
    "Если ваш проект в регионе Казахстан, договор заключает другая компания.",
    "**Регион Москва:**",
    "Работа по предоплате:",
    "Подставьте <ИМЯ_БАКЕТА> и <password> в команду `get <id>`.",
    "Не более 50\u00a0ТБ<br>в сутки.",
    "Знак # и | и 1\\. в тексте, <!-- заметка --> и *выделение*.",
    "- — тире сначала",
    "Две строки\nодного абзаца.",
)
CAPTIONS = (
    *("Москва", "Казахстан", "Регион Москва", "Регион: Казахстан", "[Регион](/ru/regions) Москва", "Linux", "Windows"),
    *("Работа по предоплате", "Работа по постоплате", "Физические лица", "Пример для региона Казахстан", "`ssh+www`"),
)
HEADINGS = {
    "Как оплатить?": "Как оплатить?",
    "Эндпоинты региона Москва": "Эндпоинты региона Москва",
    "[Регион](/ru/regions) Казахстан": "Регион Казахстан",
    "Что такое <ID>?": "Что такое <ID>?",
    "**Итог**": "Итог",
    "Казахстан": "Казахстан",
    "Только в регионе Москва": "Только в регионе Москва",
    '<a id="x"></a>Ссылка': "Ссылка",
    "Тарифы ##": "Тарифы",
    "1\\. Первое": "1. Первое",
}
"""As written, and as read."""

CODE = (
    *("# не заголовок\nls", "<tabs>\n<info>", "## тоже нет", "  отступ\n\nпусто", "</details>", "<Key>a</Key>"),
    *("- пункт", "<!-- скрыто -->", "В регионе Москва — a", "`"),
)


@dataclass(frozen=True)
class Piece:
    """A part of a page before it is written down."""

    kind: Kind
    text: str = ""
    labels: tuple[str, ...] = ()
    parts: tuple[tuple["Piece", ...], ...] = ()
    """The pieces of each tab, item or of the one inside."""

    indent: int = 0
    tight: bool = False
    """Tags share a line where they can, and stand without empty lines around."""


@dataclass
class Written:
    """A page's source and what is known to stand in it."""

    lines: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    """As a reader sees them."""

    code: list[str] = field(default_factory=list)

    @property
    def source(self) -> str:
        """The page's text."""
        return "\n".join(self.lines) + "\n"


@cache
def bundled_facets() -> Facets:
    """The facets of the bundled FAQ."""
    return read_facets(Path(__file__).parent.parent / "faq" / "facets.toml")


def sections_of(source: str, page: str = "a.md") -> tuple[Section, ...]:
    """The sections of a page."""
    return parse_page(page, source, bundled_facets()).sections


def section_of(source: str) -> Section:
    """The one section of a page."""
    (section,) = sections_of(source)
    return section


def tabs(first: str, second: str, one: str = "a", two: str = "b") -> str:
    """A set of two tabs, under these labels, with these texts in them."""
    panels = "\n".join(f"<tabpanel>\n\n{text}\n\n</tabpanel>" for text in (one, two))
    return f"<tabs><tablist><tab>{first}</tab><tab>{second}</tab></tablist>\n{panels}\n</tabs>"


generated = settings(max_examples=100)
"""Of tests over generated pages, which are slow to check."""

TABLES = (
    "| | Москва | Казахстан |\n|---|---|---|\n| Лимит | 1 | 2 |",
    "| Регион | Адрес |\n|---|---|\n| Москва | a.example |\n| Казахстан | b.example |",
    "| A | B |\n|:-:|---|\n| x<br>y | |",
    "<table>\n<tr><th>Лимит</th><th>Москва</th></tr>\n<tr><td>1<br>2</td><td>3</td></tr>\n</table>",
    "<table><tbody><tr><td>Казахстан</td><td>`x`</td></tr></tbody></table>",
)
LEAVES: tuple[Kind, ...] = ("text", "text", "heading", "code", "table")
KINDS: tuple[Kind, ...] = (*LEAVES, "note", "details", "tabs", "tabs", "bullets", "steps")


def _piece(draw: st.DrawFn, depth: int) -> Piece:
    def one_of(options: Sequence[T]) -> T:
        return options[draw(st.integers(0, len(options) - 1))]

    kind = one_of(KINDS if depth else LEAVES)
    match kind:
        case "text":
            return Piece(kind, one_of(SENTENCES), indent=one_of((0, 0, 0, 1, 3)))
        case "heading":
            return Piece(kind, one_of(tuple(HEADINGS)), (one_of(("#", "##", "##", "###", "#####")),))
        case "code":
            return Piece(kind, one_of(CODE), (one_of(("```", "~~~~")),), indent=one_of((0, 0, 1, 3)))
        case "table":
            return Piece(kind, one_of(TABLES))
    parts = tuple(
        tuple(_piece(draw, depth - 1) for _ in range(draw(st.integers(0, 2))))
        for _ in range(1 if kind in ("note", "details") else draw(st.integers(1, 3)))
    )
    if kind in ("bullets", "steps"):
        return Piece(kind, one_of(SENTENCES), parts=parts)
    captions = (one_of(NOTES),) if kind == "note" else tuple(one_of(CAPTIONS) for _ in parts)
    return Piece(kind, "", captions, parts, one_of((0, 0, 2, 4, 7)), draw(st.booleans()))


SIGNS = st.text(st.sampled_from("ab а#*_-+1.|`~<>/ \t\n\r\\[]()!&:;—\u00a0\ufeff\ufdd0\0\u2028\x0c"), max_size=200)
"""Texts of the signs that mean something in Markdown."""

TAGS = st.lists(
    st.sampled_from(
        [f"<{slash}{name}>" for slash in ("", "/") for name in ("tabs", "tablist", "tab", "tabpanel", "summary")]
        + ["<details>", "</details>", "<info>", "</err>", "<table>", "</table>", "<td>", "<!--", "-->", "```", "# A"]
        + ["\n", "\n\n", "    ", "- ", "1. ", "> ", "Москва", "в регионе Казахстан — ", "| a |\n|---|", "\t", "[a]: b"]
    ),
    max_size=40,
).map("".join)
"""Texts of tags, marks and labels."""


@st.composite
def pages(draw: st.DrawFn) -> Written:
    """Pages whose tags are all right."""
    written = Written()
    for _ in range(draw(st.integers(1, 4))):
        _write(_piece(draw, 3), written, 0)
    return written


@st.composite
def damaged_pages(draw: st.DrawFn) -> Written:
    """Pages of which up to four tags are deleted, doubled, misspelt, turned round, moved or taken for a closer."""
    written = draw(pages())
    for _ in range(draw(st.integers(1, 4))):
        tags = [(at, found) for at in _text_lines(written.lines) for found in TAG.finditer(written.lines[at])]
        if not tags:
            break
        at, found = draw(st.sampled_from(tags))
        instead = draw(st.sampled_from(_FAULTS))(found[0])
        line = written.lines[at]
        written.lines[at] = line[: found.start()] + instead + line[found.end() :]
        if not instead and draw(st.booleans()):
            to = draw(st.sampled_from(_text_lines(written.lines)))
            there = written.lines[to]
            written.lines[to] = draw(st.sampled_from((f"{there} {found[0]}", f"{found[0]}{there}")))
    return written


_FAULTS: tuple[Callable[[str], str], ...] = (
    lambda tag: "",
    lambda tag: tag + tag,
    lambda tag: tag[:-2] + tag[-3] + tag[-2:],
    lambda tag: tag.replace("</", "<") if tag.startswith("</") else "</" + tag[1:],
    lambda tag: tag.upper(),
)


def _text_lines(lines: list[str]) -> list[int]:
    """Numbers of the lines that are no code and no heading."""
    fence, found = "", []
    for at, line in enumerate(lines):
        mark = line.strip()[:4]
        if fence:
            fence = "" if mark.startswith(fence) and not line.strip().strip(fence[0]) else fence
        elif mark.startswith(("```", "~~~")):
            fence = mark
        elif not mark.startswith("#"):
            found.append(at)
    return found


def _write(piece: Piece, to: Written, margin: int, around: str = "") -> None:
    """Write a piece down, ``margin`` spaces from the left at least."""
    at = margin + piece.indent
    match piece.kind:
        case "tabs" | "note" | "details":
            _write_container(piece, to, at, around)
        case "bullets" | "steps":
            mark = "- " if piece.kind == "bullets" else "1. "
            for inside in piece.parts:
                _put(to, mark + piece.text.replace("\n", " "), margin)
                _put(to, "", 0)
                for part in inside:
                    _write(part, to, margin + len(mark))
        case "heading":
            _put(to, "", 0)
            _put(to, f"{piece.labels[0]} {piece.text}", margin)
            to.headings.append(HEADINGS[piece.text])
        case "code":
            _put(to, f"{piece.labels[0]}\n{piece.text}\n{piece.labels[0]}", at)
            to.code.append(piece.text)
        case _:
            _put(to, piece.text, at)
    _put(to, "", 0)


def _write_container(piece: Piece, to: Written, at: int, around: str) -> None:
    gap = [] if piece.tight else [""]
    join = "" if piece.tight else "\n"
    name = piece.labels[0] if piece.kind == "note" else "tabpanel" if piece.kind == "tabs" else "details"
    if name == around and piece.kind == "note":  # nobody puts a note into a note of its kind
        name = NOTES[NOTES.index(name) - 1]
    if piece.kind == "tabs":
        captions = join.join(f"<tab>{label}</tab>" for label in piece.labels)
        _put(to, join.join(("<tabs>", "<tablist>", captions, "</tablist>")), at)
    for inside in piece.parts:
        opener = f"<{name}>" if piece.kind != "details" else f"<details>{join}<summary>{piece.labels[0]}</summary>"
        for line in (opener, *gap):
            _put(to, line, at)
        for part in inside:
            _write(part, to, at, name)
        for line in (*gap, f"</{name}>"):
            _put(to, line, at)
    if piece.kind == "tabs":
        _put(to, "</tabs>", at)


def _put(to: Written, text: str, indent: int) -> None:
    to.lines += [" " * indent + line if line else "" for line in text.split("\n")]
