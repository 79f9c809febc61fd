"""The content as programs read it: what leads there, Markdown of everything, answers in Markdown, structured data."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import unescape
from typing import Any
from urllib.parse import quote, unquote
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from eval.labels.question_file import read_questions
from eval.leaks.foreign import foreign
from eval.leaks.fragment import Folded, fold, holds
from index.result import Answer
from index.search import Searcher
from ingest.content.facets import read_facets
from ingest.page import parse_page
from ingest.render.text import markdown
from ingest.scope.project import exactly, project
from ingest.section import Chosen, all_hold
from otvet.wiring import service_of
from server.app import create_app
from server.markdown.outline import outlines, page_markdown
from server.service import SectionName, Service
from tests.browser import needs_chromium
from tests.conftest import FAQ
from tests.hand_search import answer
from tests.hand_service import FACETS, by_hand, not_ready
from tests.site import served

ACT = "/faq/qa-corporate/kak_poluchit_akt.md"
MOSCOW, KAZAKHSTAN = "docs_vktech@vk.company", "accountvk@qazcloud.kz"
LINK = re.compile(r"\]\(http://localhost(?P<address>[^)\s]+)\)")
DATA = re.compile(r'<script type="application/ld\+json">(?P<data>.*?)</script>', re.DOTALL)


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(by_hand()).test_client()


@pytest.fixture(scope="module")
def bundled(searcher: Searcher) -> FlaskClient:
    return create_app(service_of(searcher)).test_client()


def of_page(source: str) -> Service:
    """A service over one page, ``some-page.md``."""
    sections = parse_page("some-page.md", source, read_facets(FAQ / "facets.toml")).sections

    def section(section_id: str, chosen: Chosen) -> Answer | None:
        (found,) = (one for one in sections if one.id == section_id)
        left = project(found, exactly(chosen))
        made = answer("some-page.md", found.title, breadcrumb=found.breadcrumb, id=found.id)
        return None if left is None else replace(made, markdown=markdown(left.blocks))

    def listed(chosen: Chosen) -> list[SectionName]:
        rows = (one for one in sections if one.blocks and all_hold(one.scopes, exactly(chosen)))
        return [SectionName(one.id, one.page, one.title, one.breadcrumb) for one in rows]

    return replace(by_hand(), sections=listed, section=section)


def read(client: FlaskClient, address: str, status: int = 200, **headers: str) -> str:
    response = client.get(address, headers=headers)
    assert response.status_code == status, address
    return response.text


# What leads there


def test_llms_txt_names_every_section_under_its_page_and_every_link_leads_somewhere(client: FlaskClient) -> None:
    text = read(client, "/llms.txt")
    assert text.startswith("# Вопросы и ответы\n\n> ")
    assert [line[3:] for line in text.splitlines() if line.startswith("## ")] == [
        "Юридическим лицам",
        "Pay",
        r"\<b>Раздел\</b>",
        "Optional",
    ]
    links = LINK.findall(text)
    assert {ACT, "/faq/billing/pay.md", "/faq/billing/pay/tenge.md", "/faq/hostile/script.md"} <= set(links)
    for link in links:
        read(client, link)


def test_llms_txt_for_a_region_leads_on_for_that_region(client: FlaskClient) -> None:
    text = read(client, "/llms.txt?region=moscow")
    assert "Регион — Москва" in text
    assert "tenge" not in text
    assert {link.partition("?")[2] for link in LINK.findall(text) if "/faq/" in link} == {"region=moscow"}


def test_it_says_how_to_ask_in_words_that_work(client: FlaskClient) -> None:
    for address in ("/llms.txt", "/llms.txt?region=moscow"):
        (asking,) = re.findall(r"`http://localhost(/faq[^`]+)ВОПРОС`\. ", read(client, address))
        assert "docs@example" in read(client, asking + quote("акт сверки за период"))


def test_of_a_large_content_the_pages_are_listed(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.markdown.routes.LISTED", 3)
    text = read(client, "/llms.txt")
    assert "- [Pay](http://localhost/faq/billing/pay.md): вопросов — 2\n" in text
    assert "tenge" not in text


def test_the_sitemap_has_every_page_for_everyone_and_for_each_value_of_each_facet(client: FlaskClient) -> None:
    root = ElementTree.fromstring(read(client, "/sitemap.xml"))
    found = [loc.text or "" for loc in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    pages = ("qa-corporate", "billing/pay", "hostile")
    choices = ["", *(f"?{facet}={value}" for facet, values in FACETS.items() for value in values)]
    assert sorted(found) == sorted(f"http://localhost/faq/{page}{choice}" for page in pages for choice in choices)
    for address in found:
        read(client, address.removeprefix("http://localhost"))


def test_robots_are_led_to_the_sitemap_and_kept_from_the_owners(client: FlaskClient) -> None:
    text = read(client, "/robots.txt")
    assert "\nSitemap: http://localhost/sitemap.xml\n" in f"{text}\n"
    assert "Disallow: /insights\n" in text


# Markdown of everything


def test_a_section_has_its_answer_its_place_and_its_source(client: FlaskClient) -> None:
    text = read(client, f"{ACT}?region=kazakhstan")
    assert text.startswith("# Как получить акт сверки за нужный период?\n\nРаздел: Юридическим лицам\n\n")
    assert "docs@example.kz" in text
    assert "docs@example.ru" not in text
    assert "qa-corporate.md, строки 12–24: https://docs.example.ru/qa-corporate#kak_poluchit_akt\n" in text
    assert text.rstrip().endswith("Верно для: Регион — Казахстан.")


def test_without_a_choice_it_says_what_to_choose_from(client: FlaskClient) -> None:
    text = read(client, ACT)
    assert "> - `region` (Регион): `moscow` — Москва, `kazakhstan` — Казахстан\n" in text
    assert "зависит от выбора" not in read(client, f"{ACT}?region=moscow")


def test_a_page_has_its_sections_under_their_headings(client: FlaskClient) -> None:
    headings = re.findall(r"^#+ .*", read(client, "/faq/billing/pay.md"), re.MULTILINE)
    assert headings == ["# Pay", "## Как оплатить счёт?", "## Можно ли платить в тенге?"]
    assert "тенге" not in read(client, "/faq/billing/pay.md?region=moscow")


def test_everything_in_one_file_is_every_page(client: FlaskClient) -> None:
    everything = read(client, "/llms-full.txt?region=kazakhstan")
    for page in ("qa-corporate", "billing/pay", "hostile"):
        body, _, _ = read(client, f"/faq/{page}.md?region=kazakhstan").partition("\n\n---\n")
        assert body in everything


@pytest.mark.parametrize(
    ("source", "headings"),
    [
        pytest.param("# A\n\n## B\n\nb\n\n### C\n\nc\n", ["# A", "## B", "### C"], id="as-written"),
        pytest.param("# A\n\na\n\n## B\n\nb\n", ["# A", "## B"], id="text-under-the-title"),
        pytest.param("# A\n\n## B\n\n### C\n\nc\n\n### D\n\nd\n", ["# A", "## B", "### C", "### D"], id="empty-above"),
        pytest.param("## A\n\na\n\n## B\n\nb\n", ["# Some page", "## A", "## B"], id="no-title"),
        pytest.param("Lead.\n\n## A\n\na\n", ["# Some page", "## A"], id="text-before-any"),
        pytest.param("## A\n\na\n\n## A\n\nb\n\n## B\n\nc\n", ["# Some page", "## A", "## A", "## B"], id="repeated"),
        pytest.param("## A *b* [c]\n\na\n\n## D\n\nd\n", ["# Some page", r"## A b \[c\]", "## D"], id="plain"),
    ],
)
def test_headings_are_put_back(source: str, headings: list[str]) -> None:
    service = of_page(source)
    (outline,) = outlines(service, {})
    text = page_markdown(outline, lambda section_id: service.section(section_id, {}))
    assert re.findall(r"^#+ .*", text, re.MULTILINE) == headings
    assert [part for part in text.split("\n\n") if not part.startswith("#")] == re.findall(
        r"^(?!#).+", source, re.MULTILINE
    )


def test_a_page_with_nothing_for_a_region_is_not_named_by_what_is_for_another() -> None:
    service = of_page("## Оплата в регионе Москва\n\nВ рублях.\n")
    text = read(create_app(service).test_client(), "/faq/some-page.md?region=kazakhstan")
    assert text.startswith("# Some page\n\nДля этого выбора здесь ничего нет.\n")
    assert "Москв" not in text
    assert "some-page" not in read(create_app(service).test_client(), "/llms.txt?region=kazakhstan")


@pytest.mark.parametrize("address", ["/faq/qa-corporate", "/faq/billing/pay?region=moscow", "/faq?region=moscow"])
def test_who_prefers_markdown_gets_it_from_the_page_that_others_browse(client: FlaskClient, address: str) -> None:
    path, _, query = address.partition("?")
    wanted = "/llms.txt" if path == "/faq" else f"{path}.md"
    found = client.get(address, headers={"Accept": "text/markdown, text/html;q=0.9, */*;q=0.8"})
    assert found.text == read(client, f"{wanted}?{query}")
    for accept in ("text/html,application/xhtml+xml,*/*;q=0.8", "*/*", ""):
        other = client.get(address, headers={"Accept": accept})
        assert other.mimetype == "text/html"
        assert {"Accept", "Accept-Language"} <= set(other.vary)


@pytest.mark.parametrize(
    ("address", "status", "detail"),
    [
        ("/faq/nothing.md", 404, "no section 'nothing.md' for these choices"),
        ("/faq/billing/pay/tenge.md?region=moscow", 404, "no section 'billing/pay.md#tenge' for these choices"),
        ("/faq/billing/pay/nothing.md", 404, "There is no section"),
        ("/faq/billing/pay.md?region=mars", 400, "choose from moscow, kazakhstan"),
        ("/llms-full.txt?region=mars", 400, "choose from moscow, kazakhstan"),
        ("/faq/billing/pay?ask=%20", 400, "ask is empty"),
        ("/faq/nothing?ask=why", 404, "There is nothing at /faq/nothing"),
        ("/faq?ask=" + "а" * 1001, 400, "at most 1000 are taken"),
    ],
)
def test_what_is_wrong_is_told_to_programs_as_a_problem(
    client: FlaskClient, address: str, status: int, detail: str
) -> None:
    response = client.get(address)
    assert (response.status_code, response.mimetype) == (status, "application/problem+json")
    assert detail in json.loads(response.text)["detail"]


def test_without_an_index_it_asks_to_wait() -> None:
    client = create_app(not_ready()).test_client()
    for address in ("/llms.txt", "/llms-full.txt", "/sitemap.xml", "/faq/a.md", "/faq/a?ask=b"):
        assert client.get(address).status_code == 503
    assert client.get("/robots.txt").status_code == 200


@pytest.mark.parametrize("address", ["/llms.txt", "/llms-full.txt?region=moscow", ACT, "/sitemap.xml", "/faq?ask=акт"])
def test_what_has_not_changed_is_not_sent_again(client: FlaskClient, address: str) -> None:
    first = client.get(address)
    assert first.headers["Cache-Control"] == "no-cache"
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    other = client.get(f"{address.partition('?')[0]}?region=kazakhstan&ask=счёт")
    assert other.headers["ETag"] != first.headers["ETag"]


# Answers in Markdown


def test_an_answer_has_its_status_its_notices_and_its_source(client: FlaskClient) -> None:
    text = read(client, "/faq?ask=frn cdthrb Алматы")
    assert text.startswith("# Как получить акт сверки за нужный период?\n\n- Статус: answered, уверенность 0.67\n")
    assert "- Регион: Казахстан (понято из вопроса: «Алматы»)\n" in text
    assert "> Искали «акт сверки».\n" in text
    assert "docs@example.kz" in text
    assert "docs@example.ru" not in text
    assert "Источник: qa-corporate.md, строки 12–24: https://docs.example.ru/qa-corporate#kak_poluchit_akt\n" in text
    assert f"http://localhost{ACT}?region=kazakhstan" in text


def test_an_unsure_answer_says_so_and_names_others(client: FlaskClient) -> None:
    text = read(client, "/faq?ask=акт чужой неведомый сверки загадочный")
    assert "- Статус: unsure, уверенность 0.40\n\nПохоже, вы об этом:\n" in text
    assert "\nЕщё может подойти:\n\n- [Как оплатить счёт?](http://localhost/faq/billing/pay/oplata.md)\n" in text


def test_what_is_not_answered_gets_no_answer_but_names_and_people(client: FlaskClient) -> None:
    text = read(client, "/faq?ask=слон&region=moscow")
    assert text.startswith("# Здесь ответа нет\n\n- Статус: no_answer\n- Регион: Москва\n")
    assert f"- [Как получить акт сверки за нужный период?](http://localhost{ACT}?region=moscow)\n" in text
    assert "- Поддержка: mailto:help@example.ru\n" in f"{text}\n"
    assert "docs@example" not in text


def test_a_page_answers_for_itself_alone(client: FlaskClient) -> None:
    assert "- Статус: answered" in read(client, "/faq/qa-corporate?ask=акт сверки&region=moscow")
    text = read(client, "/faq/billing/pay?ask=акт сверки&region=moscow")
    assert text.startswith("# На этой странице ответа нет\n\n- Статус: no_answer\n")
    assert f"](http://localhost{ACT}?region=moscow)" in text
    assert "docs@example" not in text


# Structured data


def structured(client: FlaskClient, address: str) -> Any:
    (data,) = DATA.findall(read(client, address))
    return json.loads(data)


def test_a_list_of_questions_is_described_for_the_region(client: FlaskClient) -> None:
    page = structured(client, "/faq/billing/pay?region=kazakhstan")
    assert (page["@context"], page["@type"]) == ("https://schema.org", "FAQPage")
    assert page["mainEntity"][1] == {
        "@type": "Question",
        "name": "Можно ли платить в тенге?",
        "acceptedAnswer": {
            "@type": "Answer",
            "text": "<p>Да.</p>",
            "url": "http://localhost/faq/billing/pay?region=kazakhstan#tenge",
        },
    }
    assert [one["name"] for one in structured(client, "/faq/billing/pay?region=moscow")["mainEntity"]] == [
        "Как оплатить счёт?"
    ]


def test_the_bundled_faq_is_one_whole_list_of_questions(bundled: FlaskClient, searcher: Searcher) -> None:
    found = structured(bundled, "/faq/qa-corporate?region=moscow")["mainEntity"]
    assert [one["name"] for one in found] == [section.title for section in searcher.sections({"region": "moscow"})]
    assert not any("<mark>" in one["acceptedAnswer"]["text"] for one in found)


@pytest.mark.parametrize(
    ("region", "to"), [("kazakhstan", "accountvk@qazcloud.kz"), ("moscow", "docs_vktech@vk.company")]
)
def test_the_letter_that_an_answer_tells_to_write_is_in_every_form_of_it(
    bundled: FlaskClient, region: str, to: str
) -> None:
    act = "kak_poluchit_akt_sverki_za_nuzhnyy_period"
    found = bundled.get(f"/api/v1/sections/qa-corporate.md%23{act}?region={region}").json
    assert found
    assert found["letter"]["to"] == to
    assert "за какой период вам нужен акт" in found["letter"]["checklist"]
    searched = bundled.get(f"/api/v1/search?q=акт сверки&region={region}").json
    assert searched
    assert searched["answers"][0]["letter"] == found["letter"]
    assert f"[{to}]({found['letter']['href']})" in bundled.get(f"/faq/qa-corporate/{act}.md?region={region}").text
    everyone = bundled.get(f"/api/v1/sections/qa-corporate.md%23{act}").json
    assert everyone
    assert everyone["letter"] is None


def test_no_title_breaks_out_of_the_data(client: FlaskClient) -> None:
    assert structured(client, "/faq/hostile")["mainEntity"][0]["name"].startswith("Что такое <script>alert('title')")


@needs_chromium
def test_a_browser_lets_the_data_be(browser: Any) -> None:
    said: list[str] = []
    with served(create_app(by_hand())) as address:
        page = browser.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("dialog", lambda dialog: said.append(dialog.message))
        page.goto(f"{address}faq/hostile")
        text = page.text_content('script[type="application/ld+json"]')
        page.close()
    (found,) = json.loads(text)["mainEntity"]
    assert found["acceptedAnswer"]["text"] == "<p>Просто текст: <code>&lt;имя&gt;</code>.</p>"
    assert not said


# Nothing of another region


def leaks(text: str, fragments: Mapping[str, Folded]) -> list[str]:
    seen = fold("\n".join((text, unquote(unescape(text)), re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text))))
    return [fragment for fragment, folded in fragments.items() if folded in seen and holds(seen, folded)]


def addresses(searcher: Searcher, region: str) -> Iterator[str]:
    """Every address of every kind, for a region."""
    chosen = f"region={region}"
    yield from (f"/{name}?{chosen}" for name in ("llms.txt", "llms-full.txt", "sitemap.xml", "faq"))
    sections = searcher.sections({})
    for page in dict.fromkeys(section.page.removesuffix(".md") for section in sections):
        yield from (f"/faq/{page}{end}?{chosen}" for end in ("", ".md"))
    for section in sections:
        yield f"/faq/{section.page.removesuffix('.md')}/{section.anchor}.md?{chosen}"
    for question in read_questions([FAQ.parent / "eval/questions/dev.jsonl"]):
        if question.region == region:
            for place in ("", "/qa-corporate"):
                yield f"/faq{place}?{chosen}&ask={quote(question.query)}"


@pytest.mark.parametrize("region", ["moscow", "kazakhstan"])
def test_nothing_of_another_region_is_at_any_address(bundled: FlaskClient, searcher: Searcher, region: str) -> None:
    of_others = foreign(searcher.bundle.sections, searcher.bundle.facets)({"region": region})
    fragments = {fragment: fold(fragment) for fragment in of_others}
    for everything in ("/llms-full.txt", "/faq/qa-corporate.md", "/faq/qa-corporate"):  # the look finds what is there
        assert {MOSCOW, KAZAKHSTAN} & set(leaks(read(bundled, everything), fragments))
    looked = 0
    for address in addresses(searcher, region):
        found = [bundled.get(address), bundled.get(address, headers={"Accept": "text/markdown"})]
        assert not [leak for response in found for leak in leaks(response.text, fragments)], address
        looked += sum(response.status_code == 200 for response in found)
    assert looked > 100
