"""Latency in the browser, and the size of the page.

    python -m eval.bench.browser [--index DIR] [--repeats N]

Needs Debian's chromium and the extra ``dev``. Starts ``otvet serve``, puts each question but for its last letter into
the field, presses the last key, and then Enter. The times run from these key presses, by the browser's timestamps, to
the frame after the suggestions have come (or that there are none), which includes the page's pause, and to the frame
that shows the answer: the request, the search and the rendering. Prints one JSON line; ``load`` is the load average.
"""

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median, quantiles
from typing import Any
from urllib.parse import quote

from eval.bench.script import machine, parser

CHROMIUM = "/usr/bin/chromium"
QUERIES = [
    "куда писать за актом сверки",
    "где взять реквизиты",
    "как переоформить проект на другое юрлицо",
    "оплата картой для юрлица",
    "frn cdthrb",
    "мы из казахстана как платить",
    "how do I get an invoice",
    "сканы учредительных документов",
]
PATIENCE = 15_000
"""Milliseconds after which something that should have come is an error."""

STOPWATCH = """patience => {
  const pressed = (key) => new Promise((done) => addEventListener("keydown", (event) => {
    if ((event.key === "Enter") === key) done(event.timeStamp);
  }, { capture: true }));
  const frame = (since) => new Promise((done) =>
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - since))));
  const suggested = new Promise((done) => new PerformanceObserver((list, observer) => {
    if (!list.getEntries().some(({ name }) => name.includes("/suggest"))) return;
    observer.disconnect();
    done();
  }).observe({ type: "resource" }));
  const answered = new Promise((done) => new MutationObserver((_, observer) => {
    observer.disconnect();
    done();
  }).observe(document.getElementById("results"), { childList: true }));
  const timed = (key, come) => Promise.race([
    Promise.all([pressed(key), come]).then(([since]) => frame(since)),
    new Promise((_, failed) => setTimeout(() => failed(new Error(`nothing within ${patience} ms`)), patience)),
  ]);
  window.waited = [timed(false, suggested), timed(true, answered)];
}"""


@contextmanager
def serving(*arguments: str, **settings: str) -> Iterator[str]:
    """The address at which ``otvet serve`` answers, on a port of its own; settings are environment variables."""
    command = [sys.executable, "-m", "otvet", "serve", "--port", "0", *arguments]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ | settings) as process:
        assert process.stderr is not None
        try:
            address = next((found[0] for line in process.stderr if (found := re.search(r"http://\S+", line))), "")
            if not address:
                raise SystemExit("otvet serve ended before it answered; run it by itself to see why")
            threading.Thread(target=process.stderr.read, daemon=True).start()  # a full pipe would stop the server
            yield address
        finally:
            process.terminate()


def waited(tab: Any, address: str, query: str) -> tuple[float, float]:
    """Milliseconds from the last key of a question to its suggestions, and from Enter to its answer."""
    keys = tab.context.new_cdp_session(tab)
    tab.goto(address)
    tab.locator("#q").evaluate("(field, text) => { field.value = text; field.focus(); }", query[:-1])
    tab.evaluate(STOPWATCH, PATIENCE)
    for kind in ("keyDown", "keyUp"):  # the driver's own keyboard has no Cyrillic keys
        keys.send("Input.dispatchKeyEvent", {"type": kind, "key": query[-1], "text": query[-1]})
    suggestions = tab.evaluate("window.waited[0]")
    tab.locator("#q").press("Enter")
    answer = tab.evaluate("window.waited[1]")
    keys.detach()
    return suggestions, answer


def weight(browser: Any, address: str) -> int:
    """Bytes that a first visit brings, headers included."""
    tab = browser.new_page(locale="ru-RU")
    requests: list[Any] = []
    tab.on("requestfinished", lambda request: requests.append(request))  # it hangs a mark on what it calls
    tab.goto(address, wait_until="networkidle")
    sizes = [request.sizes() for request in requests]
    tab.close()
    return sum(size["responseHeadersSize"] + size["responseBodySize"] for size in sizes)


def main() -> None:
    """Measure and print."""
    from playwright.sync_api import sync_playwright

    arguments = parser(__doc__)
    arguments.add_argument("--index", metavar="DIR")
    arguments.add_argument("--repeats", type=int, default=5)
    given = arguments.parse_args()
    with serving(*(["--index", given.index] if given.index else [])) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        tab = browser.new_page(locale="ru-RU")
        tab.set_default_timeout(PATIENCE)
        waited(tab, address, QUERIES[0])  # the first is slower: caches are empty
        times = [waited(tab, address, query) for _ in range(given.repeats) for query in QUERIES]
        bytes_ = {"page": weight(browser, address), "answer": weight(browser, f"{address}?q={quote(QUERIES[0])}")}
        version = browser.version
        browser.close()
    ms = {
        name: {"p50": round(median(taken), 1), "p95": round(quantiles(taken, n=20)[-1], 1)}
        for name, taken in zip(("suggestions", "answer"), zip(*times, strict=True), strict=True)
    }
    record = {"key_to_ms": ms, "n": len(times), "transfer_bytes": bytes_, "machine": f"{machine()}, Chromium {version}"}
    print(json.dumps({**record, "load": round(os.getloadavg()[0], 1)}))


if __name__ == "__main__":
    main()
