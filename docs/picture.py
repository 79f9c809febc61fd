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
from urllib.parse import urlencode

from playwright.sync_api import sync_playwright

from eval.bench.browser import CHROMIUM, serving

HERE = Path(__file__).parent
KEY = "opens-the-owners-side"
WIDE, PHONE = (1000, 760), (360, 720)


def asleep(tab: Any) -> None:
    """Nothing more is done."""


def typing(tab: Any) -> None:
    """The beginning of a question is typed, and a suggestion gone to."""
    tab.locator("#q").press_sequentially("акт")
    tab.get_by_role("option").first.wait_for()
    tab.keyboard.press("ArrowDown")
    tab.locator("article.answer").wait_for()


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
    Picture("inferred-phone", {"q": "реквизиты, проект в Алматы"}, size=PHONE),
    Picture("conflict-phone-dark", {"q": "реквизиты, проект в Казахстане", "region": "moscow"}, "dark", PHONE),
    Picture("no-answer", {"q": "как включить двухфакторную аутентификацию", "region": "kazakhstan"}),
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
            tab.goto(f"{address}{picture.path}?{urlencode(picture.asked)}")
            picture.act(tab)
            tab.screenshot(path=HERE / f"{picture.name}.png")
            tab.close()
        browser.close()


if __name__ == "__main__":
    main()
