"""The sentences that the writer of a letter says: without what is quoted, mail headers and the signature."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from index.letter.html_letter import without_markup
from ingest.fold import clean, fold

WRAPPED = 60
"""Characters from which a line without a full stop goes on in the next one; a shorter one is a sentence by itself."""

LONGEST_HEADER = 300
"""Characters of the line with which a mail program announces a quotation."""

HEADERS = 6
"""Lines of a message's headers, at most, in which its subject is looked for."""

_QUOTED = re.compile(r"\s*(?:>|&gt;)")
_HEADER = re.compile(
    r"\s*\*?(?:from|sent|date|to|cc|subject|reply-to|от|от кого|кому|копия|дата|отправлено|тема|кімнен|кімге"
    r"|күні|тақырыбы)\*?\s*:\s",
    re.I,
)
_ORIGINAL = re.compile(r"\s*-{2,}\s*(?:original message|исходное сообщение)", re.I)
_FORWARDED = re.compile(r"\s*-{2,}\s*(?:forwarded message|пересланное сообщение|пересылаемое сообщение)", re.I)
_PASSED_ON = re.compile(r"\s*(?:(?:subject|тема|тақырыбы)\s*:\s*)?(?:fwd?|пересл\w*|вперед)\s*:", re.I)
_WROTE = re.compile(r".*(?:\d|@).*(?:wrote|writes|пишет|писал|писала|писал\(а\)|написал|написала|жазды)\s*:\s*$", re.I)
_SIGNED = re.compile(r"\s*(?:--|—|_{3,}|-{3,})\s*$")
_CLOSING = re.compile(
    r"(?:с (?:\w+ )?уважением(?!\s+(?:к|относ))|с наилучшими|всего (?:доброго|хорошего)|хорошего (?:дня|вечера)"
    r"|искренне ваш"
    r"|(?:best|kind|warm) regards|regards,?$|sincerely|yours (?:truly|faithfully)|құрметпен|ізгі ниетпен"
    r"|отправлено (?:с|из) |sent from )"
)
_POSTSCRIPT = re.compile(r"\s*(?:p\.?\s?s\.?|п\.?\s?с\.?|з\.?ы\.?)(?=[\s:.,—-])[\s:.,—-]*", re.I)
_ITEM = re.compile(r"\s*(?:[-–—*•·▪◦]|\d{1,2}[.)]|[а-яa-z]\))\s+")
_CLAUSE_END = re.compile(r"[,;:] | [—–-] ")
_STOP = re.compile(r"[.!?…]+[»”\")\]]*(?=\s|$)")
_ABBREVIATION = re.compile(
    r"(?:\b[a-zа-яё]|\b(?:гг|ул|пр|руб|коп|тыс|млн|млрд|им|стр|рис|табл|доп|др|пр|см|ст|кв|оф|тел|эл|напр|физ"
    r"|юр|обл|mr|mrs|dr|no|vs|etc|inc|ltd|e\.g|i\.e))\.$",
    re.I,
)


class Sentence(NamedTuple):
    """A sentence of a letter."""

    text: str

    lead: str = ""
    """Of an item of a list: what announces the list, without its colon."""


def sentences(letter: str, *, longest: int) -> list[Sentence]:
    """What the writer says, sentence by sentence.

    Args:
        letter: As it was pasted.
        longest: Characters of a sentence; a longer one is cut between its clauses.
    """
    found: list[Sentence] = []
    lead, signed = "", False
    for paragraph in _paragraphs(_own_lines(_lines(letter))):
        item = _ITEM.match(paragraph)
        if not item:
            lead = ""
        for text in split_paragraph(paragraph[item.end() :] if item else paragraph, longest):
            if _CLOSING.match(fold(text)) or _SIGNED.match(text):
                signed = True
            elif written := _POSTSCRIPT.match(text):
                signed, text = False, text[written.end() :]
            if text and not signed:
                found.append(Sentence(text, lead if item else ""))
        if not item and paragraph.endswith(":"):
            lead = found[-1].text.rstrip(" :") if found else ""
    return found


def forwarded(letter: str) -> list[str]:
    """The messages that a letter passes on, the latest first."""
    lines = _lines(letter)
    below = next((number for number in range(len(lines)) if _is_among_headers(lines, number)), len(lines))
    passed_on = any(map(_PASSED_ON.match, lines[: below + HEADERS]))
    messages: list[list[str]] = [[]]
    for number, line in enumerate(lines):
        if _FORWARDED.match(line) or (passed_on and _is_among_headers(lines, number)):
            messages.append([])
        else:
            messages[-1].append(line)
    return ["\n".join(message) for message in messages[1:]]


def _lines(letter: str) -> list[str]:
    return clean(without_markup(letter)).splitlines()


def _own_lines(lines: Iterable[str]) -> Iterator[str]:
    """The lines without quotations and headers, up to the message that was replied to."""
    kept = list(lines)
    begun = False
    for number, line in enumerate(kept):
        cited = _ORIGINAL.match(line) or _FORWARDED.match(line)
        if cited or (begun and _is_among_headers(kept, number)):
            return
        if _says_who_wrote(line):
            if _QUOTED.match(_following(kept, number)):
                continue
            return
        if _QUOTED.match(line) or (not begun and _HEADER.match(line)):
            continue
        begun = begun or bool(line.strip())
        yield line


def _is_among_headers(lines: Sequence[str], number: int) -> bool:
    """Whether a line is a header and the next one, too."""
    return bool(_HEADER.match(lines[number]) and _HEADER.match(_following(lines, number)))


def _following(lines: Sequence[str], number: int) -> str:
    """The next line that is not blank; empty if there is none."""
    return next((line for line in lines[number + 1 :] if line.strip()), "")


def _says_who_wrote(line: str) -> bool:
    """Whether a mail program says whose message follows: «12.10.2026, support@example.com пишет:»."""
    return len(line) < LONGEST_HEADER and bool(_WROTE.match(line)) and bool(re.search(r"[\d@]", line))


def _paragraphs(lines: Iterable[str]) -> Iterator[str]:
    """What is between line breaks that the writer made; lines that a mail program wrapped are joined."""
    held = ""
    for line in (*lines, ""):
        text = " ".join(line.split())
        goes_on = bool(held and text) and not _ITEM.match(line) and not _ends(held)
        if goes_on and (len(held) >= WRAPPED or text[0].islower()):
            held = f"{held} {text}"
            continue
        if held:
            yield held
        held = text


def _ends(text: str) -> bool:
    return text.endswith((".", "!", "?", "…", ":", ";"))


def split_paragraph(paragraph: str, longest: int) -> Iterator[str]:
    """The sentences of one paragraph; a longer one is cut between its clauses."""
    start = 0
    for stop in _STOP.finditer(paragraph):
        if stop[0] == "." and _ABBREVIATION.search(paragraph[max(start, stop.end() - 8) : stop.end()]):
            continue
        yield from _cut(paragraph[start : stop.end()].strip(), longest)
        start = stop.end()
    yield from _cut(paragraph[start:].strip(), longest)


def _cut(text: str, longest: int) -> Iterator[str]:
    """The text in the fewest parts, about as long as each other, between clauses if there are any, else words."""
    while len(text) > longest:
        share = len(text) // -(-len(text) // longest)
        ends = [clause.end() for clause in _CLAUSE_END.finditer(text, share // 2, longest)]
        at = min(ends, key=lambda end: abs(end - share)) if ends else text.rfind(" ", 0, longest + 1)
        at = at if at > 0 else longest
        yield text[:at].rstrip()
        text = text[at:].lstrip()
    if text:
        yield text
