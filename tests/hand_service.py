"""A small service made by hand: plain functions over a few sections, each an answer per region."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from index.result import (
    Answer,
    Comparison,
    FacetChoice,
    IndexInfo,
    InterpretedQuery,
    Notice,
    Query,
    Related,
    Repair,
    Result,
    Source,
    Span,
    Status,
    Variant,
)
from index.storage.certificate import Certificate
from ingest.section import Chosen
from server.service import ContactLink, SectionName, Service

FACETS = {
    "region": {"moscow": "Москва", "kazakhstan": "Казахстан"},
    "scheme": {"prepaid": "Предоплата", "postpaid": "Постоплата"},
}
FACET_LABELS = {"region": "Регион", "scheme": "Схема оплаты"}
INDEX = IndexInfo(generation="hand-1", encoder="words")


@dataclass(frozen=True)
class Written:
    """A section as it is written for each region; the empty key is what a reader sees who chose none."""

    id: str
    title: str
    words: str
    html: Mapping[str, str]
    lines: tuple[int, int]
    breadcrumb: tuple[str, ...] = ()


ACT = "qa-corporate.md#kak_poluchit_akt"
WRITTEN = [
    Written(
        ACT,
        "Как получить акт сверки за нужный период?",
        "акт сверки период документы бухгалтерия написать",
        {
            "": "<p>Москва: docs@example.ru</p><p>Казахстан: docs@example.kz</p>",
            "moscow": "<ol><li><p>Напишите бухгалтерам.</p><p><mark>Адрес — docs@example.ru.</mark></p></li>"
            "<li><p>Назовите компанию и период.</p></li></ol>",
            "kazakhstan": "<ol><li><p>Напишите бухгалтерам.</p><p><mark>Адрес — docs@example.kz.</mark></p></li>"
            "<li><p>Назовите компанию и период.</p></li></ol>",
        },
        (12, 24),
        ("Юридическим лицам",),
    ),
    Written(
        "billing/pay.md#oplata",
        "Как оплатить счёт?",
        "оплатить счёт деньги",
        dict.fromkeys(("", "moscow", "kazakhstan"), "<p>Переведите деньги по реквизитам из счёта.</p>"),
        (3, 3),
    ),
    Written(
        "billing/pay.md#tenge",
        "Можно ли платить в тенге?",
        "тенге валюта",
        {"": "<p>Да, в Казахстане.</p>", "kazakhstan": "<p>Да.</p>"},
        (7, 9),
    ),
    Written(
        "hostile.md#script",
        "Что такое <script>alert('title')</script> & \"кавычки\"?",
        "кавычки скрипт",
        dict.fromkeys(("", "moscow", "kazakhstan"), "<p>Просто текст: <code>&lt;имя&gt;</code>.</p>"),
        (1, 2),
        ("<b>Раздел</b>",),
    ),
]


def answer(section: Written, chosen: Chosen, confidence: float = 0.0) -> Answer:
    html = section.html[chosen.get("region", "")]
    text = re.sub(r"<[^>]+>", "", html.replace("</p><p>", "\n"))
    page, _, anchor = section.id.partition("#")
    return Answer(
        id=section.id,
        page=page,
        section=section.title,
        breadcrumb=section.breadcrumb,
        url=f"https://docs.example.ru/{page.removesuffix('.md')}#{anchor}",
        confidence=confidence,
        score=confidence,
        facets=dict(chosen),
        differs_by=("region",) if len(set(section.html.values())) > 1 else (),
        text=text,
        markdown=text,
        html=html,
        spans=(Span(0, len(text)),),
        source=Source(page, section.lines),
    )


def search(query: Query) -> Result:
    """Sections by the share of the query's words that they have; «Алматы» means Kazakhstan."""
    facets = {facet: FacetChoice(value, "request") for facet, value in query.facets.items()}
    if query.infer and "region" not in facets and "Алматы" in query.text:
        facets["region"] = FacetChoice("kazakhstan", "query", "Алматы")
    chosen = {facet: choice.value for facet, choice in facets.items()}
    used = query.text.replace("frn cdthrb", "акт сверки")
    words = set(re.findall(r"\w{3,}", used.lower()))
    near = [section for section in WRITTEN if chosen.get("region", "") in section.html]
    share = {row.id: len(words & set(re.findall(r"\w+", f"{row.title} {row.words}".lower()))) for row in near}
    ranked = sorted(near, key=lambda row: -share[row.id])
    found = [answer(row, chosen, share[row.id] / max(1, len(words))) for row in ranked if share[row.id]]
    best = found[0].confidence if found else 0.0
    status: Status = "answered" if best > 0.6 else "unsure" if best > 0.3 else "no_answer"
    kept = found[: query.limit] if status != "no_answer" or not query.abstain else []
    return Result(
        query=InterpretedQuery(
            query.text, used, (Repair("layout", "frn cdthrb", "акт сверки"),) if used != query.text else (), facets
        ),
        status=status,
        answers=tuple(kept),
        related=tuple(Related(row.id, row.title) for row in ranked if row.id not in {each.id for each in kept})[:3],
        notices=(Notice("repaired", "Искали «акт сверки»."),) if used != query.text else (),
        ask=None,
        index=INDEX,
        took_ms=0.5,
    )


def comparison(section_id: str, facet: str, chosen: Chosen) -> Comparison | None:
    """The variants by region, whole."""
    found = next((row for row in WRITTEN if row.id == section_id), None)
    if found is None or facet != "region" or len(set(found.html.values())) < 2:
        return None
    each = [(value, answer(found, {"region": value})) for value in FACETS["region"] if value in found.html]
    variants = [Variant((value,), (FACETS["region"][value],), one.text, one.markdown, one.html) for value, one in each]
    return Comparison(section_id, found.title, each[0][1].url, facet, {}, tuple(variants))


def sections(chosen: Chosen) -> list[SectionName]:
    return [
        SectionName(row.id, row.id.partition("#")[0], row.title, row.breadcrumb)
        for row in WRITTEN
        if chosen.get("region", "") in row.html
    ]


def section(section_id: str, chosen: Chosen) -> Answer | None:
    held = (row for row in WRITTEN if row.id == section_id and chosen.get("region", "") in row.html)
    return next((answer(row, chosen) for row in held), None)


def by_hand() -> Service:
    return Service(
        search=search,
        sections=sections,
        section=section,
        comparison=comparison,
        ready=lambda: INDEX,
        facets=FACETS,
        facet_labels=FACET_LABELS,
        offered=tuple(FACETS),
        contacts=lambda chosen: [ContactLink("Поддержка", "mailto:help@example.ru")],
    )


CERTIFICATE = Certificate(
    0.83, 92, 1, 182, 0.05, 0.95, {"answers": 0.4, "nothing": 0.6}, ("ab" * 32,), "cd", "2026-03-01"
)


def certified() -> Service:
    return replace(by_hand(), counts={"pages": 3, "sections": 4, "passages": 9}, certificate=CERTIFICATE)


def not_ready() -> Service:
    return replace(by_hand(), ready=lambda: None)
