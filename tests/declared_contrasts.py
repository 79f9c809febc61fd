"""A small content with a contrast set, and an index of it."""

from pathlib import Path

from index.build import build
from index.encoders.hash import HashEncoder
from index.search import Searcher
from index.storage.bundle import open_bundle
from index.storage.generations import load

PAGE = """## Как получить акт сверки?

Акт сверки приходит на почту.

## Как получить акт оказанных услуг?

Акт оказанных услуг лежит в кабинете.

## Как сменить пароль?

Нажмите кнопку «Забыли пароль».
"""
CITY = """
[city]
label = { ru = "Город" }
values.moscow = { label = { ru = "Москва" }, names = ["Москва"] }
values.kazan = { label = { ru = "Казань" }, names = ["Казань"] }
"""
STATEMENT, SERVICES = "acts-faq.md#kak_poluchit_akt_sverki", "acts-faq.md#kak_poluchit_akt_okazannyh_uslug"
PASSWORD = "acts-faq.md#kak_smenit_parol"
TITLES = {STATEMENT: "Как получить акт сверки?", SERVICES: "Как получить акт оказанных услуг?"}

UNDECIDED = "как получить акт поскорее"
"""A question between the two."""

NAME = "Про какой акт вопрос?"


def declaration(*sections: str, says: str) -> str:
    return f"[[contrast]]\nsections = {list(sections)}\n{says}\n"


NAMED = declaration(STATEMENT, SERVICES, says=f'name = "{NAME}"')
DISMISSED = declaration(STATEMENT, SERVICES, says="dismiss = true")


def written(folder: Path, declared: str) -> Path:
    """The content, in a folder of its own."""
    content = folder / "content"
    content.mkdir(exist_ok=True)
    (content / "acts-faq.md").write_text(PAGE, encoding="utf-8")
    (content / "facets.toml").write_text(CITY + declared, encoding="utf-8")
    return content


def searcher_of(folder: Path, declared: str) -> Searcher:
    """The content, indexed anew."""
    content, encoder = written(folder, declared), HashEncoder()
    build(content, folder / "index", encoder, default_facets=content / "facets.toml")
    return Searcher(load(folder / "index", open_bundle), encoder)
