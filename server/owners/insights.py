"""The owners' page of traffic: counts, grouped questions, and each list as a question file."""

from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import chain
from typing import TypeVar

from flask import Flask, Response, render_template

from ingest.content.statement import named
from ingest.section import Chosen
from server.api.endpoint import current_index
from server.choice import Facets, known_values
from server.links import ask
from server.owners.bar_chart import columns
from server.owners.fix_list import KINDS, SAID, add_fix_list, place, to_fix
from server.owners.period import NO_VALUE, Period
from server.request import given
from server.resources import Resources
from server.service import Service
from server.translations import Translator, counted
from traffic.export import SectionLabel, labels, question_lines
from traffic.groups import groups
from traffic.insight import LISTS, Counts, Insight, ListName, insight
from traffic.record import Record
from traffic.store import Store

GROUPS, MORE = 8, 40
"""Groups of a list shown on the page, and further ones that can be unfolded."""

Kept = TypeVar("Kept", bound=Record)


def add_insights(app: Flask, service: Service, resources: Resources) -> None:
    """Add ``/insights`` and the question file of each list, for owners only."""
    store = resources.traffic.store if resources.traffic else None
    facets, labels_of_facets = service.facets, service.facet_labels
    add_fix_list(app, service, resources, lambda period: counted_up(store, period, facets))

    @app.route("/insights")
    @resources.owners.only
    def insights() -> Response:
        current_index(service)
        today = datetime.now(UTC).date()
        period = Period.of(given(), facets, labels_of_facets, today)
        found = counted_up(store, period, facets)
        lists = {name: groups(found.lists[name], service.meanings) for name in LISTS}
        t = Translator("ru", service.labels)
        page = render_template(
            "insights.html",
            t=t,
            period=period,
            today=today,
            found=found,
            fixes=to_fix(service, resources, found, lists),
            place=lambda fix: place(fix, service),
            offers=service.offers(),
            accepted=given().get("accepted", ""),
            named=lambda statement, values: named(statement, values, lambda out: t("without", what=out)),
            kinds=KINDS,
            said=SAID,
            before=counted_up(store, period.before(), facets).total,
            lists=lists,
            plots={
                "asked": columns({day: asked_parts(counts) for day, counts in found.days.items()}),
                "judged": columns({day: judged_parts(counts) for day, counts in found.days.items()}),
            },
            service=service,
            no_value=NO_VALUE,
            headings=headings(service),
            kept=store is not None,
            shown=GROUPS,
            more=MORE,
            count=count,
            grouped=grouped,
            share=share,
            change=change,
            reader=reader,
        )
        return private(Response(page))

    @app.route("/insights/<any(" + ", ".join(LISTS) + "):name>.jsonl")
    @resources.owners.only
    def insights_export(name: ListName) -> Response:
        current_index(service)
        period = Period.of(given(), facets, labels_of_facets, datetime.now(UTC).date())
        lists = counted_up(store, period, facets).lists
        lines = question_lines(name, lists[name], labels(lists), headings(service), facets)
        response = Response("".join(lines), content_type="application/jsonl; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="{name}-{period.first}-{period.last}.jsonl"'
        return private(response)


def counted_up(store: Store | None, period: Period, facets: Collection[str]) -> Insight:
    """The counts of a period, of nothing if nothing is kept. Days are read one at a time to save memory."""

    def each(read: Callable[[datetime, datetime], list[Kept]]) -> Iterator[Kept]:
        midnights = (datetime.combine(day, time(), UTC) for day in period.days)
        return chain.from_iterable(read(midnight, midnight + timedelta(days=1)) for midnight in midnights)

    asked, feedback = (each(store.asked), each(store.feedback)) if store else ((), ())
    return insight(asked, feedback, days=period.days, facets=facets, only=period.only)


def asked_parts(counts: Counts) -> dict[str, int]:
    """A day's questions by status."""
    return {"answered": counts.answered, "unsure": counts.unsure, "no_answer": counts.no_answer}


def judged_parts(counts: Counts) -> dict[str, int]:
    """A day's feedback."""
    return {"helpful": counts.helpful, "unhelpful": counts.unhelpful}


def headings(service: Service) -> dict[str, SectionLabel]:
    """Section id → its page and heading."""
    return {one.id: SectionLabel(one.page, one.section) for one in service.sections({})}


def reader(query: str, choice: Chosen, facets: Facets) -> str:
    """Address of the answer that a reader gets for the question now."""
    return ask(query, known_values(choice, facets))


def count(number: int, one: str, few: str, many: str) -> str:
    """A number with its noun."""
    return f"{grouped(number)} {counted([one, few, many], number)}"


def grouped(number: int) -> str:
    """A number with a narrow space between thousands, as in Russian."""
    return f"{number:,}".replace(",", "\u202f")


def share(part: int, whole: int) -> str:
    """A percentage; a dash if the whole is zero."""
    return f"{100 * part / whole:.0f}\u202f%" if whole else "—"


def change(now: int, of: int, before: int, of_before: int) -> str:
    """By how many points a share has changed against another time; empty if one of them is of nothing."""
    if not of or not of_before:
        return ""
    points = round(100 * now / of) - round(100 * before / of_before)
    return f"{points:+d}\u202fп.\u202fп.".replace("-", "−") if points else "как раньше"


def private(response: Response) -> Response:
    """Ask search engines not to index the response."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
