"""Generated pages: what real ones are made of, at any depth and indentation, whole or with damaged tags."""

import re
from dataclasses import dataclass, field
from typing import Literal

from hypothesis import strategies as st

NOTES = ("info", "warn", "err")
TAG = re.compile(r"</?(?:tabs|tablist|tab|tabpanel|details|summary|info|warn|err)(?:\s[^<>]*)?>", re.IGNORECASE)

Kind = Literal["text", "heading", "code", "table", "html_table", "note", "details", "tabs", "bullets", "steps"]

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

CODE = ("# не заголовок\nls", "<tabs>\n<info>", "## тоже нет", "  отступ\n\nпусто", "</details>", "<Key>a</Key>", "- пункт")


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


def _leaves() -> st.SearchStrategy[Piece]:
    indents = st.sampled_from((0, 0, 0, 1, 3))
    tables = (
        "| | Москва | Казахстан |\n|---|---|---|\n| Лимит | 1 | 2 |",
        "| Регион | Адрес |\n|---|---|\n| Москва | a.example |\n| Казахстан | b.example |",
        "| A | B |\n|:-:|---|\n| x<br>y | |",
    )
    html = (
        "<table>\n<tr><th>Лимит</th><th>Москва</th></tr>\n<tr><td>1<br>2</td><td>3</td></tr>\n</table>",
        "<table><tbody><tr><td>Казахстан</td><td>`x`</td></tr></tbody></table>",
    )
    return st.one_of(
        st.builds(Piece, st.just("text"), st.sampled_from(SENTENCES), indent=indents),
        st.builds(
            Piece, st.just("heading"), st.sampled_from(tuple(HEADINGS)), st.sampled_from((("1",), ("2",), ("2",), ("3",), ("5",)))
        ),
        st.builds(Piece, st.just("code"), st.sampled_from(CODE), st.sampled_from((("```",), ("~~~~",))), indent=indents),
        st.builds(Piece, st.just("table"), st.sampled_from(tables)),
        st.builds(Piece, st.just("html_table"), st.sampled_from(html)),
    )


def _containers(inner: st.SearchStrategy[Piece]) -> st.SearchStrategy[Piece]:
    parts = st.lists(inner, max_size=3).map(tuple)
    one = st.tuples(parts)
    some = st.lists(parts, min_size=1, max_size=3).map(tuple)
    indents = st.sampled_from((0, 0, 2, 4, 7))
    captions = st.lists(st.sampled_from(CAPTIONS), min_size=3, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Piece, st.just("note"), st.sampled_from(NOTES), parts=one, indent=indents, tight=st.booleans()),
        st.builds(Piece, st.just("details"), st.just(""), captions, one, indents, st.booleans()),
        st.builds(Piece, st.just("tabs"), st.just(""), captions, some, indents, st.booleans()),
        st.builds(Piece, st.sampled_from(("bullets", "steps")), st.sampled_from(SENTENCES), parts=some),
    )


def pieces() -> st.SearchStrategy[list[Piece]]:
    """What a page is made of."""
    return st.lists(st.recursive(_leaves(), _containers, max_leaves=12), max_size=6)


@st.composite
def pages(draw: st.DrawFn) -> Written:
    """Pages whose tags are all right."""
    written = Written()
    for piece in draw(pieces()):
        _write(piece, written, 0)
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
            written.lines[to] = draw(st.sampled_from((f"{written.lines[to]} {found[0]}", f"{found[0]}{written.lines[to]}")))
    return written


_FAULTS = (
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


def _write(piece: Piece, to: Written, margin: int) -> None:
    """Write a piece down, ``margin`` spaces from the left at least."""
    at = margin + piece.indent
    match piece.kind:
        case "tabs" | "note" | "details":
            _write_container(piece, to, at)
        case "bullets" | "steps":
            mark = "- " if piece.kind == "bullets" else "1. "
            for inside in piece.parts:
                _put(to, mark + piece.text.replace("\n", " "), margin)
                _put(to, "", 0)
                for part in inside:
                    _write(part, to, margin + len(mark))
        case "heading":
            _put(to, "", 0)
            _put(to, "#" * int(piece.labels[0]) + " " + piece.text, margin)
            to.headings.append(HEADINGS[piece.text])
        case "code":
            _put(to, f"{piece.labels[0]}\n{piece.text}\n{piece.labels[0]}", at)
            to.code.append(piece.text)
        case _:
            _put(to, piece.text, at)
    _put(to, "", 0)


def _write_container(piece: Piece, to: Written, at: int) -> None:
    gap = [] if piece.tight else [""]
    join = "" if piece.tight else "\n"
    if piece.kind == "tabs":
        captions = join.join(f"<tab>{label}</tab>" for label in piece.labels[: len(piece.parts)])
        _put(to, join.join(("<tabs>", "<tablist>", captions, "</tablist>")), at)
    elif piece.kind == "details":
        _put(to, join.join(("<details>", f"<summary>{piece.labels[0]}</summary>")), at)
    name = "tabpanel" if piece.kind == "tabs" else piece.text
    for inside in piece.parts:
        for line in ([f"<{name}>"] if name else []) + gap:
            _put(to, line, at)
        for part in inside:
            _write(part, to, at)
        for line in gap + ([f"</{name}>"] if name else []):
            _put(to, line, at)
    if piece.kind != "note":
        _put(to, f"</{piece.kind}>", at)


def _put(to: Written, text: str, indent: int) -> None:
    to.lines += [" " * indent + line if line else "" for line in text.split("\n")]
