"""The page to try the library, in a real browser that reaches nothing but the site.

Needs Debian's chromium and chromium-driver, and the built site (``nox -s docs``); run by ``nox -s browser``.
"""

from __future__ import annotations

import functools
import http.server
import importlib
import json
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest

SITE = Path(__file__).resolve().parents[2] / "docs" / "_build" / "html"
webdriver = importlib.import_module("selenium.webdriver")


class Handler(http.server.SimpleHTTPRequestHandler):
    """A plain server of files, as any web host is."""

    extensions_map: ClassVar[dict[str, str]] = {
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    assert (SITE / "try.html").exists(), "build the site first: nox -s docs"
    handler = functools.partial(Handler, directory=SITE)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Any]:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    assert chromium, "apt-get install chromium"
    assert driver, "apt-get install chromium-driver"
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    flags = """
        headless=new no-sandbox disable-gpu disable-quic no-first-run disable-background-networking
        disable-component-update disable-sync
    """
    for flag in [
        *flags.split(),
        f"user-data-dir={tmp_path}",
        "host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ]:
        options.add_argument(f"--{flag}")
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    found = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    try:
        yield found
    finally:
        found.quit()


def wait(found: Callable[[], Any], seconds: float = 90) -> Any:
    """What ``found`` gives, as soon as it gives anything."""
    end = time.monotonic() + seconds
    while not (value := found()):
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.05)
    return value


def find(browser: Any, css: str) -> Any:
    return browser.find_element("css selector", css)


def press(button: Any) -> None:
    """Click, without the page still moving below the pointer."""
    button.parent.execute_script(
        "arguments[0].scrollIntoView({behavior: 'instant', block: 'center'})", button
    )
    button.click()


def texts(browser: Any, css: str) -> list[str]:
    return [each.text for each in browser.find_elements("css selector", css)]


def opened(browser: Any, site: str) -> None:
    browser.get(site + "try.html")
    wait(lambda: find(browser, "#try").get_attribute("data-state"))
    assert find(browser, "#try .state span").text.startswith("Ready: sco_data ")


def ask(browser: Any, code: str) -> Any:
    """Type code, run it, and give the box of its result."""
    area = find(browser, "#try textarea")
    area.clear()
    area.send_keys(code)
    before = len(texts(browser, ".out"))
    press(find(browser, "#try .run"))
    wait(lambda: len(browser.find_elements("css selector", ".out[data-done]")) > before, 30)
    return find(browser, ".out")


def test_open_run_an_example_type_a_query_and_read_the_results(browser: Any, site: str) -> None:
    browser.get(site + "try.html")
    told = set()

    def ready() -> bool:
        told.add(find(browser, "#try .state span").text)
        return find(browser, "#try").get_attribute("data-state") == "ready"

    wait(ready)
    assert any(text.startswith(("Loading Python", "Starting Python")) for text in told)

    titles = texts(browser, "#try .examples button")
    assert len(titles) >= 8
    press(find(browser, "#try .examples button"))
    wait(lambda: browser.find_elements("css selector", ".out[data-done]"))
    cells = texts(browser, ".out:first-child .sco-data td:nth-child(2)")
    assert cells == [
        "China",
        "India",
        "Kazakhstan",
        "Kyrgyzstan",
        "Pakistan",
        "Russia",
        "Tajikistan",
        "Uzbekistan",
    ]

    assert ask(browser, 'sco.status("IRN", as_of="2023-07-03")').text.endswith("\nobserver")
    assert ask(browser, 'sco.status("IRN", as_of="2023-07-04")').text.endswith("\nmember")
    ask(browser, "found = len(sco.members())")
    assert find(browser, ".out small").text == "no result"
    assert ask(browser, "print(found + 1)").text.endswith("\n11"), "names stay from run to run"

    asked = [json.loads(row["message"])["message"] for row in browser.get_log("performance")]
    urls = [
        row["params"]["request"]["url"]
        for row in asked
        if row["method"] == "Network.requestWillBeSent"
    ]
    assert len([url for url in urls if url.startswith(site)]) > 10
    assert [
        url for url in urls if url.startswith(("http", "ws")) and not url.startswith(site)
    ] == []
    faults = [
        row["message"] for row in browser.get_log("browser") if "favicon" not in row["message"]
    ]
    assert faults == []


def test_every_example_gives_a_result(browser: Any, site: str) -> None:
    opened(browser, site)
    for number, button in enumerate(
        browser.find_elements("css selector", "#try .examples button"), 1
    ):
        press(button)
        wait(lambda: len(browser.find_elements("css selector", ".out[data-done]")) == number, 30)  # noqa: B023
        assert not browser.find_elements("css selector", ".out .error"), button.text


def test_faults_are_told_and_text_is_never_taken_for_markup(browser: Any, site: str) -> None:
    opened(browser, site)
    error = ask(browser, 'x = 1\nsco.status("Narnia")').find_element("css selector", ".error")
    assert error.text.startswith("line 2: ")
    assert "Narnia" in error.text
    assert "SyntaxError" in ask(browser, "1 +").text
    box = ask(browser, 'print("<img src=x onerror=alert(1)>")')
    assert not box.find_elements("css selector", "img")
    assert "<img" in box.text


def test_an_endless_loop_can_be_stopped_and_python_starts_again(browser: Any, site: str) -> None:
    opened(browser, site)
    area = find(browser, "#try textarea")
    area.clear()
    area.send_keys("while True: pass")
    press(find(browser, "#try .run"))
    stop = find(browser, "#try .stop")
    wait(stop.is_displayed, 10)
    press(stop)
    wait(lambda: find(browser, "#try .state span").text.startswith("Ready"))
    assert "stopped" in texts(browser, ".out")[0]
    assert ask(browser, "len(sco.members())").text.endswith("10")


def test_a_run_that_is_asked_for_while_python_loads_is_not_lost(browser: Any, site: str) -> None:
    browser.get(site + "try.html")
    press(find(browser, "#try .examples button"))
    wait(lambda: browser.find_elements("css selector", ".out[data-done] .sco-data"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_pages_fit_the_screen_and_can_be_read(
    browser: Any, site: str, scheme: str, width: int
) -> None:
    feature = {"name": "prefers-color-scheme", "value": scheme}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    for page in SITE.rglob("*.html"):
        name = page.relative_to(SITE).as_posix()
        if name in ("genindex.html", "search.html") or name.startswith(("_", "pyodide")):
            continue
        browser.get(site + name)
        wide = browser.execute_script("return document.documentElement.scrollWidth")
        assert wide <= width, f"{name} is {wide} wide"
        ink, paper = browser.execute_script(
            "const of = (s) => getComputedStyle(document.querySelector(s));"
            "return [of('article p, article h1').color, getComputedStyle(document.body).backgroundColor]"
        )
        bright = [
            sum(map(int, colour[colour.index("(") + 1 : -1].split(",")[:3])) / 3
            for colour in (ink, paper)
        ]
        assert abs(bright[0] - bright[1]) > 120, f"{name}: {ink} on {paper}"
        assert (bright[1] > 128) is (scheme == "light"), name


def test_charts_are_drawn_by_the_site_alone(browser: Any, site: str) -> None:
    browser.get(site + "api/charts.html")
    charts = len(browser.find_elements("css selector", ".sco-chart"))
    assert charts == 4
    wait(
        lambda: len(browser.find_elements("css selector", ".sco-chart[data-drawn] svg")) == charts,
        30,
    )
    assert "Kazakhstan" in find(browser, ".sco-chart svg").text
