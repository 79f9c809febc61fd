"""References to a step by its number."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from ingest.fold import fold_phrase
from ingest.markdown.split import walk
from ingest.scope.phrases import sentences
from ingest.section import Block
from lint.finding import Finding
from lint.views import View, Views

_STEP = r"(?:шаг(?:а|у|е|ом|и|ов|ам|ах|ами)?|пункт(?:а|у|е|ом|ы|ов|ам|ах)?|п\.|steps?)"
_NUMBER = re.compile(
    rf"(?<!\w){_STEP}\s*№?\s*(?P<first>\d{{1,2}})"
    r"(?:\s*(?:(?P<to>[-–—])|и|,|and)\s*(?P<last>\d{1,2}))?(?![\w.]?\d)"
)
_ORDINALS = ("перв", "втор", "трет", "четверт", "пят", "шест", "седьм", "восьм", "девят", "десят")
_ENDINGS = "ый|ой|ий|ого|его|ому|ему|ом|ем|ым|им|ьего|ьему|ьем"
_ORDINAL = re.compile(rf"(?<!\w)(?P<stem>{'|'.join(_ORDINALS)})(?:{_ENDINGS})\s+{_STEP}(?!\w)")
_LINK = re.compile(r"\[[^\]]*\]\((?!#)[^)]*\)|<a\s|https?://")
_OF_ANOTHER = re.compile(
    r"(?:договор|контракт|оферт|соглашени|стать|закон|раздел|инструкци|приложени|услови|правил|настоящ|положени|регламент"
    r"|мастер|выше|предыдущ|таблиц|contract|section|article|wizard)\w*"
)
"""What else has numbered points."""

Items = Mapping[int, frozenset[int]]
"""Number of a step → the first lines of the items that have it; a section may have several lists."""


def step_references(seen: Views) -> Iterator[Finding]:
    """References such as «см. шаг 3» that lead some reader to no step, or to another than the text as written does.

    Nothing is reported if all readers are led to the same step, and in a sentence with a link to another place or the
    word for another text with numbered points.
    """
    written = _items(seen.section.blocks)
    if not written or all(view.blocks == seen.section.blocks for view in seen.judged):
        return
    shown = [(view, _items(view.blocks)) for view in seen.judged]
    for block in walk(seen.section.blocks):
        if block.children or block.kind in ("code", "html"):
            continue
        for number, words in _references(block):
            meant = written.get(number, frozenset())
            led = {view.reader: items.get(number, frozenset()) for view, items in shown if view.has(block)}
            wrong = [view for view, _ in shown if view.reader in led and not led[view.reader] & meant]
            if not meant or not wrong or (all(led.values()) and len(set(led.values())) == 1):
                continue
            by_fault: dict[str, list[View]] = defaultdict(list)
            for view in wrong:
                by_fault["is another step" if led[view.reader] else "is gone"].append(view)
            for fault, views in by_fault.items():
                yield seen.finding(views, seen.source.line_of(block, ""), "step-wrong", f"«{words}» {fault}")


def _references(block: Block) -> Iterator[tuple[int, str]]:
    """Numbers of steps, and the words that name each."""
    for sentence in sentences(block.source):
        folded = fold_phrase(sentence)
        if _LINK.search(sentence) or _OF_ANOTHER.search(folded):
            continue
        for found in _NUMBER.finditer(folded):
            first, last = int(found["first"]), int(found["last"] or found["first"])
            for number in range(first, last + 1) if found["to"] else sorted({first, last}):
                yield number, found[0]
        for found in _ORDINAL.finditer(folded):
            yield _ORDINALS.index(found["stem"]) + 1, found[0]


def _items(blocks: Sequence[Block]) -> dict[int, frozenset[int]]:
    found: dict[int, frozenset[int]] = defaultdict(frozenset)
    for block in walk(blocks):
        if block.kind == "steps":
            for number, item in enumerate(block.children, start=int(block.label or 1)):
                found[number] |= {item.lines[0]}
    return dict(found)
