"""The owners' page: who gets in, what it shows of what was kept, and its question files."""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from index.result import Status
from server.app import create_app
from server.owners.bar_chart import columns, tick_step
from server.owners.fix_list import inert
from server.resources import Resources
from server.settings import Settings
from tests.hand_service import ACT, by_hand, certified
from traffic.fixes import Offer
from traffic.insight import LISTS
from traffic.record import Feedback, QueryRecord, Record

KEY = "k" * 20
OWNER = {"Authorization": f"Bearer {KEY}"}
NOW = datetime.now(UTC)
HOSTILE = """"><script>alert(1)</script><img src=x onerror=alert(2)> ' & {{ 7*7 }}"""


def asked(query: str, region: str = "", *, at: datetime = NOW, shown: tuple[str, ...] = ()) -> QueryRecord:
    status: Status = "answered" if shown else "no_answer"
    return QueryRecord(at, query, query, {"region": region} if region else {}, status, shown, None, "hand-1")


def disliked(query: str) -> Feedback:
    return Feedback(NOW, query, {}, ACT, False, "outdated", 0.9, "hand-1")


@pytest.fixture
def resources(tmp_path: Path) -> Iterator[Resources]:
    with Resources.of(Settings(owner_key=KEY, rate=0, traffic=tmp_path / "traffic.sqlite")) as made:
        yield made


@pytest.fixture
def client(resources: Resources) -> FlaskClient:
    return create_app(by_hand(), resources=resources).test_client()


def keep(resources: Resources, *records: Record) -> None:
    assert resources.traffic is not None
    for record in records:
        resources.traffic.store.add(record)


def page(client: FlaskClient, **parameters: str) -> str:
    response = client.get("/insights", query_string=parameters, headers=OWNER)
    assert response.status_code == 200
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert response.headers["Cache-Control"] == "no-store"
    return response.text


def export(client: FlaskClient, name: str, **parameters: str) -> list[dict[str, object]]:
    response = client.get(f"/insights/{name}.jsonl", query_string=parameters, headers=OWNER)
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith(f'attachment; filename="{name}-')
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    return [json.loads(line) for line in response.text.splitlines()]


@pytest.mark.parametrize("path", ["/insights", "/insights/fixes.csv", *(f"/insights/{name}.jsonl" for name in LISTS)])
def test_nobody_without_the_key_sees_anything(client: FlaskClient, resources: Resources, path: str) -> None:
    keep(resources, asked("тайный вопрос"))
    for headers, status in (({}, 303), ({"Authorization": "Bearer wrong"}, 401), ({"Accept": "application/json"}, 401)):
        response = client.get(path, headers={"Accept": "text/html"} | headers)
        assert response.status_code == status
        assert "тайный" not in response.text


def test_without_a_key_on_the_server_there_is_no_such_side() -> None:
    assert create_app(by_hand()).test_client().get("/insights", headers=OWNER).status_code == 403


def test_an_empty_store_says_so_and_draws_nothing(client: FlaskClient) -> None:
    text = page(client)
    assert "За эти дни ничего не спрашивали." in text
    assert "<svg" not in text
    assert export(client, "asked") == []


def test_where_nothing_is_kept_the_page_says_why() -> None:
    app = create_app(by_hand(), resources=Resources.of(Settings(owner_key=KEY, rate=0)))
    assert "OTVET_TRAFFIC=off" in page(app.test_client())
    assert export(app.test_client(), "asked") == []


def test_groups_reasons_and_regions_are_shown(client: FlaskClient, resources: Resources) -> None:
    keep(resources, asked("сбросить пароль", "moscow"), asked("Сбросить пароль", "moscow"), asked("сбросить пароли"))
    keep(resources, asked("акт", shown=(ACT,)), disliked("акт"))
    text = page(client)
    for part in ("сбросить пароль</a> <b>3</b>", "Регион: Москва — 2, не выбрано — 1", "2 формулировки", "Устарело: 1"):
        assert part in text
    assert "→ Как получить акт сверки за нужный период?" in text


