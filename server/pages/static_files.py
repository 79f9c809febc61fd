"""Our own files: their addresses change with what is in them, so browsers keep them for good."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, send_from_directory

FOLDER = Path(__file__).parents[1] / "static"
YEAR = 31_536_000


def add_static_files(app: Flask) -> None:
    """Add ``/static/VERSION/NAME``, for which ``url_for("static", filename=NAME)`` gives the address.

    Scripts import one another by relative addresses, so all of a page are of one version. An address of an earlier
    version gives the current file, which is not kept.
    """

    @app.route("/static/<made>/<path:filename>")
    def static(made: str, filename: str) -> Response:
        now = made == version()
        response = send_from_directory(FOLDER, filename, max_age=YEAR if now else None)
        response.cache_control.immutable = now
        return response

    @app.url_defaults
    def of_this_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static":
            values.setdefault("made", version())


@cache
def version() -> str:
    """A hash of all the files."""
    files = (path.read_bytes() for path in sorted(FOLDER.rglob("*")) if path.is_file())
    return hashlib.sha256(b"\n".join(files)).hexdigest()[:12]
