"""The page where a reader asks: rendered here, whole without a script."""

from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

from flask import Flask, g, render_template, url_for

from index.result import Query, Result
from ingest.section import Chosen
from server.errors import Fault, InvalidRequest, NotReady, Refused
from server.limits import Limits
from server.question import facet_faults, text_faults
from server.service import Service

STATUSES = {
    404: ("Такой страницы нет", "Возможно, ссылка устарела или набрана с ошибкой."),
    405: ("Так эту страницу не открыть", "Откройте её по ссылке или введите вопрос на главной."),
    500: ("У нас что-то сломалось", "Ошибка записана. Попробуйте ещё раз через минуту."),
    503: ("Поиск ещё запускается", "Обновите страницу через несколько секунд."),
}
SCHEMES = ("", "http", "https", "mailto", "tel")


def add_page(app: Flask, service: Service, limits: Limits) -> None:
    """Add the page at ``/`` to an application that keeps the query string's pairs in ``g.arguments``."""
    app.jinja_env.filters["href"] = href

    @app.route("/")
    def page() -> str:
        if service.ready() is None:
            raise NotReady
        given: dict[str, str] = g.arguments
        question = given.get("q", "")
        if faults := page_faults(service, limits, given):
            raise InvalidRequest(faults)
        if not question.strip():
            return index_page(service, limits)
        return index_page(
            service,
            limits,
            service.search(asked(question, chosen(service, given), given)),
        )


def asked(question: str, choice: Chosen, given: Mapping[str, str]) -> Query:
    """The question as the reader's address has it: repair and inference are taken back by ``=false``."""
    return Query(question, choice, repair=given.get("repair") != "false", infer=given.get("infer") != "false")


def page_faults(service: Service, limits: Limits, given: Mapping[str, str]) -> list[Fault]:
    """What is wrong with what the reader sent. Names that are not ours are let be: links carry counters' marks."""
    faults = [
        fault
        for facet, value in given.items()
        if facet in service.facets and value
        for fault in facet_faults(facet, value, service.facets[facet], service.facet_labels.get(facet, facet))
    ]
    question = given.get("q", "")
    if question.strip():
        faults += text_faults("q", question, longest=limits.query_characters)
    return faults


def chosen(service: Service, given: Mapping[str, str]) -> Chosen:
    """The known facet values among what was given; an empty one means «all»."""
    return {facet: given[facet] for facet, values in service.facets.items() if given.get(facet) in values}


def index_page(service: Service, limits: Limits, result: Result | None = None, error: str = "") -> str:
    """The search box, and what there is to say under it."""
    given: Mapping[str, str] = g.get("arguments", {})
    choice = chosen(service, given)
    return render_template(
        "index.html",
        service=service,
        limits=limits,
        question=given.get("q", "").strip(),
        choice=choice,
        result=result,
        error=error,
        sections=[] if result or error else service.sections(choice),
        contact=service.contact(choice),
        ask=ask,
    )


def ask(question: str, choice: Chosen, /, **changed: str) -> str:
    """Address of the page that answers a question; an empty changed value means «all»."""
    asked = {"q": question} if question else {}
    asked |= {facet: value for facet, value in {**choice, **changed}.items() if value}
    return url_for("page") + (f"?{urlencode(asked)}" if asked else "")


def refused_page(service: Service, limits: Limits, refused: Refused) -> str:
    """What the reader sees of a refusal: on the page itself if they can put it right there."""
    if isinstance(refused, InvalidRequest):
        return index_page(service, limits, error=refused.russian or "Адрес страницы набран с ошибкой.")
    title, detail = STATUSES.get(refused.status, ("Запрос не выполнен", "Откройте главную и спросите ещё раз."))
    return render_template("error.html", service=service, title=title, detail=detail)


def href(address: str) -> str:
    """An address that is safe in a link; empty if it is not, e.g. ``javascript:``."""
    try:
        return address if urlsplit(address.strip()).scheme in SCHEMES else ""
    except ValueError:
        return ""
