"""A question asked of the FAQ, or of one page of it, in an address; the answer in Markdown."""

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
"""Questions named as near."""


def answer_page(service: Service, limits: Limits, page: str, choice: Chosen) -> Response:
    """What answers ``ask``: the first answer, if it stands on the page; perhaps another one, if none is sure.

    Args:
        service: What answers.
        limits: How long a question may be.
        page: Id of the page; empty for any.
        choice: What the reader chose.

    Raises:
        InvalidRequest: if the question is no good.
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
