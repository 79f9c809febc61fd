"""`otvet search`."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from otvet.options import engine_option, facet_option, index_option, judge_option, reranker_option

if TYPE_CHECKING:
    from index.engines.address import Address
    from llm.endpoint import Endpoint


@click.command()
@click.argument("query")
@index_option
@facet_option
@judge_option
@reranker_option
@engine_option
@click.option("--limit", type=click.IntRange(1, 50), default=5, show_default=True, help="Most answers to return.")
@click.option("--json", "as_json", is_flag=True, help="Print the full result as JSON, as the HTTP API returns it.")
def search(
    query: str,
    folder: Path,
    facets: Sequence[tuple[str, str]],
    judge: "Endpoint | None",
    reranker: str | None,
    engine: "Address | None",
    limit: int,
    as_json: bool,
) -> None:
    """Answer QUERY.

    \b
    Example:
        otvet search "куда написать за актом сверки" --region kazakhstan
        otvet search "как пополнить баланс" --region moscow --facet scheme=prepaid
    """
    from index.result import Query
    from llm.judge import Judge
    from otvet.chosen import choice
    from otvet.script import as_text
    from otvet.wiring import open_searcher, service_of
    from server.api.models import SearchResponse

    service = service_of(open_searcher(folder, reranker, engine=engine), Judge(judge) if judge else None)
    chosen = choice(facets, service.facets)
    try:
        result = service.search(Query(query, chosen, limit))
    except ValueError as exc:
        raise click.ClickException(str(exc)) from exc
    if as_json:
        click.echo(SearchResponse(result).model_dump_json(by_alias=True, indent=2))
        return
    click.echo(as_text(result))
