"""Options that several commands share."""

import os
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from index.engines.address import Address

DEFAULT_INDEX = Path("var/index")
"""The index of every command that is told of none."""

VARIABLE = "OTVET_INDEX"


class IndexFolder(click.Path):
    """A folder that is named: an empty name would be the working directory."""

    def __init__(self) -> None:
        super().__init__(file_okay=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Refuse an empty name, and an empty variable where no option is given."""
        if value == "":
            self.fail("the name is empty; name the folder of the index.", param, ctx)
        if value is DEFAULT_INDEX and os.environ.get(VARIABLE) == "":
            self.fail(f"${VARIABLE} is empty; name the folder of the index in it, or unset it.", param, ctx)
        return super().convert(value, param, ctx)


def _index(option: str, text: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return click.option(
        option,
        "folder",
        type=IndexFolder(),
        envvar=VARIABLE,
        default=DEFAULT_INDEX,
        show_default=f"${VARIABLE}, else {DEFAULT_INDEX}",
        help=text,
    )


index_option = _index("--index", "The index. If nothing is at the default place, the bundled FAQ is built there first.")
named_index_option = _index("--index", "The index.")
out_option = _index("--out", "The index.")


def facet_option(command: Callable[..., None]) -> Callable[..., None]:
    """Add ``--facet NAME=VALUE`` and its shorthand ``--region V``, both repeatable.

    The command receives them as ``facets``: pairs (facet, value), none with an empty value.
    `otvet.chosen.choice` checks them against an index.
    """

    @click.option(
        "--facet",
        "pairs",
        multiple=True,
        metavar="NAME=VALUE",
        callback=_pairs,
        help="A facet value of the reader, such as scheme=prepaid; may be repeated.",
    )
    @click.option("--region", "regions", multiple=True, metavar="VALUE", help="Short for --facet region=VALUE.")
    @wraps(command)
    def with_facets(*arguments: Any, pairs: Iterable[tuple[str, str]], regions: Iterable[str], **options: Any) -> None:
        given = (*pairs, *(("region", value) for value in regions))
        command(*arguments, facets=[(facet, value) for facet, value in given if value], **options)

    return with_facets


def judge_option(command: Callable[..., None]) -> Callable[..., None]:
    """Add ``--judge URL`` and what goes with it.

    The command receives ``judge``: an `llm.endpoint.Endpoint`, None where no judge is wanted.
    """

    @click.option(
        "--judge",
        "url",
        metavar="URL",
        envvar="OTVET_JUDGE",
        help="An OpenAI-compatible endpoint that reads the first answer and says whether it answers.  "
        "[default: $OTVET_JUDGE, else none]",
    )
    @click.option(
        "--judge-model", "model", metavar="NAME", envvar="OTVET_JUDGE_MODEL", default="", help="Its model to use."
    )
    @click.option(
        "--judge-seconds",
        "seconds",
        type=click.FloatRange(0.05, 60),
        envvar="OTVET_JUDGE_SECONDS",
        default=1.5,
        show_default=True,
        help="The most that a search waits for it.",
    )
    @wraps(command)
    def with_judge(*arguments: Any, url: str | None, model: str, seconds: float, **options: Any) -> None:
        from llm.endpoint import Endpoint

        judge = Endpoint(url, model, os.environ.get("OTVET_LLM_KEY", ""), seconds) if url else None
        command(*arguments, judge=judge, **options)

    return with_judge


reranker_option = click.option(
    "--reranker",
    metavar="NAME",
    envvar="OTVET_RERANKER",
    help="A cross-encoder of sentence-transformers, folder or hub name, that orders the first ten sections anew; "
    'requires the extra "models".  [default: $OTVET_RERANKER, else none]',
)


def _address(ctx: click.Context, param: click.Parameter, given: str | None) -> "Address | None":
    from index.engines.address import Address
    from index.errors import UnknownEngine

    try:
        return Address.parse(given) if given else None
    except UnknownEngine as exc:
        raise click.BadParameter(str(exc), ctx, param) from exc


engine_option = click.option(
    "--engine",
    callback=_address,
    metavar="URL",
    envvar="OTVET_ENGINE",
    help="A Qdrant cluster that keeps the vectors too, such as qdrant+https://host:6333/faq; requires the extra "
    '"qdrant". Its key is read from $OTVET_ENGINE_KEY.  [default: $OTVET_ENGINE, else none]',
)


def _pairs(ctx: click.Context, param: click.Parameter, given: Iterable[str]) -> list[tuple[str, str]]:
    pairs = []
    for text in given:
        facet, equals, value = text.partition("=")
        if not (facet and equals):
            raise click.BadParameter(f"{text!r} is not NAME=VALUE; write, for example, region=kazakhstan.", ctx, param)
        pairs.append((facet, value))
    return pairs
