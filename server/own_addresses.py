"""Answers with the address of this server in their links, which only a request may say."""

from dataclasses import replace

from index.result import Answer, Query, Result
from ingest.section import Chosen
from server.links import origin
from server.service import Service

HERE = "https://otvet.invalid"
"""Stands for this server in answers, as long as its address is not set; a name that no server can have (RFC 2606)."""


def located(service: Service) -> Service:
    """The service as a request sees it: for `HERE` the address that the request was sent to, if that may be believed.

    Otherwise addresses begin at the root.
    """

    def search(query: Query) -> Result:
        result = service.search(query)
        return replace(result, answers=tuple(map(_located, result.answers)))

    def section(section_id: str, chosen: Chosen) -> Answer | None:
        found = service.section(section_id, chosen)
        return found and _located(found)

    return replace(service, search=search, section=section)


def _located(answer: Answer) -> Answer:
    here = origin()
    url, html, markdown = (text.replace(HERE, here) for text in (answer.url, answer.html, answer.markdown))
    return replace(answer, url=url, html=html, markdown=markdown)
