"""`otvet ask`."""

import sys
from pathlib import Path
from typing import BinaryIO

import click

from otvet.options import index_option


@click.command()
@click.argument("question", required=False)
@click.option("--from", "source", type=click.File("rb"), help="A file of questions, one JSON object a line.")
@index_option
@click.option("--region", help="Of questions that do not say theirs, such as kazakhstan.")
@click.pass_context
def ask(ctx: click.Context, question: str | None, source: BinaryIO | None, folder: Path, region: str | None) -> None:
    """Answer QUESTION in plain text; without it, JSON lines on standard input in JSON lines.

    A line is an object as in a POST to /api/v1/search: {"q": "…", "region": "moscow", "limit": 3}.

    Exit code: 0 answered, 3 unsure, 4 no answer, 1 an error, 2 wrong usage; of many questions the worst.

    \b
    Example:
        otvet ask "куда написать за актом сверки" --region kazakhstan
        otvet ask --from questions.jsonl > results.jsonl
    """
    from otvet.script import Asker, Reply, worst
    from otvet.wiring import open_searcher, service_of

    if question is not None and source is not None:
        raise click.UsageError("give QUESTION or --from, not both.")

    def said(reply: Reply) -> int:
        click.echo(reply.text, nl=bool(reply.text))
        click.echo(reply.aside, nl=bool(reply.aside), err=True)
        return reply.code

    asker = Asker(service_of(open_searcher(folder)))
    lines = source or sys.stdin.buffer
    one = question is not None
    replies = [asker.plainly({"q": question, "region": region})] if one else asker.by_line(lines, {"region": region})
    ctx.exit(worst(map(said, replies)))
