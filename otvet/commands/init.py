"""`otvet init`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from index.encoders.registry import BUNDLED
from otvet.bundled import FAQ
from otvet.commands.eval import evaluate_index
from otvet.commands.lint import lint_content
from otvet.options import out_option

if TYPE_CHECKING:
    from init.begin import Begun

SHOWN = 5
"""Places named of tab sets that everyone sees."""


@click.command("init")
@click.argument("content", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@out_option
@click.pass_context
def begin_with(ctx: click.Context, content: Path, folder: Path) -> None:
    """Set up the pages in DIR: draft facets.toml, questions.jsonl and a guide beside them; then index, lint, eval.

    Existing files of these names are kept and used.

    \b
    Example:
        otvet init docs/faq --out var/faq
    """
    from init.begin import begin
    from otvet.wiring import build_into

    begun = begin(content, bundled=FAQ / "facets.toml", index=folder)
    for file in begun.files:
        click.echo(f"{file}: {'kept as it was' if file in begun.kept else 'drafted'}", err=True)
    build_into(folder, content, BUNDLED)
    ctx.invoke(lint_content, content=content, fail_on="never")
    ctx.invoke(evaluate_index, questions=(begun.questions,), folder=folder)
    click.echo(_for_everyone(begun), err=True)
    click.echo(f"What to do next is in {begun.guide}", err=True)


def _for_everyone(begun: "Begun") -> str:
    """How many tab sets are no choice of readers, and where."""
    unread = begun.for_everyone
    if not unread:
        return f"Tab sets: {len(begun.tab_sets)}, each read as a facet."
    where = ", ".join(f"{one.page}:{one.line}" for one in unread[:SHOWN]) + (", …" if len(unread) > SHOWN else "")
    told = f"{len(unread)} of {len(begun.tab_sets)} tab sets are shown to everyone, since no facet has their labels"
    return f"{told}: {where}. If readers choose by them, declare a facet in {begun.facets}."
