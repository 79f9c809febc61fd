"""Write files beside the pages, without overwriting any."""

from collections.abc import Mapping
from pathlib import Path

from ingest.atomic_file import create_text
from init.errors import DraftUnwritable


def put(texts: Mapping[Path, str]) -> list[Path]:
    """Write every file, or none.

    Args:
        texts: Path → the file's text; the folders must exist.

    Returns:
        The files written. One that exists already is left unchanged and is not among them.

    Raises:
        DraftUnwritable: if one cannot be written; those written before it are removed.
    """
    written: list[Path] = []
    for path, text in texts.items():
        try:
            if create_text(path, text):
                written.append(path)
        except OSError as exc:
            for done in written:
                done.unlink(missing_ok=True)
            raise DraftUnwritable(path, exc) from exc
    return written
