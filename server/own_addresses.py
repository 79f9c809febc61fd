"""Answers with the address of this server in their links, which only a request may say."""

from dataclasses import replace
from typing import TypeVar

from index.result import Answer, Comparison, Query, Result, Variant
from ingest.section import Chosen
from server.links import origin
from server.service import Service

HERE = "https://otvet.invalid"
"""Stands for this server in answers, as long as its address is not set; a name that no server can have (RFC 2606)."""

Shown = TypeVar("Shown", Answer, Variant)


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

    def comparison(section_id: str, facet: str, chosen: Chosen) -> Comparison | None:
        found = service.comparison(section_id, facet, chosen)
        if found is None:
            return None
        return replace(found, url=_here(found.url), variants=tuple(map(_in_place, found.variants)))

    return replace(service, search=search, section=section, comparison=comparison)


def _located(answer: Answer) -> Answer:
    return replace(_in_place(answer), url=_here(answer.url))


def _in_place(one: Shown) -> Shown:
    """With the address in the links of its text."""
    return replace(one, html=_here(one.html), markdown=_here(one.markdown))


def _here(text: str) -> str:
    return text.replace(HERE, origin())
