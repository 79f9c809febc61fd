"""Record feedback from the form under an answer, with the model of the API's endpoint."""

from collections.abc import Mapping

from flask import Flask, Response, request
from pydantic import ValidationError

from server.api.endpoint import current_index
from server.api.feedback import feedback_model
from server.choice import given_values
from server.errors import Fault, Refused
from server.limits import Limits
from server.pages.search import rendered
from server.request import fragment
from server.service import Service


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
        return rendered(
            "thanks.html" if fragment() else "thanks_page.html",
            service,
            kept=service.keep(record),
            question=record.query,
            choice=record.facets,
        )


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
