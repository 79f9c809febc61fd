"""Write one Markdown page per document of a folder in the format of BEIR.

python -m eval.labels.beir_pages FOLDER PAGES
otvet index PAGES --out INDEX
otvet eval FOLDER --index INDEX
"""

import argparse
import re
from pathlib import Path

from eval.errors import ReportUnwritable
from eval.labels.beir import documents

MARKUP = re.compile(r"([!-/:-@\[-`{-~])")
"""Whatever may mean something in Markdown or in our tags: ASCII punctuation."""


def write_pages(folder: Path, out: Path) -> int:
    """Write a page for each document that has a page of its own, and return how many.

    Raises:
        QuestionsUnreadable, BadQuestion: as ``eval.labels.beir.queries`` does.
        ReportUnwritable: if a page cannot be written.
    """
    count = 0
    try:
        out.mkdir(parents=True, exist_ok=True)
        for _, document in documents(folder / "corpus.jsonl"):
            if document.own_page:
                lines = [f"# {_plain(document.section)}", "", *map(_plain, document.text.splitlines())]
                (out / document.page).write_text("\n".join(lines) + "\n", encoding="utf-8")
                count += 1
    except OSError as exc:
        raise ReportUnwritable(out, exc.strerror or str(exc)) from exc
    return count


def _plain(line: str) -> str:
    """A line of Markdown that reads as this text."""
    return MARKUP.sub(r"\\\1", line.strip())


def main() -> None:
    """Parse the arguments, write the pages, say how many."""
    parser = argparse.ArgumentParser(description="Turn the documents of a BEIR folder into Markdown pages.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("pages", type=Path)
    arguments = parser.parse_args()
    print(f"{arguments.pages}: {write_pages(arguments.folder, arguments.pages)} pages")


if __name__ == "__main__":
    main()