def test_several_values_and_all_but_one_are_told_in_words(client: FlaskClient, resources: Resources) -> None:
    keep(resources, asked("сбросить пароль", "-moscow"), asked("сбросить пароль", "moscow,kazakhstan"))
    text = page(client)
    assert "Регион: не Москва — 1, Москва, Казахстан — 1" in text
    for said in ("не Москва", "Москва, Казахстан"):
        assert f'<th scope="row">{said}<' in text


def test_what_was_typed_is_text_and_nothing_else(client: FlaskClient, resources: Resources) -> None:
    keep(resources, asked(HOSTILE), asked(HOSTILE, shown=("hostile.md#script",)), disliked(HOSTILE))
    text = page(client)
    assert "<script" not in text
    assert "<img src=x" not in text
    assert "&lt;script&gt;alert(1)" in text
    assert "{{ 7*7 }}" in text
    assert {line["query"] for line in export(client, "asked")} == {HOSTILE}


def test_days_and_facet_values_choose(client: FlaskClient, resources: Resources) -> None:
    old = NOW - timedelta(days=20)
    keep(resources, asked("новый", "moscow"), asked("старый", at=old), asked("общий"))
    assert {line["query"] for line in export(client, "asked")} == {"новый", "общий"}
    assert {line["query"] for line in export(client, "asked", region="moscow")} == {"новый"}
    assert {line["query"] for line in export(client, "asked", region="none")} == {"общий"}
    keep(resources, replace(asked("предоплата"), facets={"scheme": "prepaid"}))
    assert {line["query"] for line in export(client, "asked", scheme="prepaid")} == {"предоплата"}
    assert {line["query"] for line in export(client, "asked", scheme="none", region="moscow")} == {"новый"}
    day = f"{old:%Y-%m-%d}"
    assert {line["query"] for line in export(client, "asked", **{"from": day, "to": day})} == {"старый"}
    assert f'value="{day}"' in page(client, **{"from": day})


@pytest.mark.parametrize(
    "parameters",
    [
        {"from": "yesterday"},
        {"from": "0001-01-01", "to": "0001-01-01"},
        {"to": "9999-12-31"},
        {"from": "2026-03-02", "to": "2026-03-01"},
        {"from": "2024-01-01", "to": "2026-03-01"},
        {"region": "mars"},
        {"scheme": "barter"},
        {"region": HOSTILE},
    ],
)
def test_an_address_that_cannot_be_followed_is_refused(client: FlaskClient, parameters: dict[str, str]) -> None:
    response = client.get("/insights", query_string=parameters, headers=OWNER)
    assert response.status_code == 400
    assert "<script>alert" not in response.text


def test_an_unknown_list_is_not_found(client: FlaskClient) -> None:
    assert client.get("/insights/secret.jsonl", headers=OWNER).status_code == 404


def test_the_page_is_no_part_of_the_programs_api(client: FlaskClient) -> None:
    assert not [path for path in json.loads(client.get("/openapi.json").text)["paths"] if "insights" in path]


def test_columns_stand_in_the_plot_one_upon_the_other() -> None:
    first = date(2026, 3, 2)
    plot = columns({first + timedelta(days=number): {"a": number, "b": 3} for number in range(90)})
    assert len(plot.columns) == 90
    assert sum(bool(column.name) for column in plot.columns) <= 7
    assert [tick.value for tick in plot.ticks] == [0, 50, 100]
    for column in plot.columns:
        edges = [(part.y, part.y + part.height) for part in column.parts]
        assert all(8 <= top <= bottom <= 166.01 for top, bottom in edges)
        assert all(upper[1] == pytest.approx(lower[0], abs=0.02) for lower, upper in pairwise(edges))


