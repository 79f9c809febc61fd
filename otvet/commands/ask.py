"""`otvet ask`."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from otvet.options import engine_option, facet_option, index_option, judge_option, reranker_option

if TYPE_CHECKING:
    from index.engines.address import Address
    from llm.endpoint import Endpoint


@click.command()
@click.argument("question", required=False)
@click.option("--from", "source", type=click.File("rb"), help="A file of questions, one JSON object a line.")
@index_option
@facet_option
@judge_option
@reranker_option
@engine_option
@click.pass_context
def ask(
    ctx: click.Context,
    question: str | None,
    source: BinaryIO | None,
    folder: Path,
    facets: Sequence[tuple[str, str]],
    judge: "Endpoint | None",
    reranker: str | None,
    engine: "Address | None",
) -> None:
    """Answer QUESTION in plain text. Without QUESTION, read JSON lines from standard input and answer in JSON lines.

    A line is an object as in a POST to /api/v1/search: {"q": "…", "region": "moscow", "limit": 3}. Facets that it
    leaves out are those of --facet.

    Exit code: 0 answered, 3 unsure, 4 no answer, 1 error, 2 wrong usage; for several questions, the worst of them.

    \b
    Example:
        otvet ask "куда написать за актом сверки" --region kazakhstan
        otvet ask --from questions.jsonl > results.jsonl
    """
    from llm.judge import Judge
    from otvet.chosen import choice
    from otvet.script import Asker, Reply, worst
    from otvet.wiring import open_searcher, service_of

    if question is not None and source is not None:
        raise click.UsageError("give QUESTION or --from, not both.")

    def print_reply(reply: Reply) -> int:
        click.echo(reply.text, nl=bool(reply.text))
        click.echo(reply.aside, nl=bool(reply.aside), err=True)
        return reply.code

    service = service_of(open_searcher(folder, reranker, engine=engine), Judge(judge) if judge else None)
    asker, chosen = Asker(service), choice(facets, service.facets)
    lines = source or sys.stdin.buffer
    replies = asker.by_line(lines, chosen) if question is None else [asker.plainly({"q": question, **chosen})]
    ctx.exit(worst(map(print_reply, replies)))
