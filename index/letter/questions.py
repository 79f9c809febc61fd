"""The questions of a letter, each with as much of the letter as it takes to understand it."""

from dataclasses import dataclass

from index.letter.asking import announces, asks, idle, needs_context, questions_in, without_greeting
from index.letter.sentences import forwarded, sentences


@dataclass(frozen=True, slots=True)
class Asked:
    """What a letter asks, and what else it says."""

    questions: tuple[str, ...]
    """In the letter's order. One that points back («как его получить») has the sentence before it in front."""

    statements: tuple[str, ...]
    """The sentences that ask nothing; some are in front of a question, too."""


def asked(letter: str, *, longest: int) -> Asked:
    """The questions and statements of a letter.

    One that asks nothing itself and passes a message on asks what that asks. Of a letter in which no sentence asks,
    what it states is the question: «В счете нет наших реквизитов».

    Args:
        letter: As it was pasted.
        longest: Characters of a question.
    """
    own = _asked(letter, longest)
    passed_on = (_asked(message, longest) for message in forwarded(letter))
    if found := next((one for one in (own, *passed_on) if one.questions), None):
        return found if found is own else Asked(found.questions, (*own.statements, *found.statements))
    said = [text for text in own.statements if not announces(text)]
    return Asked(tuple(_joined(said, longest)), own.statements)


def _asked(letter: str, longest: int) -> Asked:
    """What the letter's own sentences ask and state."""
    questions: list[str] = []
    statements: list[str] = []
    before = ""  # the sentence before, if a question may point back to it
    for sentence in sentences(letter, longest=longest):
        text = without_greeting(sentence.text)
        if not any(map(str.isalnum, text)) or idle(text):
            continue
        if sentence.lead and (asks(text) or asks(sentence.lead) or announces(sentence.lead)):
            questions.append(_of_item(text.rstrip(";,"), sentence.lead, longest))
            before = questions[-1]
        elif not asks(text):
            statements.append(text)
            before = "" if announces(text) else text
        elif before and needs_context(text) and len(before) + len(text) < longest:
            if questions and questions[-1] == before:
                questions.pop()
            questions.append(f"{before} {text}")
            before = questions[-1]
        else:
            questions += questions_in(text)
            before = questions[-1]
    return Asked(tuple(dict.fromkeys(questions)), tuple(dict.fromkeys(statements)))


def _of_item(item: str, lead: str, longest: int) -> str:
    """An item of a list as a question: after its lead, if that asks and the item does not."""
    joined = f"{lead} {item}"
    return joined if not asks(item) and asks(lead) and len(joined) <= longest else item


def _joined(texts: list[str], longest: int) -> list[str]:
    """The texts as few questions as they fit in."""
    found: list[str] = []
    for text in texts:
        if found and len(found[-1]) + len(text) < longest:
            found[-1] = f"{found[-1]} {text}"
        else:
            found.append(text)
    return found
