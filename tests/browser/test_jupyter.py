"""Records, tables and charts in a real JupyterLab and Notebook, in a browser without a network.

Needs Debian's chromium and chromium-driver; run by ``nox -s browser``. What it sees is kept as
pictures in ``docs/_build/pictures``, for eyes.
"""

from __future__ import annotations

import base64
import importlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

import sco_data as sco
from sco_data import charts
from sco_data._records import COLLECTIONS, load, record_class

webdriver = importlib.import_module("selenium.webdriver")
nbformat = importlib.import_module("nbformat")

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "_build" / "pictures"
WIDTH = 1200
HEIGHT = 30_000
"""All of a notebook is on the screen, for Lab draws only what is."""

CHARTS = [charts.memberships, charts.outcomes, charts.documents, charts.status_map]


def things() -> Iterator[Any]:
    """A card and a table of every kind of record, and the rows that are computed."""
    for collection in COLLECTIONS:
        records = load(record_class(collection))
        yield records
        yield max(records[:40], key=lambda record: len(str(record)))

    facts = sco.facts("2023-2024")
    yield from (facts, facts[0])
    yield from (sco.outcomes(), sco.outcomes()[0])
    yield sco.conflicts("2023-2024")
    yield sco.panel(2023, 2024)
    yield sco.dyads(2024, 2024)[:30]
    yield sco.memberships(state="Iran").steps()
    yield sco.memberships(state="Iran").evidence()
    yield sco.diff("26.2", "26.3")[:30]
    yield sco.releases()
    yield sco.search("2024")


def notebook(title: str) -> Any:
    """A notebook as it is saved after a run; trust is of the content, so the title has to differ."""
    kernel = {"name": "python3", "display_name": "Python 3"}  # without one, Lab asks for it
    made = nbformat.v4.new_notebook(metadata={"kernelspec": kernel})
    made.cells.append(nbformat.v4.new_markdown_cell(f"# {title}"))
    for thing in things():
        data = {"text/html": thing._repr_html_(), "text/plain": str(thing)}
        made.cells.append(cell(f"# {type(thing).__name__}", data, {}))
    for draw in CHARTS:
        data, metadata = draw()._repr_mimebundle_()
        assert data["image/png"].startswith(b"\x89PNG"), "a saved notebook has the picture"
        data["image/png"] = base64.b64encode(data["image/png"]).decode()
        made.cells.append(cell(f"charts.{draw.__name__}()", data, metadata))
    nbformat.validate(made)
    return made


def cell(source: str, data: dict[str, Any], metadata: dict[str, Any]) -> Any:
    output = nbformat.v4.new_output("execute_result", data, metadata=metadata, execution_count=1)
    return nbformat.v4.new_code_cell(source, outputs=[output], execution_count=1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("jupyter")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[str]:
    """A server of Jupyter with settings and signatures of its own, and two notebooks."""
    environment = dict(os.environ)
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
        environment[name] = str(folder / name.lower())
    settings = folder / "settings"
    environment["JUPYTERLAB_SETTINGS_DIR"] = str(settings)
    set_up(settings, "notebook-extension/tracker", windowingMode="none")

    notebooks = folder / "notebooks"
    notebooks.mkdir()
    for name in ("trusted", "untrusted"):
        (notebooks / f"{name}.ipynb").write_text(nbformat.writes(notebook(name)), "utf-8")
    trust = [sys.executable, "-m", "jupyter", "trust", str(notebooks / "trusted.ipynb")]
    subprocess.run(trust, env=environment, check=True)

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    command += [f"--port={port}", "--ServerApp.port_retries=0", f"--notebook-dir={notebooks}"]
    command += [
        "--IdentityProvider.token=",
        "--LabApp.news_url=",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}/"
    try:
        wait(lambda: process.poll() is None and answers(address + "api"))
        yield address
    finally:
        process.terminate()
        process.wait(30)


def set_up(settings: Path, plugin: str, **values: Any) -> None:
    file = settings / "@jupyterlab" / f"{plugin}.jupyterlab-settings"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(values), "utf-8")


