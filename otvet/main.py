"""The `otvet` command: all commands in one group."""

import click

from otvet.commands.alternates import alternates
from otvet.commands.ask import ask
from otvet.commands.eval import evaluate_index
from otvet.commands.index import build_index
from otvet.commands.init import begin_with
from otvet.commands.lint import lint_content
from otvet.commands.mcp import serve_agents
from otvet.commands.search import search
from otvet.commands.serve import serve
from otvet.commands.suggest import suggest_changes
from otvet.commands.tune import tune
from otvet.commands.verify import verify_index
from otvet.refusals import REFUSALS

EXTRAS = {"ir_measures": "eval", "scipy": "eval"}
"""Package → the extra that it comes with. Those of ``mcp`` and ``models`` have errors of their own."""

COMMANDS = (
    *(build_index, begin_with, search, serve, ask, serve_agents),
    *(evaluate_index, lint_content, suggest_changes, alternates, tune, verify_index),
)


class Commands(click.Group):
    """Prints the errors of our packages as a message and exits with code 1."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except REFUSALS as exc:
            raise click.ClickException(str(exc)) from exc
        except ModuleNotFoundError as exc:
            package = (exc.name or "").partition(".")[0]
            if package not in EXTRAS:
                raise
            raise click.ClickException(
                f"measuring needs the package {package}; in Otvet's folder, run: "
                f".venv/bin/python -m pip install --editable '.[{EXTRAS[package]}]'"
            ) from exc


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="otvet")
def main() -> None:
    """Answer questions from a Markdown FAQ, for the reader's region and other facets."""


for command in COMMANDS:
    main.add_command(command)
