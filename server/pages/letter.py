"""The page that takes a letter and shows the reply; it works without scripts."""

from collections.abc import Callable, Mapping

from flask import Flask, Response, request

from index.letter.reply import Reply
from ingest.content.statement import JOIN
from ingest.section import Chosen
from server.choice import choice_faults, given_values, known_values
from server.errors import NotReady
from server.letter import answered, held_by, labelled, letter_faults, reply_text
from server.limits import Limits
from server.middleware.rate_limit import Batch
from server.pages.search import rendered, translator
from server.request import checked, fragment, given, language
from server.service import Service


def add_letter_page(app: Flask, service: Service, limits: Limits, search_all: Batch) -> Callable[[str], Response]:
    """Add ``/letter``: the empty form, and the reply to what is posted, so that a letter is in no address.

    Returns:
        What answers a letter that is in an address all the same, for the values that the address names.
    """

    def reply(text: str, values: Mapping[str, str]) -> Response:
        if service.ready() is None:
            raise NotReady
        choice = known_values(values, service.facets)
        faults = [*choice_faults(values, service.facets, service.facet_labels), *letter_faults("q", text, limits)]
        if faults:
            t = translator(service)
            error = " ".join(t(fault.phrase, **fault.values) for fault in faults)
            return letter_page(service, text, choice, error=error)
        chosen = given_values(values, service.facets)
        return letter_page(service, text, choice, answered(service, limits, text, chosen, search_all))

    @app.route("/letter")
    def letter() -> Response:
        return letter_page(service, "", checked(service, limits))

    @app.route("/letter", methods=["POST"])
    def letter_reply() -> Response:
        values = {name: JOIN.join(found) for name, found in request.form.lists() if name != "q"}
        return reply(request.form.get("q", "").strip(), values)

    return lambda text: reply(text, given())


def letter_page(
    service: Service, text: str, choice: Chosen, reply: Reply | None = None, *, error: str = ""
) -> Response:
    """The form with the reply or the error below it; of a fragment, the part below only."""
    response = rendered(
        "letter_reply.html" if fragment() else "letter.html",
        service,
        letter=text,
        choice=choice,
        reply=reply,
        written=reply_text(service, reply, translator(service)) if reply else "",
        held_by=held_by,
        labelled=labelled,
        error=error,
        language=language().get("lang"),
    )
    response.status_code = 400 if error else 200
    return response