def answers(address: str) -> bool:
    try:
        with urlopen(address) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def wait(found: Callable[[], Any], seconds: float = 90) -> Any:
    """What ``found`` gives, as soon as it gives anything."""
    end = time.monotonic() + seconds
    while not (value := found()):
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.1)
    return value


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
        disable-component-update disable-sync hide-scrollbars
    """
    for flag in [
        *flags.split(),
        f"user-data-dir={tmp_path}",
        "host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ]:
        options.add_argument(f"--{flag}")
    found = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    size = {"width": WIDTH, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": False}
    found.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        yield found
    finally:
        found.quit()


LOOK = """
const faults = [];
const lines = (cell) => {
  const range = document.createRange();
  range.selectNodeContents(cell);
  return new Set([...range.getClientRects()].map((rect) => Math.round(rect.top / 6))).size;
};
const tables = [...document.querySelectorAll("table")].filter((table) => table.rows.length && table.checkVisibility());
for (const table of tables) {
  const box = table.parentElement.closest("div");
  if (table.getBoundingClientRect().right > arguments[0]) faults.push("too wide: " + table.innerText.slice(0, 60));
  if (box.scrollWidth > box.clientWidth + 1) faults.push("scrolls: " + table.innerText.slice(0, 60));
  for (const row of table.rows) {
    let right = 0;
    for (const cell of row.cells) {
      if (!cell.offsetParent) continue;
      const style = getComputedStyle(cell);
      const text = cell.innerText;
      const rect = cell.getBoundingClientRect();
      if (style.textAlign.replace("-webkit-", "") !== "left") faults.push(style.textAlign + ": " + text);
      if (rect.left < right - 1 && rect.top < row.getBoundingClientRect().bottom) faults.push("overlaps: " + text);
      if (cell.scrollWidth > cell.clientWidth + 1) faults.push("sticks out: " + text);
      const isLast = cell === row.cells[row.cells.length - 1];  // sources, which may take lines
      if (cell.tagName === "TD" && !isLast && text && text.length < 20 && !cell.children.length && lines(cell) > 1) faults.push("broken: " + text);
      right = rect.right;
    }
  }
}
return {faults: faults.slice(0, 30), tables: tables.length};
"""


UNFOLD = """
for (const table of document.querySelectorAll("details > table")) table.parentElement.open = true;
"""


def keep_picture(browser: Any, name: str, css: str) -> None:
    """The whole notebook, in pieces that a viewer can show."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    bottom = browser.execute_script(
        "return Math.max(...[...document.querySelectorAll(arguments[0])]"
        ".map((each) => each.getBoundingClientRect().bottom))",
        css,
    )
    for number, top in enumerate(range(0, int(bottom), 4000)):
        clip = {"x": 0, "y": top, "width": WIDTH, "height": min(4000, bottom - top), "scale": 1}
        shot = browser.execute_cdp_cmd(
            "Page.captureScreenshot", {"clip": clip, "captureBeyondViewport": True}
        )
        (PICTURES / f"{name}-{number:02}.png").write_bytes(base64.b64decode(shot["data"]))


@pytest.mark.parametrize(
    "look",
    [
        "lab trusted Light",
        "lab trusted Dark",
        "lab untrusted Light",
        "lab untrusted Dark",
        "notebook trusted Dark",
        "notebook untrusted Light",
    ],
)
def test_a_notebook_is_readable_and_its_charts_are_drawn(
    browser: Any, server: str, folder: Path, look: str
) -> None:
    application, trust, theme = look.split()
    path = {"lab": "doc/tree", "notebook": "notebooks"}[application]
    set_up(folder / "settings", "apputils-extension/themes", theme=f"JupyterLab {theme}")
    browser.get(f"{server}{path}/{trust}.ipynb")

    drawn = ".jp-RenderedVegaCommon5 canvas"
    wait(lambda: len(browser.find_elements("css selector", drawn)) == len(CHARTS))
    is_trusted = trust == "trusted"
    assert bool(browser.find_elements("css selector", ".sco-data style")) is is_trusted

    paper, ink = browser.execute_script(
        "const box = getComputedStyle(document.querySelector('.sco-data td'));"
        "return [getComputedStyle(document.querySelector('.jp-Notebook')).backgroundColor, box.color]"
    )
    assert (brightness(paper) > 128) is (theme == "Light")
    assert abs(brightness(paper) - brightness(ink)) > 100

    keep_picture(browser, look.lower().replace(" ", "-"), ".jp-Cell")
    seen = browser.execute_script(LOOK, WIDTH)
    assert seen["tables"] > 2 * len(COLLECTIONS)
    assert seen["faults"] == []

    browser.execute_script(UNFOLD)
    unfolded = browser.execute_script(LOOK, WIDTH)
    assert unfolded["tables"] > seen["tables"]
    assert unfolded["faults"] == []


def brightness(colour: str) -> float:
    return sum(map(int, re.findall(r"\d+", colour)[:3])) / 3


def test_a_table_without_any_style_is_readable(browser: Any, tmp_path: Path) -> None:
    shown = "".join(thing._repr_html_() for thing in things())
    bare = re.sub(r'<style>.*?</style>| (?:style|class)="[^"]*"', "", shown)
    assert "text-align" not in bare
    page = tmp_path / "bare.html"
    page.write_text(f'<!doctype html><meta charset="utf-8">{bare}', "utf-8")

    browser.get(page.as_uri())

    keep_picture(browser, "bare", "body > div")
    seen = browser.execute_script(LOOK, WIDTH)
    faults = [fault for fault in seen["faults"] if not fault.startswith("broken")]
    assert seen["tables"] > 2 * len(COLLECTIONS)
    assert faults == []
