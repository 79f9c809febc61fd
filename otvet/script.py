"""Answers for scripts: one question in plain text, or JSON lines."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from index.result import AskSection, Result
from ingest.jsonl import BadRecord, decoded, parse, validate
from server.api.models import SearchResponse, as_json, request_models
from server.api.validation import Validation
from server.errors import Fault, InvalidRequest
from server.limits import Limits
from server.service import Service

FIELDS = TypeAdapter(dict[str, object])

FAILED = 1
CODES = {"answered": 0, "unsure": 3, "no_answer": 4}
"""Exit code by status; 2 is for wrong usage."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The output for one question."""

    text: str
    """For standard output."""

    code: int
    """The exit code."""

    aside: str = ""
    """For standard error."""


class Asker:
    """Validates and answers questions as the API does."""

    def __init__(self, service: Service, limits: Limits = Limits()) -> None:  # noqa: B008  (frozen)
        """Prepare for a content's facets.

        Raises:
            ValueError: if a facet is named like a search parameter.
        """
        self._service = service
        self._model = request_models(service, limits).ask
        self._validation = Validation(service.facets, limits)

    def result(self, question: Mapping[str, object]) -> Result:
        """The result for the fields of a query of ``POST /api/v1/search``; null counts as absent.

        Raises:
            InvalidRequest: naming everything that is wrong.
        """
        try:
            asked = self._model.model_validate({name: value for name, value in question.items() if value is not None})
        except ValidationError as exc:
            raise self._validation.refuse(exc) from exc
        return self._service.search(asked.query())

    def plainly(self, question: Mapping[str, object]) -> Reply:
        """The first answer with its source, as plain text; empty if there is no answer.

        Raises:
            InvalidRequest: as ``result``.
        """
        result = self.result(question)
        aside = [f"({notice.message})" for notice in result.notices]
        if isinstance(result.ask, AskSection):
            aside.append(which(result.ask))
        if not result.answers:
            near = [f"- {related.section}" for related in result.related]
            return Reply("", CODES[result.status], "\n".join([*aside, "No answer found. Nearest questions:", *near]))
        answer = result.answers[0]
        first, last = answer.source.lines
        cited = f"{answer.url} ({answer.source.path}:{first}-{last})"
        if result.status != "answered":
            aside.append(f"This may be the answer (confidence {answer.confidence:.2f}).")
        return Reply(f"{answer.section}\n\n{answer.text}\n\n{cited}", CODES[result.status], "\n".join(aside))

    def by_line(self, lines: Iterable[bytes], defaults: Mapping[str, object]) -> Iterator[Reply]:
        """A line of JSON for each line that is not blank, in order: the result as the API gives it, or an ``error``.

        Args:
            lines: Each ``{"q": "…"}`` or ``{"query": "…"}``, with the other fields of the API.
            defaults: Fields for questions that lack them.
        """
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                result = self.result({**defaults, **_question(line)})
                yield Reply(as_json(SearchResponse(result)), CODES[result.status])
            except InvalidRequest as exc:
                yield Reply(json.dumps({"line": number, "error": str(exc)}, ensure_ascii=False), FAILED)


def which(ask: AskSection) -> str:
    """The question back on one line."""
    return f"{ask.name or 'Which is meant?'} " + " or ".join(f"«{one.label}»" for one in ask.choices)


def as_text(result: Result) -> str:
    """A whole result as `otvet search` prints it: notices, the question back, answers, or the nearest questions."""
    parts = [f"({notice.message})\n" for notice in result.notices]
    if isinstance(result.ask, AskSection):
        parts.append(which(result.ask) + "\n")
    parts += [f"## {one.section}  [{one.confidence:.2f}]\n{one.text}\n{one.url}\n" for one in result.answers]
    if not result.answers:
        parts += ["No answer found. Nearest questions:", *(f"- {related.section}" for related in result.related)]
    return "\n".join(parts)


def worst(codes: Iterable[int]) -> int:
    """The exit code for several questions: the worst is a failure, then no answer."""
    order = (FAILED, CODES["no_answer"], CODES["unsure"], CODES["answered"])
    return min(codes, key=order.index, default=CODES["answered"])


def _question(line: bytes) -> dict[str, object]:
    """The fields on a line.

    Raises:
        InvalidRequest: if the line is not a JSON object.
    """
    try:
        fields = validate(parse(decoded(line)), FIELDS)
    except BadRecord as exc:
        raise _unreadable(exc.found) from exc
    if "query" in fields and "q" in fields:
        raise _unreadable("a question with both q and query")
    return {"q" if name == "query" else name: value for name, value in fields.items()}


def _unreadable(found: str) -> InvalidRequest:
    return InvalidRequest([Fault("", f'{found}; write an object such as {{"q": "…"}}.')])
