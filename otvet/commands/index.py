"""`otvet index`."""

import os
from collections.abc import Sequence
from pathlib import Path

import click

from index.encoders.registry import BUNDLED


@click.command("index")
@click.argument("content", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="The index.  [default: as --index]")
@click.option(
    "--encoder",
    default=BUNDLED,
    show_default=True,
    help="Or an adapter of `otvet tune encoder` (.npz), or a sentence-transformers model: name or folder.",
)
@click.option(
    "--alternates",
    multiple=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Other ways to ask, besides PAGE.alternates.jsonl beside each page; may be repeated.",
)
def build_index(content: Path, out: Path | None, encoder: str, alternates: Sequence[Path]) -> None:
    """Build or update an index from CONTENT, a Markdown file or a folder of them.

    \b
    Example:
        otvet index docs/faq --out var/faq
    """
    from otvet.wiring import build_into

    build_into(out or Path(os.environ.get("OTVET_INDEX", "var/index")), content, encoder, alternates)
