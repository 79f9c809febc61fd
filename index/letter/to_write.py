"""The letter that an answer tells its reader to write: to which address, and what to state in it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import quote

from index.letter.sentences import split_paragraph
from index.result import LetterToWrite
from ingest.fold import fold_in_place
from ingest.markdown.blocks import inline_text
from ingest.section import Allowed, Block, Section, certain

LONGEST_SENTENCE = 1000
LONGEST_HREF = 2000
"""Characters of an address that every mail program takes; of a longer one the body is left out."""

_MAIL = re.compile(r"(?<![\w.%+-])[\w.%+-]{0,63}\w@[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}(?![\w-]|\.\w)")
_PLACEHOLDER = re.compile(r"@(?:.*\.)?example(?:\.(?:com|net|org))?$")
"""Domains that are reserved for examples (RFC 2606)."""

_SENDER = re.compile(
    r"(?:\b(?:от|с|со|из|from)(?: (?:адреса|почты|ящика|имени|email|e-mail|address|the|электронной))*[ (<]*)$"
)
"""Before an address that letters come from."""
_SENDER_AFTER = re.compile(r"\s?(?:(?:мекенжайы|поштасы)нан|-?(?:дан|ден|тан|тен|нан|нен))\b")

_MODAL = (
    r"(?:нужно|надо|необходимо|следует|требуется|достаточно|можно|можете|должны|должен|должна|рекомендуем|просим"
    r"|понадобится|потребуется)\b(?: [\w-]+){0,4} "
)
_CLAUSE = r"(?:^|[.,;:!?—–(] ?|\b(?:and|or|then|please|to|can|may|must|should) )"
_WRITE = re.compile(
    r"(?<!не )\b(?:напиши|отправь|направь|пришли|вышли|запроси|обратись|спроси|сообщи|свяжись|подай|оставь|попроси"
    r"|закажи)(?:те|тесь)?\b"
    rf"|(?<!не ){_MODAL}(?:написать|отправить|направить|прислать|выслать|запросить|обратиться|спросить|сообщить"
    r"|связаться|подать|попросить|заказать)\b"
    rf"|{_CLAUSE}(?:write|email|e-mail|mail|send|submit|contact|ask|request)\b"
)
"""Tells to write; the address follows."""
_WRITE_AFTER = re.compile(
    r"\b(?:жазыңыз|жіберіңіз|жолдаңыз|хабарласыңыз|жүгініңіз|сұраңыз|сұратыңыз|жаза аласыз|жібере аласыз)\b"
)
"""The same at the end of a sentence; the address stands before."""

_STATE = re.compile(
    r"(?<!не )\b(?:сообщи|укажи|перечисли|добавь|приложи|назови|опиши|прикрепи|включи|вложи)(?:те)?\b"
    rf"|(?<!не ){_MODAL}(?:сообщить|указать|перечислить|добавить|приложить|назвать|описать|прикрепить)\b"
    r"|(?:^|[.,;:!?—–(] ?|\b(?:and|or|then|please|must|should) )"
    r"(?:state|specify|include|attach|list|provide|mention|enter|give|add|describe)\b"
)
"""Tells to state something; what it is follows."""
_STATE_AFTER = re.compile(r"\b(?:көрсетіңіз|хабарлаңыз|тіркеңіз|қосыңыз|атаңыз|сипаттаңыз|жазыңыз)\b")
"""The same at the end of a sentence; what it is stands before."""

_NOT = re.compile(
    r"\b(?:нельзя|никогда|незачем|нет (?:необходимости|нужды|смысла)|не (?:обязательно|обязаны)"
    r"|not|no|never|cannot|avoid)\b|n[’']t\b"
)
"""Takes back what its clause tells."""
_NEXT_CLAUSE = re.compile(r"[.,;:!?—–(]|\b(?:please|then|and|or|but)\b")
_NO_ADDRESS = re.compile(r"\b(?:не|not)(?: (?:на|по|к|to|at))?(?: (?:адрес|почту|адресу|почте))?[ (<]*$")
"""Before an address that nobody is to write to."""

_LETTER = re.compile(
    r"(?:\b(?:в|во|к) (?:(?:том же|этом|самом|вашем|своем|тексте|своему|вашему) )?"
    r"(?:письм[еоу]|запрос[еу]?|обращени[еию]|заявк[еу]|сообщени[еию]|заявлени[еию])\b"
    r"|\b(?:in|to|with) (?:the|your|this|an?) (?:letter|request|message|e-?mail|application|text)\b"
    r"|\b(?:хат|сұрау|өтініш|өтінім|хабарлама)\w*(?:та|те|да|де|ға|ге|қа|ке)\b)"
)
_SUBJECT = re.compile(r"\b(?:тем(?:а|ой|е|у)(?: (?:письма|сообщения))?|(?:the )?subject(?: line)?|тақырып\w*)\b")
_QUOTED = re.compile(r"[\s:—–-]*[«“\"„]([^»”\"“]+)[»”\"“]")
_STOP = re.compile(r",? (?:и|а|—|–) мы |,? чтобы |,? тогда |, после чего |, содан кейін |,? so that |,? and we ")
"""Where a sentence goes on to say why, or what happens then."""
_TO = re.compile(rf" (?:(?:на|по)(?: (?:адрес|почту|адресу|почте))?|to|at) {_MAIL.pattern}")
_DECEIT = re.compile(
    r"\b(?:мошенни|злоумышленник|фишинг|поддельн|аферист|алаяқ|жалған|scam|fraud|phish|fake|impersonat|spoof)"
)
"""Of a section that warns of others who ask for letters it is not clear to whom one should write."""
_JOINED = re.compile(r"^(?:что|that|и|and) | (?:и|а также|and)$")
_EDGES = " \t\n,;:.—–-"


class _Line(NamedTuple):
    """A paragraph, and the list that it announces."""

    text: str
    items: tuple["_Line", ...]
    certain: bool
    """Whether it holds for all of the readers."""


class _Draft(NamedTuple):
    to: frozenset[str]
    subject: str
    checklist: tuple[str, ...]
    certain: bool


def letter_to_write(section: Section, allowed: Allowed) -> LetterToWrite | None:
    """The letter that a projected section tells its readers to write.

    There is one only where it is plain: the section tells once to write and what to state, to one address, and all that
    it says of the letter holds for every reader that the choice lets in.

    Args:
        section: Projected to the choice.
        allowed: The choice.
    """
    sure = all(certain(scope, allowed) for scope in section.scopes)
    lines = list(_lines(section.blocks, allowed, sure))
    texts = [one.text for line in lines for one in (line, *line.items)]
    if not any("@" in text for text in texts) or any(_DECEIT.search(fold_in_place(text)) for text in texts):
        return None
    drafts = [draft for draft in _drafts(lines) if draft.checklist]
    if len(drafts) != 1 or not drafts[0].certain or len(drafts[0].to) != 1:
        return None
    (draft,) = drafts
    (to,) = draft.to
    subject = draft.subject or section.title
    return LetterToWrite(to, subject, draft.checklist, mailto(to, subject, draft.checklist))


def mailto(to: str, subject: str, checklist: Sequence[str]) -> str:
    """The address by which a mail program opens the letter, as RFC 6068 has it."""
    body = "\r\n".join(f"{each}: " for each in checklist)
    short = f"mailto:{quote(to, safe='@')}?subject={quote(subject, safe='')}"
    whole = f"{short}&body={quote(body, safe='')}"
    return whole if len(whole) <= LONGEST_HREF else short


def _lines(blocks: Sequence[Block], allowed: Allowed, sure: bool) -> Iterator[_Line]:
    """The paragraphs of a tree in order, also those that are items of an announced list."""
    for at, block in enumerate(blocks):
        holds = sure and certain(block.scope, allowed)
        if block.kind == "paragraph":
            after = blocks[at + 1] if block.text.endswith(":") and at + 1 < len(blocks) else None
            listed = after is not None and after.kind in ("bullets", "steps")
            yield _line(block, holds, tuple(_items(after, allowed, sure)) if after and listed else ())
        elif block.kind not in ("code", "html", "table", "heading"):
            yield from _lines(block.children, allowed, holds)


def _items(listed: Block, allowed: Allowed, sure: bool) -> Iterator[_Line]:
    """The first paragraph of each item."""
    holds = sure and certain(listed.scope, allowed)
    for item in listed.children:
        first = next((child for child in item.children if child.kind == "paragraph"), None)
        if first:
            yield _line(first, holds and certain(item.scope, allowed) and certain(first.scope, allowed), ())


def _line(block: Block, holds: bool, items: tuple[_Line, ...]) -> _Line:
    has_link = "mailto:" in block.source
    return _Line(inline_text(block.source, addresses=True) if has_link else block.text, items, holds)


def _drafts(lines: Iterable[_Line]) -> Iterator[_Draft]:
    """Each place that tells to write to an address, with what is to be stated up to the next one."""
    draft: _Draft | None = None
    for line in lines:
        just_said = False
        for text in split_paragraph(line.text, LONGEST_SENTENCE):
            announced = line.items if text.endswith(":") else ()
            folded = fold_in_place(text)
            told, verb = _told_to_write(text, folded, announced)
            if told:
                if draft:
                    yield draft
                sure = line.certain and all(item.certain for item in announced if _MAIL.search(item.text))
                draft = _Draft(frozenset(told), "", (), sure)
            if draft and (told or just_said or _LETTER.search(folded)):
                draft = _with_statement(draft, text, folded, verb, announced, line.certain)
                just_said = True
    if draft:
        yield draft


def _told_to_write(text: str, folded: str, announced: Sequence[_Line]) -> tuple[list[str], int]:
    """The addresses that a sentence, or the list that it announces, tells to write to; where the words for that end."""
    before = next((one for one in _WRITE.finditer(folded) if _holds(folded, one.end())), None)
    after = _WRITE_AFTER.search(folded)
    verb = before.end() if before else 0
    if not before and _LETTER.search(folded):
        before = _STATE.search(folded)
    if not before and not after:
        return [], 0
    start, end = (before.end() if before else 0), (len(text) if before or not after else after.start())
    own = [one for one in _MAIL.finditer(text, start, end) if not _sends(folded, one)]
    listed = [one[0] for item in announced for one in _MAIL.finditer(item.text)]
    found = [one[0] for one in own] + listed
    no_address = any(_NO_ADDRESS.search(folded, 0, one.start()) for one in own)
    real = [] if no_address or any(_PLACEHOLDER.search(one.lower()) for one in found) else found
    return list(dict.fromkeys(map(str.lower, real))), verb if real else 0


def _holds(folded: str, verb: int) -> bool:
    """Whether words that tell to write are the answer's own, and its clause does not take them back."""
    is_quoted = folded.count("«", 0, verb) > folded.count("»", 0, verb)
    clause = max((one.end() for one in _NEXT_CLAUSE.finditer(folded, 0, verb)), default=0)
    return not is_quoted and not _NOT.search(folded, clause, verb)


