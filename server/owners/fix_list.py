"""What to fix, on the owners' page and as CSV, and the statuses that owners give it."""

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import urlencode

from flask import Flask, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from index.result import Answer
from server.api.endpoint import current_index
from server.errors import Fault, InvalidRequest
from server.owners.period import Period
from server.question import shown
from server.request import given
from server.resources import Resources
from server.service import Service
from traffic.fixes import STATUSES, Fix, fixes
from traffic.groups import Group, groups
from traffic.insight import OF_STATUS, Insight, ListName

KINDS = {
    "section": "Раздел не помогает: поправьте его текст.",
    "no_answer": "Ответа нет: напишите раздел, или добавьте эти слова к подходящему.",
    "unsure": "Нашлось неуверенно: добавьте эти слова к разделу.",
}
"""What there is to do, by the kind of a fix."""

SAID = {"new": "новое", "taken": "в работе", "done": "сделано", "ignored": "не нужно"}

_FORMULA = re.compile(r"(^|[;\t\r\n])([\s\"']*[=+\-@＝＋－＠])")
"""The start of one, at the start of a cell or behind what may separate two; where a comma does, cells are quoted."""

COLUMNS = ("status", "kind", "question", "section", "source", "lines", "asked", "not_helped", "reasons")


def add_fix_list(app: Flask, service: Service, resources: Resources, counted: Callable[[Period], Insight]) -> None:
    """Add ``/insights/fixes.csv``, and ``/insights/fixes``, to which the form of a status is posted.

    Args:
        counted: The counts of a period.
    """
    facets, labels = service.facets, service.facet_labels

    def period_of(address: Mapping[str, str]) -> Period:
        return Period.of(address, facets, labels, datetime.now(UTC).date())

    @app.route("/insights/fixes.csv")
    @resources.owners.only
    def fixes_export() -> Response:
        current_index(service)
        period = period_of(given())
        response = Response(as_csv(to_fix(service, resources, counted(period)), service))
        response.content_type = "text/csv; charset=utf-8"
        response.headers["Content-Disposition"] = f'attachment; filename="fixes-{period.first}-{period.last}.csv"'
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    @app.route("/insights/fixes", methods=["POST"])
    @resources.owners.only
    def mark_fix() -> AnyResponse:
        current_index(service)
        period = period_of(request.form)
        about, status = request.form.get("about", ""), request.form.get("mark", "")
        if status not in STATUSES:
            detail = f"mark {shown(status)} is unknown; choose from {', '.join(STATUSES)}."
            raise InvalidRequest([Fault("mark", detail)])
        if resources.traffic is None or about not in {fix.about for fix in to_fix(service, resources, counted(period))}:
            raise InvalidRequest([Fault("about", f"about {shown(about)} is not on the list of this period.")])
        resources.traffic.store.mark(about, status)
        row = request.form.get("row", "")
        at = f"fix-{row}" if row.isascii() and row.isdecimal() else "fixes"
        return redirect(f"{url_for('insights')}?{period.query()}#{at}", 303)

    @app.route("/insights/offers", methods=["POST"])
    @resources.owners.only
    def accept_offer() -> AnyResponse:
        current_index(service)
        period = period_of(request.form)
        name, about = request.form.get("offer", ""), request.form.get("about", "")
        if name not in {one.id for one in service.offers()}:
            raise InvalidRequest([Fault("offer", f"offer {shown(name)} is not among those that may be accepted.")])
        accepted = service.accept(name)
        if resources.traffic and about in {fix.about for fix in to_fix(service, resources, counted(period))}:
            resources.traffic.store.mark(about, "done")
        return redirect(f"{url_for('insights')}?{period.query()}&{urlencode({'accepted': accepted})}#fixes", 303)


def to_fix(
    service: Service, resources: Resources, found: Insight, grouped: Mapping[ListName, Sequence[Group]] | None = None
) -> list[Fix]:
    """The list for the counts of a period; ``grouped`` are the groups of its lists, if they are known."""
    known = grouped or {name: groups(found.lists[name], service.meanings) for name in OF_STATUS.values()}
    return fixes(found, known, resources.traffic.store.marks() if resources.traffic else {})


def place(fix: Fix, service: Service) -> Answer | None:
    """The section that a fix is about as it is in the current index; None if there is none."""
    return service.section(fix.section, {}) if fix.section else None


def as_csv(rows: Sequence[Fix], service: Service) -> str:
    """The list for a spreadsheet. A cell never begins a formula."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for fix in rows:
        section = place(fix, service)
        source, lines = (section.source.path, section.source.lines) if section else ("", (0, 0))
        reasons = "; ".join(f"{reason} {count}" for reason, count in fix.reasons.items())
        name = section.section if section else fix.section
        where = f"{lines[0]}-{lines[1]}" if section else ""
        cells = (fix.status, fix.kind, fix.name, name, source, where, fix.asked, round(fix.not_helped), reasons)
        writer.writerow([inert(cell) for cell in cells])
    return "\ufeff" + written.getvalue()  # by which Excel knows UTF-8


def inert(cell: object) -> object:
    """A cell in which a spreadsheet finds no formula, whatever it takes for the separator of cells.

    Where Excel is Russian that is a semicolon, so a formula may begin behind one within a cell too.

    Source: OWASP, CSV Injection.
    """
    return _FORMULA.sub(r"\1'\2", cell) if isinstance(cell, str) else cell
