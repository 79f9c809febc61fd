"""A content in the shape that engines search: facets with values inside values, and two vectors a passage."""

from pathlib import Path

import numpy as np

from index.build import build
from index.encoders.hash import HashEncoder
from index.engines.protocol import Space, Wanted
from index.storage.bundle import Bundle, open_bundle
from index.storage.generations import load
from index.vectors import Vectors, unit
from ingest.scope.choice import allowed
from ingest.section import Chosen, all_hold

FACETS = """
[city]
label = { ru = "Город" }
headings = true
values.moscow = { label = { ru = "Москва" }, names = ["Москва"] }
values.kazakhstan = { label = { ru = "Казахстан" }, names = ["Казахстан"] }
values.almaty = { label = { ru = "Алматы" }, names = ["Алматы"], within = "kazakhstan" }
values.astana = { label = { ru = "Астана" }, names = ["Астана"], within = "kazakhstan" }

[way]
label = { ru = "Доставка" }
values.courier = { label = { ru = "Курьер" }, names = ["Курьер"] }
values.pickup = { label = { ru = "Самовывоз" }, names = ["Самовывоз"] }
"""

THINGS = ["лодку", "палатку", "компас", "котелок", "фонарь", "спальник", "карту"]
DEEDS = ["заказать", "вернуть", "обменять", "оплатить"]
PLACES = ["", " в Москве", " в Казахстане", " в Алматы"]


def pages() -> dict[str, str]:
    """Files by name: a page a place, where each thing is done in each way; two of three answers have variants."""
    found = {"facets.toml": FACETS}
    for number, place in enumerate(PLACES):
        sections = []
        for at, (thing, deed) in enumerate((thing, deed) for thing in THINGS for deed in DEEDS):
            told = f"Чтобы {deed} {thing}, позвоните в отдел номер {at + number} и назовите код {at * 7}."
            variants = [
                f"- Москва: звоните до {at % 9 + 10} часов, {thing} привезут.\n"
                f"- Алматы: звоните до {at % 8 + 11} часов, {thing} не привезут.\n",
                f"- Курьер: {thing} отдаст курьер номер {at}.\n- Самовывоз: {thing} ждёт на складе {at}.\n",
                "",
            ]
            sections.append(f"## Как {deed} {thing}{place}?\n\n{told}\n\n{variants[at % 3]}")
        found[f"page-{number}.md"] = "\n".join(sections)
    return found


def write_content(folder: Path) -> Path:
    folder.mkdir()
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def built(folder: Path) -> Bundle:
    content = write_content(folder / "content")
    build(content, folder / "index", HashEncoder(64), default_facets=content / "facets.toml")
    return load(folder / "index", open_bundle)


def wanted(bundle: Bundle, space: Space, chosen: Chosen, *, elsewhere: bool = False, seed: int = 0) -> Wanted:
    """A search near some passage, for a choice."""
    rng, choice = np.random.default_rng(seed), allowed(chosen, bundle.facets)
    near: Vectors = space.vectors[rng.integers(len(space.vectors))]
    vector = unit(near + np.asarray(rng.normal(0, 0.05, near.shape), np.float32))
    holds = np.array([all_hold(passage.scopes, choice) for passage in bundle.passages])
    around = np.array([all_hold(bundle.sections[passage.section].scopes, choice) for passage in bundle.passages])
    return Wanted(vector, ~around if elsewhere else holds, choice, elsewhere)
