"""Addresses that the server writes: each opens, whatever pages are called and wherever the server is."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from html import unescape
from urllib.parse import quote, urljoin, urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from index.build import build
from index.encoders.hash import HashEncoder
from index.result import Comparison, Variant
from index.search import Searcher
from index.storage.bundle import open_bundle
from index.storage.generations import load
from otvet.bundled import FAQ
from otvet.wiring import service_of
from server.app import create_app
from server.errors import BadSetting
from server.links import page_named, parts_of
from server.own_addresses import HERE
from server.pages.own_pages import OwnPages
from server.resources import Resources
from server.service import Service
from server.settings import Settings
from tests.attacks.clients import Answer, Place, ask
from tests.hand_service import by_hand
from tests.site import listening

KEY = "a-key-for-the-owners"
CONTENT = {
    "C#.md": "## Есть ли пакет для C#?\n\nЕсть, см. [скидки](100%25.md).",
    "100%.md": "## Как получить скидку?\n\nНапишите менеджеру, [отсюда](<Оплата счетов.md>).",
    "Readme.MD": "## Что здесь описано?\n\nВсё: [счета](pay/oplata.md#kak_oplatit_schet), [папка](pay/).",
    "Что такое акт?.md": "## Что такое акт?\n\nДокумент.",
    "Оплата счетов.md": "## Чем платят по счету?\n\nПереводом.",
    "a+b & c;d=e.md": "## Можно ли сложить тарифы?\n\nНельзя.",
    "«Вопрос», 'ответ' — ә.md": "## Где кавычки?\n\nВ названии.",
    "pay/oplata.md": """## Как оплатить счет?

