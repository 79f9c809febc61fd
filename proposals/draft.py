"""Draft alternates for many sections: ask, check, and hand over, some sections at a time."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.section import Section
from llm.errors import BadReply, Declined, LlmError
from proposals.draft_checks import Checked
from proposals.draft_request import Brief, Drafted

BATCH = 10
"""Sections whose drafts are tried in one index; an interruption loses as many answers at most."""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A section for which the model gave nothing that can be used."""

    section: Section
    reason: str


def drafts(
    briefs: Iterable[Brief],
    ask: Callable[[Brief], Sequence[Drafted]],
    checks: Callable[[Mapping[str, Sequence[Drafted]]], Iterable[Checked]],
    *,
    batch: int = BATCH,
) -> Iterator[Checked | Unanswered]:
    """What became of each section.

    Raises:
        LlmError: the endpoint fails; what it answered before was checked and handed over.
    """
    answered: dict[str, Sequence[Drafted]] = {}
    failure: LlmError | None = None
    for brief in briefs:
        try:
            answered[brief.section.id] = ask(brief)
        except (BadReply, Declined) as exc:
            yield Unanswered(brief.section, str(exc))
        except LlmError as exc:
            failure = exc
            break
        if len(answered) == batch:
            yield from checks(answered)
            answered = {}
    yield from checks(answered)
    if failure:
        raise failure


def text(outcome: Checked | Unanswered) -> str:
    """One section's outcome for a terminal, without a newline at its end."""
    head = f"{outcome.section.title} ({outcome.section.page})"
    if isinstance(outcome, Unanswered):
        return f"{head}\n  ! {outcome.reason}"
    kept = [f"  + {one.text} ({one.type})" for one in outcome.kept]
    return "\n".join([head, *kept, *(f"  - {one}: {why}" for one, why in outcome.refused.items())])
