"""Record feedback from the form under an answer, with the model of the API's endpoint."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import quote, urlsplit

from flask import Flask, Response, request
from pydantic import ValidationError

from index.result import Answer
from server.api.endpoint import current_index
from server.api.feedback import feedback_model
from server.choice import given_values
from server.errors import Fault, Refused
from server.limits import Limits
from server.markdown.render import browsed, cited
from server.pages.facet_controls import taken
from server.pages.search import rendered, translator
from server.request import fragment
from server.service import ContactLink, Service
from server.translations import Translator
from traffic.record import Feedback


def add_feedback_form(app: Flask, service: Service, limits: Limits) -> None:
    """Add ``/feedback``, which the form under an answer posts to."""
    model = feedback_model(service, limits)

    @app.route("/feedback", methods=["POST"])
    def feedback_form() -> Response:
        current_index(service)
        try:
            record = model.model_validate(fields(request.form, service)).record()
        except ValidationError as exc:
            raise unreadable(str(exc)) from exc
        if service.section(record.section, {}) is None:
            raise unreadable(f"There is no section {record.section[:200]!r}.")
        t = translator(service)
        answer = service.section(record.section, record.facets)
        return rendered(
            "thanks.html" if fragment() else "thanks_page.html",
            service,
            kept=service.keep(record),
            question=record.query,
            choice=record.facets,
            held=record.facets,
            answer=answer,
            others=other_variants(answer, service) if record.reason == "wrong_variant" else {},
            letters=letters(record, answer, service, t) if record.reason not in ("", "wrong_variant") else [],
        )


def other_variants(answer: Answer | None, service: Service) -> dict[str, list[str]]:
    """Facet → the values that the answer was not shown for, of the facets that it depends on."""
    if answer is None:
        return {}
    return {
        facet: [value for value in service.facets[facet] if value not in taken(answer.facets.get(facet))]
        for facet in answer.differs_by
        if facet in service.facets
    }


def letters(record: Feedback, answer: Answer | None, service: Service, t: Translator) -> list[ContactLink]:
    """The contacts for these readers, addresses of letters first: they have the question and the answer in them."""
    section = answer.section if answer else ""
    url = cited(answer, record.facets) if answer else browsed(record.section, record.facets)
    body = t("letter", question=record.query, section=section, url=url, reason=t(record.reason))
    filled = f"?subject={quote(record.query[:100])}&body={quote(body)}"
    contacts = sorted(service.contacts(record.facets), key=lambda one: not _takes_letters(one))
    return [
        replace(one, href=one.href + filled) if _takes_letters(one) and "?" not in one.href else one for one in contacts
    ]


def _takes_letters(contact: ContactLink) -> bool:
    return urlsplit(contact.href).scheme == "mailto"


def fields(form: Mapping[str, str], service: Service) -> dict[str, object]:
    """The form's fields as the body of the API's endpoint."""
    return {
        "query": form.get("q", ""),
        "section": form.get("section", ""),
        "helpful": form.get("helpful") == "true",
        "reason": form.get("reason", ""),
        "facets": given_values(form, service.facets),
        "confidence": number(form.get("confidence", "")),
        "generation": form.get("generation", ""),
    }


def number(text: str) -> float | None:
    """The text as a number; None if it is none."""
    try:
        return float(text)
    except ValueError:
        return None


def unreadable(detail: str) -> Refused:
    """The form was not sent by our page."""
    return Refused(400, "invalid-request", "The request is not valid", [Fault("", detail)])
