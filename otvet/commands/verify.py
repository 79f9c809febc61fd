"""`otvet verify`."""

from pathlib import Path

import click

from otvet.options import named_index_option


@click.command("verify")
@named_index_option
def verify_index(folder: Path) -> None:
    """Read every byte of an index and compare it with what was written; exit code 1 if a file is wrong.

    One line a file that is wrong, to standard output. Other commands make the same check of the live generation when
    they open it.

    \b
    Example:
        otvet verify --index var/faq
    """
    from index.storage.verify import verify

    found = list(verify(folder))
    for one in found:
        for line in one.wrong:
            click.echo(line)
        if not one.wrong:
            kept = "live" if one.live else "kept for rollback or a reader"
            click.echo(f"{one.path} ({kept}): {one.files} files, {one.bytes:,} bytes, as they were written", err=True)
    if any(one.wrong for one in found):
        whole = any(not one.wrong and not one.live for one in found)
        back = f"go back with: otvet index --rollback --out {folder}, or " if whole else ""
        raise click.ClickException(f"{folder}: {back}build the index again with: otvet index CONTENT --out {folder}")