def _sends(folded: str, address: re.Match[str]) -> bool:
    """Whether letters come from an address."""
    return bool(_SENDER.search(folded, 0, address.start()) or _SENDER_AFTER.match(folded, address.end()))


def _with_statement(draft: _Draft, text: str, folded: str, verb: int, announced: Sequence[_Line], sure: bool) -> _Draft:
    """The draft with what a sentence tells to state after the words for writing; the draft if that is nothing."""
    if named := _SUBJECT.search(folded):
        said = _QUOTED.match(text, named.end())
        return draft._replace(subject=said[1].strip() if said else "", certain=draft.certain and sure and bool(said))
    told = [one.span() for one in _STATE.finditer(folded, verb)]
    last = None if told else _STATE_AFTER.search(folded)
    if not told and not last:
        return draft
    points = [item for item in announced if not _MAIL.search(item.text)]
    if announced:
        stated = [item.text for item in points]
    elif told:
        ends = [start for start, _ in told[1:]] + [len(text)]
        stated = [text[start : _end(folded, start, end)] for (_, start), end in zip(told, ends, strict=True)]
    else:
        assert last is not None
        said_in = _LETTER.search(folded, 0, last.start())
        stated = [text[said_in.end() : last.start()]] if said_in else []
    checklist = tuple(filter(None, map(_point, stated)))
    return draft._replace(
        checklist=tuple(dict.fromkeys(draft.checklist + checklist)),
        certain=draft.certain and (sure or not checklist) and all(item.certain for item in points),
    )


def _end(folded: str, start: int, end: int) -> int:
    """Where what is to be stated ends, at the latest there."""
    stop = _STOP.search(folded, start, end)
    return stop.start() if stop else end


def _point(text: str) -> str:
    """What to state, without the words for the letter and without punctuation around; empty if it says nothing."""
    for words in (_TO, _LETTER):
        if found := words.search(fold_in_place(text)):
            text = text[: found.start()] + text[found.end() :]
    text = _JOINED.sub("", " ".join(text.split()).strip(_EDGES)).strip(_EDGES)
    return text if any(char.isalpha() for char in text) else ""