@pytest.mark.parametrize(("most", "step"), [(0, 1), (1, 1), (4, 1), (5, 2), (8, 2), (9, 5), (41, 20), (1000, 500)])
def test_four_steps_reach_the_most(most: int, step: int) -> None:
    assert tick_step(most) == step


def test_the_page_tells_whether_the_threshold_is_certified(resources: Resources, client: FlaskClient) -> None:
    assert "Порог точного ответа не подтверждён" in page(client)
    shown = " ".join(page(create_app(certified(), resources=resources).test_client()).split())
    assert "подтверждён: уверенность от 0.83. Из 182 размеченных вопросов так отвечено на 92, неверно — 1;" in shown


def test_shares_are_compared_with_as_many_days_before(client: FlaskClient, resources: Resources) -> None:
    week_ago = NOW - timedelta(days=7)
    keep(resources, *(asked(f"вопрос {n}", shown=(ACT,) if n else ()) for n in range(4)))
    keep(resources, *(asked(f"вопрос {n}", at=week_ago, shown=(ACT,) if n > 1 else ()) for n in range(4)))
    tiles = page(client).partition('<dl class="tiles">')[2].partition("</dl>")[0]
    assert "до этого 4" in tiles
    assert ">+25\u202fп.\u202fп.</small>" in tiles  # three of four are answered, and two were
    assert ">−25\u202fп.\u202fп.</small>" in tiles


def test_nothing_is_compared_with_nothing(client: FlaskClient, resources: Resources) -> None:
    keep(resources, asked("вопрос", shown=(ACT,)))
    tiles = page(client).partition('<dl class="tiles">')[2].partition("</dl>")[0]
    assert "п.\u202fп." not in tiles
    assert "как раньше" not in tiles


# What to fix


def fix(client: FlaskClient, **form: str) -> int:
    return client.post("/insights/fixes", data=form, headers=OWNER).status_code


def test_what_to_fix_has_its_place_and_a_status_that_stays(client: FlaskClient, resources: Resources) -> None:
    keep(resources, *[asked("акт", shown=(ACT,))] * 3, disliked("акт"), *[asked("сбросить пароль")] * 5)
    text = page(client)
    first, second = (text.find(f'<input type="hidden" name="about" value="{about}">') for about in ABOUT)
    assert 0 < first < second
    assert "qa-corporate.md:12" in text
    assert fix(client, about=ABOUT[0], mark="done") == 303
    changed = page(client).partition('id="fixes"')[2].partition('class="pair"')[0]
    assert changed.find("Сделано и не нужно: 1") < changed.find("сбросить пароль")
    assert 'value="done" aria-pressed="true"' in changed


def test_after_a_status_the_list_is_where_it_was(client: FlaskClient, resources: Resources) -> None:
    for number in range(12):  # the last ones are folded
        keep(resources, *[asked(f"{'абвгдежзиклм'[number] * 9}")] * (20 - number))
    rows = re.findall(
        r'id="(fix-\d+)">.*?name="about" value="([^"]+)".*?name="row" value="(\d+)"', page(client), re.DOTALL
    )
    assert [row for row, _, _ in rows] == [f"fix-{number}" for number in range(1, len(rows) + 1)]
    for wanted, about, row in rows[1], rows[-2]:
        sent = {"about": about, "mark": "ignored", "row": row}
        response = client.post("/insights/fixes", data=sent, headers=OWNER)
        assert response.headers["Location"].endswith(f"#{wanted}")
    nowhere = client.post("/insights/fixes", data=sent | {"row": "1#x"}, headers=OWNER)
    assert nowhere.headers["Location"].endswith("#fixes")


ABOUT = ("question сбросить пароль", f"section {ACT}")


@pytest.mark.parametrize(
    "form", [{"about": ABOUT[0], "mark": "wonderful"}, {"about": "question чужой", "mark": "done"}, {"mark": "done"}]
)
def test_a_status_of_nothing_is_refused(client: FlaskClient, resources: Resources, form: dict[str, str]) -> None:
    keep(resources, asked("сбросить пароль"))
    assert fix(client, **form) == 400


