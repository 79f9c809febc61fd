"""Run a command that must refuse its input, and give what it said."""

from pathlib import Path

from click.testing import CliRunner

from otvet.main import main


def refused(*arguments: str | Path) -> str:
    """The one line on stderr of a command that ends with exit status 1 and nothing on stdout."""
    result = CliRunner().invoke(main, list(map(str, arguments)))
    assert isinstance(result.exception, SystemExit), repr(result.exception)
    assert (result.exit_code, result.stdout) == (1, "")
    (line,) = result.stderr.splitlines()
    return line.removeprefix("Error: ")
