"""Write files beside the pages, without overwriting any."""

import os
from collections.abc import Mapping
from pathlib import Path

from init.errors import Unwritable


def put(texts: Mapping[Path, str]) -> list[Path]:
    """Write every file, or none.

    Args:
        texts: Path → the file's text; the folders must exist.

    Returns:
        The files written. One that exists already is left unchanged and is not among them.

    Raises:
        Unwritable: if one cannot be written; those written before it are removed.
    """
    written: list[Path] = []
    for path, text in texts.items():
        try:
            if _put(path, text):
                written.append(path)
        except OSError as exc:
            for done in written:
                done.unlink(missing_ok=True)
            raise Unwritable(path, exc) from exc
    return written


def _put(path: Path, text: str) -> bool:
    """Under another name first: a link to a name that is taken is refused, and what is under it is whole."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_text(text, encoding="utf-8")
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        draft.unlink(missing_ok=True)
    return True