См. [реквизиты](../rekvizity.md#gde_rekvizity), [возврат](vozvrat.md), [пакет](../C%23.md), [корень](/rekvizity),
[сюда](#kak_oplatit_schet), [договор](../files/dogovor.pdf), [контакты](/ru/contacts) и [сайт](https://example.com/x).
""",
    "pay/vozvrat.md": "## Как вернуть деньги?\n\nСм. [оплату](./oplata.md) и [реквизиты](../Rekvizity.html).",
    "pay/index.md": "## Что такое оплата?\n\nПеревод денег.",
    "rekvizity.md": "## Где реквизиты?\n\nВ договоре.",
}
STARTS = ["", "faq", "faq?ask=a", "llms.txt", "llms-full.txt", "sitemap.xml", "robots.txt", "docs", "widget", "login",
          "insights", "nothing"]  # fmt: skip
CODE = re.compile(r"<pre.*?</pre>", re.DOTALL)
LINK = re.compile(r"""(?:href|src|action|data-from)=["']([^"']*)["']|\]\((?!<)([^)\s]+)\)|<loc>([^<]+)</loc>""")


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    folder = tmp_path_factory.mktemp("named")
    for name, text in CONTENT.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(f"# Справка\n\n{text}\n", encoding="utf-8")
    encoder = HashEncoder()
    build(folder, folder / ".index", encoder, default_facets=FAQ / "facets.toml")
    return Searcher(load(folder / ".index", open_bundle), encoder)


def service_at(searcher: Searcher, base: str) -> Service:
    """The service of a server whose addresses begin so."""
    own = OwnPages(CONTENT, base=base)
    return service_of(Searcher(searcher.bundle, HashEncoder(), unpublished=own))


@contextmanager
def serving(searcher: Searcher, env: dict[str, str]) -> Iterator[Place]:
    settings = Settings.from_env({"OTVET_RATE": "0", "OTVET_TRAFFIC": "off", "OTVET_OWNER_KEY": KEY, **env})
    app = create_app(
        service_at(searcher, (settings.origin or HERE) + settings.prefix), resources=Resources.of(settings)
    )
    with listening(app, prefix=settings.prefix, proxies=settings.believed()) as server:
        yield server.effective_host, int(server.effective_port)


@dataclass(frozen=True)
class Deployment:
    """How a server is reached."""

    base_url: str
    host: str
    """What clients send as Host."""
    begins: str
    """What absolute addresses of ours begin with."""
    prefix: str
    strips: bool = False
    """Whether a proxy takes the prefix off."""


DEPLOYMENTS = {
    "alone": Deployment("", "127.0.0.1:8080", "http://127.0.0.1:8080", ""),
    "unknown-name": Deployment("", "faq.example.org", "", ""),
    "known-name": Deployment("https://faq.example.org", "evil.example", "https://faq.example.org", ""),
    "under-a-path": Deployment("https://example.org/help", "a", "https://example.org", "/help"),
    "under-a-path-taken-off": Deployment("https://example.org/help/", "a", "https://example.org", "/help", True),
    "under-a-longer-path": Deployment("/ru/help", "evil.example", "", "/ru/help"),
}


@pytest.mark.parametrize("deployment", DEPLOYMENTS.values(), ids=DEPLOYMENTS)
def test_every_address_leads_on_below_the_servers_own(searcher: Searcher, deployment: Deployment) -> None:
    """Links, forms, files, Markdown, the sitemap and redirects are followed from the first page on."""
    here, prefix = "http://inside", deployment.prefix
    known = re.compile(re.escape(deployment.begins) + r"(?=/|$)") if deployment.begins else re.compile("(?!)")

    def get(path: str) -> Answer:
        sent = path.removeprefix(prefix) if deployment.strips else path
        return ask(place, sent or "/", "127.0.0.1", headers={"Host": deployment.host, "Accept": "text/html"})

    with serving(searcher, {"OTVET_BASE_URL": deployment.base_url}) as place:
        waiting = [f"{prefix}/{start}" for start in STARTS]
        visited: set[str] = set()
        while waiting:
            path = waiting.pop()
            if path in visited or ("?" in path and "ask=" not in path):
                continue
            visited.add(path)
            answer = get(path)
            assert answer.status < 500, path
            assert (answer.status == 404) == (path == f"{prefix}/nothing"), path
            text = answer.body.decode()
            assert "evil.example" not in text
            assert "faq.example.org" not in text.replace(deployment.begins or "-", "")
            found = [unescape(next(filter(None, one), "")) for one in LINK.findall(CODE.sub("", text))]
            found += [answer.headers["Location"]] if "Location" in answer.headers else []
            for link in found:
                target = known.sub(here, link) if deployment.begins else link
                address = urlsplit(urljoin(here + path, target))
                if address.netloc != "inside" or (path.endswith(("/docs", ".js")) and "…" in link):
                    continue
                assert re.fullmatch(r"[!-~]*", link) or path.endswith("llms.txt"), (
                    f"{link} on {path} is not percent-encoded"
                )
                assert address.path.startswith(f"{prefix}/") or address.path == prefix, f"{link} on {path}"
                waiting.append(address.path + (f"?{address.query}" if address.query else ""))
        pages = {one for one in visited if one.startswith(f"{prefix}/faq/") and not one.endswith(".md")}
        assert len(pages) == len(CONTENT)
        listed = json.loads(get(f"{prefix}/api/v1/sections").body)["sections"]
        assert {row["page"] for row in listed} == set(CONTENT)
        described = json.loads(get(f"{prefix}/openapi.json").body)
        assert described["servers"] == [{"url": deployment.begins + prefix or "/"}]


HREF = re.compile(r'href="([^"]*)"|\]\(([^)\s]+)\)')


@pytest.mark.parametrize("deployment", DEPLOYMENTS.values(), ids=DEPLOYMENTS)
def test_every_link_of_an_answer_that_a_program_gets_is_absolute_where_that_is_known_and_opens(
    searcher: Searcher, deployment: Deployment
) -> None:
    prefix, begins = deployment.prefix, deployment.begins + deployment.prefix

    def get(path: str, accept: str = "*/*") -> Answer:
        sent = path.removeprefix(prefix) if deployment.strips else path
        return ask(place, sent or "/", "127.0.0.1", headers={"Host": deployment.host, "Accept": accept})

    with serving(searcher, {"OTVET_BASE_URL": deployment.base_url}) as place:
        found: list[str] = []
        for row in json.loads(get(f"{prefix}/api/v1/sections").body)["sections"]:
            one = json.loads(get(f"{prefix}/api/v1/sections/{quote(row['id'], safe='')}").body)
            asked = json.loads(get(f"{prefix}/api/v1/search?abstain=false&q={quote(row['section'])}").body)
            for answer in (one, *asked["answers"]):
                found += [answer["url"], *("".join(two) for two in HREF.findall(answer["html"] + answer["markdown"]))]
            for path in (f"{prefix}/faq?ask={quote(row['section'])}", f"{prefix}/faq/{quote(row['page'])}"):
                text = get(path, "text/markdown").body.decode()
                found += ["".join(two) for two in HREF.findall(text)]
        for path in ("llms.txt", "llms-full.txt"):
            found += ["".join(two) for two in HREF.findall(CODE.sub("", get(f"{prefix}/{path}").body.decode()))]
        own = {unescape(link) for link in found if "example.com" not in link}
        assert len(own) > len(CONTENT)
        for link in own:
            assert "otvet.invalid" not in link
            assert link.startswith(f"{begins}/"), link
            assert get(prefix + link.removeprefix(begins).partition("#")[0]).status == 200, link


@pytest.mark.parametrize("deployment", DEPLOYMENTS.values(), ids=DEPLOYMENTS)
def test_every_link_of_a_comparison_begins_where_the_server_is(deployment: Deployment) -> None:
    settings = Settings.from_env({"OTVET_BASE_URL": deployment.base_url, "OTVET_TRAFFIC": "off"})
    address = (settings.origin or HERE) + f"{settings.prefix}/faq/pay#act"
    variant = Variant(("a",), ("А",), "акт", f"[акт]({address})", f'<a href="{address}">акт</a>')
    compared = Comparison("pay.md#act", "Акт", address, "plan", {}, (variant, variant))
    service = replace(by_hand(), comparison=lambda section, facet, chosen: compared)
    client = create_app(service, resources=Resources.of(settings)).test_client()
    got = json.loads(client.get("/api/v1/differs/plan/pay.md%23act", headers={"Host": deployment.host}).data)
    assert got["url"] == f"{deployment.begins}{deployment.prefix}/faq/pay#act"
    assert f"]({got['url']})" in got["variants"][0]["markdown"]
    assert f'href="{got["url"]}"' in got["variants"][1]["html"]


@pytest.mark.parametrize(
    ("section", "links"),
    [
        ("pay/oplata.md#kak_oplatit_schet",
         ["/faq/rekvizity#gde_rekvizity", "/faq/pay/vozvrat", "/faq/C%23", "/faq/rekvizity",
         "/faq/pay/oplata#kak_oplatit_schet", "https://example.com/x"]),
        ("pay/vozvrat.md#kak_vernut_dengi", ["/faq/pay/oplata", "/faq/rekvizity"]),
        ("C#.md#est_li_paket_dlya_c", ["/faq/100%25"]),
        ("Readme.MD#chto_zdes_opisano", ["/faq/pay/oplata#kak_oplatit_schet", "/faq/pay/index"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("base", ["", "/help", "https://example.org/help"])
def test_links_between_pages_lead_to_our_own(searcher: Searcher, base: str, section: str, links: list[str]) -> None:
    found = service_at(searcher, base).section(section, {})
    assert found is not None
    assert re.findall(r'href="([^"]*)"', found.html) == [one if ":" in one else base + one for one in links]
    assert found.url.startswith(f"{base}/faq/")
    assert found.url.isascii()


def test_links_are_as_written_where_no_server_has_the_pages(searcher: Searcher) -> None:
    found = searcher.section("pay/vozvrat.md#kak_vernut_dengi", {})
    assert found is not None
    assert 'href="./oplata.md"' in found.html


NAMES = st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="/\\\0"), min_size=1, max_size=12)


@given(
    st.lists(NAMES, min_size=1, max_size=3),
    st.sampled_from([".md", ".MD", ".Md"]),
    st.sampled_from(["", "ab_1", "v1.0"]),
)
def test_an_id_has_a_page_and_an_anchor(folders: list[str], suffix: str, anchor: str) -> None:
    page = "/".join(folders) + suffix
    if not re.search(r"\.md#", page, re.IGNORECASE):
        assert parts_of(f"{page}#{anchor}" if anchor else page) == (page, anchor)
    assert page_named(page.removesuffix(".md"), [page]) == page


@given(st.text(max_size=30), st.text(max_size=30))
def test_a_link_leads_to_a_page_or_elsewhere_or_nowhere(page: str, href: str) -> None:
    found = OwnPages([page, "a/b.md"], base="/help").link(page, href)
    assert found in ("", href) or found.startswith("/help/faq/")


@pytest.mark.parametrize(
    "wrong",
    ["example.org/help", "ftp://example.org", "//example.org", "/a/../b", "https://a b", "https://e.org/?q", "/a//b"],
)
def test_a_base_url_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(BadSetting, match=r"^OTVET_BASE_URL must be an address such as https://example.com/help"):
        Settings.from_env({"OTVET_BASE_URL": wrong})


def test_cookies_and_redirects_of_the_owners_stay_below_the_path() -> None:
    settings = Settings.from_env({"OTVET_OWNER_KEY": KEY, "OTVET_BASE_URL": "https://example.org/help"})
    client = create_app(by_hand(), resources=Resources.of(settings)).test_client()

    def post(path: str, **fields: str) -> tuple[int, str, list[str]]:
        response = client.post(
            path, base_url="https://example.org/help", data=fields, headers={"Origin": "https://example.org"}
        )
        return response.status_code, response.headers.get("Location", ""), response.headers.getlist("Set-Cookie")

    status, location, cookies = post("/login", key=KEY, next="/elsewhere")
    assert (status, location) == (303, "/help/insights")
    assert cookies
    assert all("Path=/help" in cookie for cookie in cookies)
    assert post("/login", key=KEY, next="/help/insights?from=2026-01-01")[1] == "/help/insights?from=2026-01-01"
    status, location, cookies = post("/logout")
    assert (status, location) == (303, "/help/")
    assert all("Path=/help" in cookie for cookie in cookies)


HOSTS = [
    "evil.example",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "127.0.0.1:80@evil.example",
    "evil.example:80",
]
ECHOING = ["/llms.txt", "/llms-full.txt", "/sitemap.xml", "/robots.txt", "/docs", "/widget", "/openapi.json",
           "/faq/billing/pay", "/faq/billing/pay.md", "/api/v1/sections"]  # fmt: skip


@pytest.mark.parametrize("host", HOSTS)
def test_the_host_that_a_client_names_is_never_repeated(host: str) -> None:
    client: FlaskClient = create_app(by_hand()).test_client()

    def got(path: str, name: str) -> tuple[int, bytes, str | None]:
        response = client.get(path, headers={"Host": name})
        return response.status_code, response.data, response.headers.get("ETag")

    for path in ECHOING:
        status, body, _ = found = got(path, host)
        assert status == 200
        assert b"evil" not in body, path
        assert found == got(path, "another.example")
        local = got(path, "localhost:8080")
        assert (local[1] == body) == (local[2] == found[2]) or path.startswith("/api") or not found[2]


def test_behind_a_proxy_no_host_is_believed() -> None:
    client = create_app(by_hand(), resources=Resources.of(Settings(rate=0, proxies=1))).test_client()
    assert b"localhost" not in client.get("/llms.txt").data
