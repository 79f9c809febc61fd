"""Draft the files that otvet needs beside a folder of pages."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from shlex import quote

from ingest.content.facets import FILE, facets_of, read_facets, read_tables
from ingest.content.pages import read_content
from ingest.load import Content
from init.draft_facets import facets_toml
from init.draft_questions import as_jsonl, drafts
from init.label_sets import LabelSet
from init.survey import seen_by_everyone, survey, tab_sets
from init.write_once import put

QUESTIONS = "questions.jsonl"
GUIDE = "OTVET.txt"
"""Not ``.md``, since it would be read as a page."""


@dataclass(frozen=True, slots=True)
class Begun:
    """The drafted files."""

    facets: Path
    questions: Path
    guide: Path

    kept: frozenset[Path]
    """Those that existed before, which were left unchanged."""

    tab_sets: tuple[LabelSet, ...]
    """Those of the pages."""

    for_everyone: tuple[LabelSet, ...]
    """Those of them of which every reader sees every tab, since facets.toml declares none of the labels."""

    @property
    def files(self) -> tuple[Path, ...]:
        """All of them."""
        return self.facets, self.questions, self.guide


def begin(content: Path, *, bundled: Path, index: Path) -> Begun:
    """Draft facets.toml, questions.jsonl and a guide in a folder of pages.

    Args:
        content: The folder.
        bundled: The facets.toml to start from.
        index: Folder of the index, named in the guide.

    Raises:
        IngestError: if the pages, or a facets.toml that is there, cannot be read; nothing is written then.
        DraftUnwritable: if a file cannot be written; none is left behind then.
    """
    pages = tuple(read_content(content))
    facets_file, questions_file, guide_file = files = (content / FILE, content / QUESTIONS, content / GUIDE)
    texts: dict[Path, str] = {}
    if facets_file.exists():
        tables = read_tables(facets_file)
    else:
        texts[facets_file] = facets_toml(bundled.read_text(encoding="utf-8"), survey(pages, read_facets(bundled)))
        tables = tomllib.loads(texts[facets_file])
    facets = facets_of(facets_file, tables)
    sections = [section for page in Content(tables, facets, pages).parsed() for section in page.sections]
    texts[questions_file] = as_jsonl(drafts(sections, facets))
    places = {"content": content, "index": index, "questions": questions_file}
    guide = Path(__file__).with_name("guide.txt").read_text(encoding="utf-8")
    texts[guide_file] = guide.format_map({name: quote(str(path)) for name, path in places.items()})
    written = put(texts)
    tabs = tuple(tab_sets(pages))
    for_everyone = tuple(one for one in tabs if seen_by_everyone(one, facets))
    return Begun(*files, frozenset(files) - set(written), tabs, for_everyone)
