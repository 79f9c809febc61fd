"""Answers cut to a number of tokens."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from index.search import Searcher
from ingest.markdown.blocks import blocks
from ingest.render.text import plain_text
from ingest.section import Block
from server.mcp.token_budget import cut, fitting, tokens

STEPS = """\
Сделайте так:

1. Откройте счет.
2. Нажмите:

   - **Оплатить**;
   - **Готово**.
3. Подождите.

Вот и все."""


def pieces(markdown: str) -> Iterator[str]:
    """What must not be cut through: items, rows and other blocks, as plain text."""
    for block in blocks(markdown, range(markdown.count("\n") + 1)):
        whole: tuple[Block, ...] = (block,)
        if block.kind in ("bullets", "steps", "table"):
            whole = tuple(replace(block, children=(child,)) for child in block.children)
        yield from (plain_text([one]).text for one in whole)


@pytest.mark.parametrize(
    ("markdown", "ends"),
    [
        pytest.param(STEPS, ["", "счет.", "**Готово**.", "Подождите.", "все."], id="steps-are-whole"),
        pytest.param("# Заголовок\n\n**Москва**\n\nТекст.\n\nЕще.", ["", "Текст.", "Еще."], id="captions-stay"),
        pytest.param("|a|b|\n|---|---|\n|1|2|\n|3|4|", ["", "|1|2|", "|3|4|"], id="rows"),
        pytest.param("> Важно.\n>\n> Очень.\n\nКонец.", ["", "Очень.", "Конец."], id="a-note-is-whole"),
        pytest.param("```\na = 1\n\nb = 2\n```\n\nКонец.", ["", "```", "Конец."], id="code-is-whole"),
    ],
)
def test_a_text_ends_only_where_a_block_ends(markdown: str, ends: list[str]) -> None:
    beginnings = sorted({cut(markdown, budget).text for budget in range(tokens(markdown) + 1)}, key=len)
    assert len(beginnings) == len(ends)
    assert all(text.endswith(end) and markdown.startswith(text) for text, end in zip(beginnings, ends, strict=True))


@pytest.mark.parametrize("region", ["moscow", "kazakhstan", None])
def test_no_answer_of_the_faq_is_cut_through_a_step(searcher: Searcher, region: str | None) -> None:
    chosen = {"region": region} if region else {}
    cuts = 0
    for section in searcher.sections(chosen):
        answer = searcher.section(section.id, chosen)
        assert answer is not None
        whole = list(pieces(answer.markdown))
        for budget in range(0, tokens(answer.markdown) + 10, 10):
            part = cut(answer.markdown, budget)
            left = list(pieces(part.text))
            assert tokens(part.text) <= budget
            assert [" ".join(piece.split()[1:]) for piece in left] == [
                " ".join(p.split()[1:]) for p in whole[: len(left)]
            ]
            assert (part.left_out == 0) == (part.text == answer.markdown)
            cuts += 0 < len(left) < len(whole)
    assert cuts


def test_what_is_left_out_is_counted() -> None:
    part = cut(STEPS, 30)
    assert part.left_out == tokens(STEPS[len(part.text) :]) > 0


@pytest.mark.parametrize(
    ("text", "about"),
    [("", 0), ("ab", 1), ("Деньги списали дважды", 13), ("The payment was taken twice", 9)],
)
def test_tokens_are_estimated_from_bytes(text: str, about: int) -> None:
    assert tokens(text) == about


@pytest.mark.parametrize(("budget", "count"), [(0, 0), (1, 1), (2, 1), (3, 2), (9, 3)])
def test_the_first_lines_that_fit_are_taken(budget: int, count: int) -> None:
    assert fitting(["ab", "abcd", "ab"], budget) == count
