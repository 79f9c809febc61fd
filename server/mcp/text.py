"""Results as compact text for a model, with the same content as the structured result."""

from index.result import AskFacet, AskSection, LetterToWrite, Related
from ingest.render.inert import escaped
from server.api.models import ListedSection
from server.mcp.results import CitedAnswer, Differences, Found, LetterReply, Questions, ScoredAnswer


def of_found(found: Found) -> str:
    """Status, facets, notices, answers with their addresses, and related questions."""
    return _apart([_head(found), *map(of_cited, found.answers), _others(found)])


def of_letter(reply: LetterReply) -> str:
    """Each question of a letter as a quotation, and what was found for it."""
    facets = [f"{facet}: {choice.value}" for facet, choice in reply.facets.items()]
    notices = [f"notice {notice.code}: {notice.message}" for notice in reply.notices]
    if not reply.questions:
        return _apart(["\n".join([*facets, *notices]), "The letter asks nothing."])
    asked = [
        _apart([f"# Question {number}\n{quoted(one.question)}", of_found(one.found)])
        for number, one in enumerate(reply.questions, start=1)
    ]
    rest = ["Not answered, no room; ask them with search_faq:", *map(quoted, reply.not_answered)]
    return _apart(["\n".join([*facets, *notices]), *asked, "\n".join(rest) if reply.not_answered else ""])


def of_differences(found: Differences) -> str:
    """Each variant as a quotation, under the values that it is for."""
    variants = [
        _apart(
            [f"### {found.facet}={', '.join(one.values)}", quoted(one.markdown) if one.markdown else "Nothing more."]
        )
        for one in found.variants
    ]
    return _apart([f"## {escaped(found.section)}\n{found.url}\nOnly what differs:", *variants])


def of_cited(cited: CitedAnswer) -> str:
    """The question, its address and scope, then the answer as a quotation."""
    held = ", ".join(f"{facet}={value}" for facet, value in cited.facets.items())
    facts = [
        f"confidence {cited.confidence:.2f}" if isinstance(cited, ScoredAnswer) else "",
        f"for {held}" if held else "",
        f"differs by {', '.join(cited.differs_by)}" if cited.differs_by else "",
    ]
    head = [f"## {_titles(cited)}", cited.url, "; ".join(fact for fact in facts if fact)]
    cut = f'[About {cited.left_out} more tokens were cut off; get_answer(id="{cited.id}") gives all.]'
    quotation = quoted(cited.markdown) if cited.markdown else ""
    ready = of_letter_to_write(cited.letter) if cited.letter else ""
    return _apart(["\n".join(line for line in head if line), quotation, cut if cited.left_out else "", ready])


def of_letter_to_write(letter: LetterToWrite) -> str:
    """To whom, about what and what to state, as a quotation."""
    points = "\n".join(f"- {escaped(point)}" for point in letter.checklist)
    return "The letter that it says to write:\n" + quoted(f"{letter.to}\n{escaped(letter.subject)}\n{points}")


def quoted(markdown: str) -> str:
    """Markdown as a quotation: nothing in it can pass for what the server says."""
    return "\n".join(f"> {line}".rstrip() for line in markdown.split("\n"))


def of_questions(questions: Questions) -> str:
    """One line per question, and how to get the next page."""
    if not questions.questions:
        return "There are no questions for these choices."
    rows = [of_named(one) for one in questions.questions]
    more = f"[{questions.left_out} more: set after to the last id above.]" if questions.left_out else ""
    return _apart(["\n".join(rows), more])


def of_named(named: Related | ListedSection) -> str:
    """One line for a section."""
    return f"- {_titles(named)} (id: {named.id})"


def _titles(one: CitedAnswer | Related | ListedSection) -> str:
    above = () if isinstance(one, Related) else one.breadcrumb
    return " › ".join(escaped(title) for title in (*above, one.section))


def _head(found: Found) -> str:
    facets = [
        f"{facet}: {choice.value}" + (f", read from «{choice.evidence}»" if choice.evidence else "")
        for facet, choice in found.facets.items()
    ]
    notices = [f"notice {notice.code}: {notice.message}" for notice in found.notices]
    return "\n".join([f"status: {found.status}", *facets, *notices, *_asked_back(found.ask)])


def _asked_back(ask: AskFacet | AskSection | None) -> list[str]:
    match ask:
        case AskFacet(facet, values):
            return [f"ask the user for {facet}: " + ", ".join(f"{one.value} ({one.label})" for one in values)]
        case AskSection(choices, name):
            asked = f"ask the user which is meant, «{name}»:" if name else "ask the user which is meant:"
            return [asked, *(f"- {escaped(one.label)} (id: {one.id})" for one in choices)]
        case None:
            return []


def _others(found: Found) -> str:
    more = "more " if found.answers else ""
    cut = f"[{found.left_out} {more}found did not fit; raise max_tokens or read with get_answer.]"
    rows = ["Near, named only:", *map(of_named, found.related)] if found.related else []
    return "\n".join([*([cut] if found.left_out else []), *rows])


def _apart(parts: list[str]) -> str:
    return "\n\n".join(part for part in parts if part)
