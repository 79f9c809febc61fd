"""Take the README's picture of the page.

python docs/picture.py        with `make serve` running; needs Debian's chromium and the extra `dev`
"""

from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import sync_playwright

ASKED = urlencode({"q": "куда написать за актом сверки", "region": "kazakhstan"})


def main() -> None:
    """Write docs/page.png."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1000, "height": 820})
        page.goto(f"http://127.0.0.1:8080/?{ASKED}")
        page.screenshot(path=Path(__file__).with_name("page.png"))
        browser.close()


if __name__ == "__main__":
    main()
