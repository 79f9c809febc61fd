"""`otvet index`."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from index.encoders.registry import BUNDLED
from otvet.options import engine_option, out_option

if TYPE_CHECKING:
    from index.engines.address import Address


@click.command("index")
@click.argument("content", type=click.Path(path_type=Path), required=False)
@out_option
@click.option(
    "--encoder",
    default=BUNDLED,
    show_default=True,
    help="Its name, an adapter of `otvet tune encoder` (.npz), or a sentence-transformers model (name or folder).",
)
@click.option(
    "--alternates",
    multiple=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file of alternate questions, besides PAGE.alternates.jsonl beside each page; may be repeated.",
)
@engine_option
@click.option("--rollback", is_flag=True, help="Instead of building, go back to the generation before the last build.")
@click.option("--contrasts", is_flag=True, help="Instead of building, list the sections that ask nearly the same.")
def build_index(
    content: Path | None,
    folder: Path,
    encoder: str,
    alternates: Sequence[Path],
    engine: "Address | None",
    rollback: bool,
    contrasts: bool,
) -> None:
    """Build or update an index from CONTENT, a Markdown file or a folder of them.

    \b
    Example:
        otvet index docs/faq --out var/faq
        otvet index --rollback --out var/faq
        otvet index --contrasts --out var/faq
    """
    if sum((rollback, contrasts, content is not None)) > 1:
        raise click.UsageError("give one of CONTENT, --rollback and --contrasts.")
    if rollback:
        from otvet.wiring import roll_back

        click.echo(f"{folder}: generation {roll_back(folder, engine)} is live again", err=True)
    elif contrasts:
        from index.contrast_sets import contrast_sets
        from index.storage.bundle import open_bundle
        from index.storage.generations import load

        bundle = load(folder, open_bundle)
        for number, one in enumerate(contrast_sets(bundle.sections, bundle.facets.contrasts)):
            listed = [f"{section.id}  {section.title}" for section in (bundle.sections[at] for at in one.places)]
            click.echo("\n" * bool(number) + "\n".join([f"# {one.name}", *listed] if one.name else listed))
    elif content is not None:
        from otvet.wiring import build_into

        build_into(folder, content, encoder, alternates, engine=engine)
    else:
        raise click.UsageError("give CONTENT, or --rollback to go back to the generation before, or --contrasts.")
