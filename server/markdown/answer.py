"""Answer the ``ask`` parameter of an address in Markdown, from the whole FAQ or one page."""

from flask import Response

from index.result import Related
from ingest.section import Chosen
from server.errors import InvalidRequest
from server.limits import Limits
from server.markdown.render import MARKDOWN, written
from server.question import text_faults
from server.request import asked, given
from server.service import Service

NEAR = 3
"""Most related questions in a list."""


def answer_page(service: Service, limits: Limits, page: str, choice: Chosen) -> Response:
    """The first answer, if it is on the page; if the status is unsure, the first of all answers that is.

    Args:
        service: The functions that answer.
        limits: The maximum length of a question.
        page: Id of the page; empty for any.
        choice: What the reader chose.

    Raises:
        InvalidRequest: if the question is not valid.
    """
    question = given()["ask"]
    if faults := text_faults("ask", question, longest=limits.query_characters):
        raise InvalidRequest(faults)
    result = service.search(asked(question, choice))
    may_answer = result.answers if result.status == "unsure" else result.answers[:1]
    answer = next((one for one in may_answer if page in ("", one.page)), None)
    others = [Related(one.id, one.section) for one in result.answers if one is not answer]
    sure = answer is not None and result.status == "answered"
    return written(
        "asked.md",
        MARKDOWN,
        service,
        result=result,
        answer=answer,
        status=result.status if answer else "no_answer",
        elsewhere=bool(result.answers),
        near=() if sure else [*others, *result.related][:NEAR],
        choice={facet: one.value for facet, one in result.query.facets.items()},
    )
