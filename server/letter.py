"""Answer a letter, and write the reply as text to send."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from flask import render_template

from index.letter.reply import Reply, replied
from index.result import FacetChoice, Query, Result
from ingest.content.statement import named
from ingest.render.text import mail_text
from ingest.section import Chosen
from server.errors import Fault, InvalidRequest
from server.limits import Limits
from server.question import text_faults
from server.service import Service
from server.translations import Translator

SearchAll = Callable[[Sequence[Query]], Iterable[Result]]
"""Answers several questions in order."""


def letter_faults(where: str, text: str, limits: Limits) -> list[Fault]:
    """The faults of a letter's text; none if it can be read."""
    faults = text_faults(where, text, longest=limits.letter_characters)
    return [replace(one, phrase="letter_long") if one.phrase == "question_long" else one for one in faults]


def answered(service: Service, limits: Limits, text: str, chosen: Chosen, search: SearchAll) -> Reply:
    """The reply to a letter.

    Raises:
        InvalidRequest: if the text is empty, too long, or has control characters.
    """
    if faults := letter_faults("letter", text, limits):
        raise InvalidRequest(faults)
    letter = service.letter(text, chosen, limits.query_characters, limits.letter_questions)
    return replied(letter, chosen, search, seconds=limits.batch_seconds)


def held_by(facets: Mapping[str, FacetChoice]) -> dict[str, str]:
    """The same as a choice, facet → statement."""
    return {facet: one.value for facet, one in facets.items()}


def labelled(service: Service, facets: Mapping[str, FacetChoice], t: Translator) -> str:
    """Values in words: «Регион — Казахстан; Схема оплаты — Постоплата»; empty if there are none."""

    def value(facet: str) -> str:
        labels = {value: t.label(label) for value, label in service.facets[facet].items()}
        return named(facets[facet].value, labels, lambda left_out: t("without", what=left_out))

    return "; ".join(f"{t.label(service.facet_labels[facet])} — {value(facet)}" for facet in facets)


def reply_text(service: Service, reply: Reply, t: Translator) -> str:
    """A reply as text with addresses, to be pasted into a mail; the answers stay in the content's language."""
    helpers = {"held_by": held_by, "labelled": labelled, "mail_text": mail_text}
    return render_template("letter.txt", service=service, reply=reply, t=t, **helpers).strip()
