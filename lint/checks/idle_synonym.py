"""Synonyms that mean nothing the content says."""

from collections.abc import Iterator

from index.query.expansion import Expander
from ingest.content.synonyms import SYNONYMS
from ingest.render.text import plain_text
from lint.finding import Finding
from lint.parsed_content import Parsed


def idle_synonyms(parsed: Parsed) -> Iterator[Finding]:
    """Lines of synonyms.txt of which no form that is looked for occurs in a heading or an answer."""
    if not parsed.synonyms:
        return
    expander = Expander(parsed.synonyms)
    found: set[int] = set()
    for source in parsed.pages:
        for section in source.page.sections:
            found |= expander.lines_found(section.title) | expander.lines_found(plain_text(section.blocks).text)
    for synonym in parsed.synonyms:
        if synonym.line not in found:
            forms = ", ".join(f"«{form}»" for form in synonym.meant)
            yield Finding(SYNONYMS, synonym.line, "synonym-idle", f"no page says {forms}")