def test_nobody_without_the_key_gives_a_status(client: FlaskClient, resources: Resources) -> None:
    keep(resources, asked("сбросить пароль"))
    sent = {"about": ABOUT[0], "mark": "done"}
    assert client.post("/insights/fixes", data=sent, headers={"Accept": "application/json"}).status_code == 401
    foreign = OWNER | {"Origin": "https://evil.test"}
    assert client.post("/insights/fixes", data=sent, headers=foreign).status_code == 403
    assert resources.traffic is not None
    assert resources.traffic.store.marks() == {}


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        (" @SUM(1)", "' @SUM(1)"),
        ("＝1+1", "'＝1+1"),
        ("счёт;=HYPERLINK(1)", "счёт;'=HYPERLINK(1)"),
        ('счёт; "+1"', 'счёт;\' "+1"'),
        ("счёт\t-1", "счёт\t'-1"),
        ("НДС 12 % = сколько; а 20 %?", "НДС 12 % = сколько; а 20 %?"),
        (-3, -3),
    ],
)
def test_no_formula_begins_in_a_cell_whatever_separates_cells(cell: object, written: object) -> None:
    assert inert(cell) == written


def test_the_list_is_a_table_in_which_no_cell_is_a_formula(client: FlaskClient, resources: Resources) -> None:
    keep(resources, *[asked("=HYPERLINK(1)")] * 2, asked("акт", shown=(ACT,)), disliked("акт"))
    response = client.get("/insights/fixes.csv", headers=OWNER)
    assert response.headers["Content-Disposition"].startswith('attachment; filename="fixes-')
    rows = list(csv.DictReader(response.text.removeprefix("\ufeff").splitlines()))
    assert [(row["question"], row["source"], row["asked"]) for row in rows] == [
        ("'=HYPERLINK(1)", "", "2"),
        ("", "qa-corporate.md", "1"),
    ]


OFFER = Offer("alternate-1", ACT, ("сбросить пароль",), frozenset({"сбросить пароль"}))


def test_a_proposal_that_a_trial_recommends_is_accepted_there_and_then(resources: Resources) -> None:
    accepted: list[str] = []

    def accept(name: str) -> str:
        accepted.append(name)
        return "qa-corporate.alternates.jsonl — 1"

    service = replace(by_hand(), offers=lambda: [OFFER], accept=accept)
    client = create_app(service, resources=resources).test_client()
    keep(resources, asked("Сбросить пароль"), asked("продлить домен"))
    offered = page(client).partition('id="fixes"')[2].partition('class="pair"')[0]
    assert offered.count('value="alternate-1"') == 1
    sent = {"offer": "alternate-1", "about": ABOUT[0]}
    response = client.post("/insights/offers", data=sent, headers=OWNER)
    assert (response.status_code, accepted) == (303, ["alternate-1"])
    assert resources.traffic is not None
    assert resources.traffic.store.marks() == {ABOUT[0]: "done"}
    told = client.get(response.headers["Location"], headers=OWNER).text
    assert "Принято: qa-corporate.alternates.jsonl — 1." in told
    assert "otvet index" in told


def test_nothing_else_is_accepted_and_by_nobody_else(resources: Resources) -> None:
    service = replace(by_hand(), offers=lambda: [OFFER], accept=lambda name: pytest.fail("accepted"))
    client = create_app(service, resources=resources).test_client()
    assert client.post("/insights/offers", data={"offer": "alternate-2"}, headers=OWNER).status_code == 400
    for headers, status in (({"Accept": "application/json"}, 401), (OWNER | {"Origin": "https://evil.test"}, 403)):
        assert client.post("/insights/offers", data={"offer": "alternate-1"}, headers=headers).status_code == status
