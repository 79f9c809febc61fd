"""`otvet lint`."""

import os
from pathlib import Path

import click

from otvet.bundled import FAQ


@click.command("lint")
@click.argument("content", type=click.Path(path_type=Path))
@click.option(
    "--sarif",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the findings as SARIF 2.1.0, for code review tools.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "never"]),
    default="error",
    show_default=True,
    help="Exit with code 1 if there is a finding of this severity or a worse one.",
)
@click.option(
    "--longest",
    type=click.IntRange(min=1),
    help="Characters that an answer may have, as one reader sees it; by default as many as the encoder reads.",
)
def lint_content(content: Path, sarif: Path | None, as_json: bool, fail_on: str, longest: int | None) -> None:
    """Report what in CONTENT, a Markdown file or a folder of them, will lead to bad answers, and how to fix it.

    \b
    Example:
        otvet lint docs/faq --sarif var/lint.sarif
    """
    from index.bundled_model.cache import default_cache
    from index.encoders.registry import BUNDLED, load_encoder
    from index.passages import LONGEST
    from ingest.content.pages import content_root
    from lint import report
    from lint.parsed_content import parse
    from lint.run import findings
    from lint.sarif import write_sarif

    parsed = parse(content, default_facets=FAQ / "facets.toml", longest=longest or LONGEST)
    found = findings(parsed, load_encoder(BUNDLED, cache=default_cache(os.environ)))
    root = content_root(content)
    if sarif:
        write_sarif(sarif, found, parsed, root)
    click.echo(report.as_json(found, root) if as_json else report.text(found, root), nl=as_json)
    click.echo(report.summary(found), err=True)
    if report.fails(found, fail_on):
        raise click.exceptions.Exit(1)
