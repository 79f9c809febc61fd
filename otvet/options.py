"""Options that several commands share."""

from pathlib import Path

import click

index_option = click.option(
    "--index",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="OTVET_INDEX",
    default=Path("var/index"),
    show_default="$OTVET_INDEX, else var/index",
    help="The index; where nothing is there, the bundled FAQ is built into it first.",
)
