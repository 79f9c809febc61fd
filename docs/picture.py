"""Take the pictures in docs/: states of the page, for README.md and docs/screenshots.md.

python docs/picture.py [--index DIR]        needs Debian's chromium and the extra `dev`
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qsl, urlencode, urlsplit

from playwright.sync_api import sync_playwright

from eval.bench.browser import CHROMIUM, serving

HERE = Path(__file__).parent
KEY = "opens-the-owners-side"
PATIENCE = 120_000
"""Milliseconds: the admin page groups a week of questions when it is first opened."""

WIDE, PHONE = (1000, 760), (360, 720)


def asleep(tab: Any) -> None:
    """Nothing more is done."""


def typing(tab: Any) -> None:
    """The beginning of a question is typed, and a suggestion gone to."""
    tab.locator("#q").press_sequentially("акт")
    tab.get_by_role("option").first.wait_for()
    tab.keyboard.press("ArrowDown")


def letter(tab: Any) -> None:
    """The letter that the answer tells to write is unfolded."""
    tab.locator(".ready summary").click()


def compared(tab: Any) -> None:
    """The variants of the answer stand side by side."""
    tab.get_by_role("link", name="Чем отличается").first.click()
    tab.locator(".comparison .column").nth(1).wait_for()


def changed(tab: Any) -> None:
    """A shared link is opened that was made for another text: its last line is another one."""
    address = urlsplit(tab.locator("a.copy").first.evaluate("link => link.href"))
    fields = dict(parse_qsl(address.query))
    day, section, _, lines = fields["seen"].split(".")
    fields["seen"] = ".".join((day, section, "AAAA", f"{lines[:-4]}AAAA"))
    tab.goto(address._replace(query=urlencode(fields)).geturl())


@dataclass(frozen=True)
class Picture:
    """One state of the page."""

    name: str
    asked: dict[str, str]
    scheme: Literal["light", "dark"] = "light"
    size: tuple[int, int] = WIDE
    path: str = ""
    act: Callable[[Any], None] = asleep


PICTURES = [
    Picture("page", {"q": "куда написать за актом сверки", "region": "kazakhstan"}),
    Picture("typing-dark", {}, scheme="dark", act=typing),
    Picture("inferred-phone", {"q": "как узнать реквизиты, проект в Алматы"}, size=PHONE),
    Picture("conflict-phone-dark", {"q": "реквизиты, проект в Казахстане", "region": "moscow"}, "dark", PHONE),
    Picture("no-answer", {"q": "как включить двухфакторную аутентификацию", "region": "kazakhstan"}),
    Picture("letter", {"q": "куда написать за актом сверки", "region": "moscow"}, size=PHONE, act=letter),
    Picture("differs", {"q": "куда написать за актом сверки"}, size=(1000, 900), act=compared),
    Picture("changed-phone", {"q": "куда написать за актом сверки", "region": "kazakhstan"}, size=PHONE, act=changed),
    Picture("faq", {"region": "moscow"}, path="faq"),
    Picture("insights", {}, path="insights"),
]


def main() -> None:
    """Write docs/*.png."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", metavar="DIR", default="var/index")
    index = ("--index", parser.parse_args().index)
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(*index, OTVET_TRAFFIC=f"{folder}/traffic.sqlite", OTVET_OWNER_KEY=KEY) as address,
        sync_playwright() as playwright,
    ):
        week = [sys.executable, "-m", "eval.bench.traffic", *index, "--out", f"{folder}/traffic.sqlite"]
        subprocess.run(week, check=True, stdout=subprocess.DEVNULL)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for picture in PICTURES:
            width, height = picture.size
            tab = browser.new_page(
                viewport={"width": width, "height": height},
                color_scheme=picture.scheme,
                locale="ru-RU",
                extra_http_headers={"Authorization": f"Bearer {KEY}"},
            )
            tab.set_default_timeout(PATIENCE)
            tab.goto(f"{address}{picture.path}?{urlencode(picture.asked)}")
            picture.act(tab)
            tab.screenshot(path=HERE / f"{picture.name}.png")
            tab.close()
        browser.close()


if __name__ == "__main__":
    main()
