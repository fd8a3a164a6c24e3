"""Charts: what stands in them is what the verbs say, and drawing needs nothing from outside."""

from __future__ import annotations

import datetime as dt
import importlib
import json
import operator
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import sco_data as sco
from sco_data import charts
from sco_data._records.load import load, record_class
from sco_data._show import text
from sco_data.charts._marks import _find_address, _join_publishers, make_mark
from sco_data.charts._status import _days_of, _place_tiles
from sco_data.model import Area, Period, Source

altair = importlib.import_module("altair")


def rows(chart: Any, layer: int | None = None) -> list[dict[str, Any]]:
    spec = chart.to_dict()
    data = (spec if layer is None else spec["layer"][layer])["data"]
    found: list[dict[str, Any]] = (
        spec["datasets"][data["name"]] if "name" in data else data["values"]
    )
    return found


ALL = [charts.memberships, charts.outcomes, charts.documents, charts.status_map]


@cache
def spec_of(draw: Callable[[], Any]) -> dict[str, Any]:
    """What a chart of today's data says to who draws it."""
    spec: dict[str, Any] = draw().to_dict()
    return spec


@pytest.mark.parametrize("draw", ALL)
def test_nothing_is_fetched_to_draw(draw: Any) -> None:
    def walk(value: Any) -> Iterator[dict[str, Any]]:
        if isinstance(value, dict):
            yield value
            for inner in value.values():
                yield from walk(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from walk(inner)

    spec = spec_of(draw)
    for part in walk(spec):
        assert "url" not in part.get("data", {})
        assert part.get("mark") != "image"
    assert json.loads(json.dumps(spec)) == spec


@pytest.mark.parametrize("draw", ALL)
def test_a_chart_can_be_restyled(draw: Any) -> None:
    spec = draw().properties(title="Mine", width="container").configure_axis(grid=False).to_dict()
    assert spec["title"] == "Mine"
    assert "axis" not in spec_of(draw).get("config", {})


def test_bars_of_known_states() -> None:
    bars = rows(charts.memberships())
    start = {(bar["code"], bar["status"]): bar["start"] for bar in bars}
    founders = ("CHN", "KAZ", "KGZ", "RUS", "TJK", "UZB")
    assert {start[code, "member"] for code in founders} == {"2001-06-15"}
    assert start["IND", "member"] == start["PAK", "member"] == "2017-06-09"
    assert start["IRN", "member"] == "2023-07-04"
    belarus = [bar for bar in bars if bar["code"] == "BLR"]
    assert [bar["status"] for bar in belarus] == ["dialogue partner", "observer", "member"]
    assert belarus[0]["from"] == "2010-04-28" < belarus[0]["start"] == "2010-04-29"
    assert all(bar["from"] <= bar["start"] <= bar["end"] <= bar["until"] for bar in bars)
    assert all(bar["sources"] for bar in bars)
    assert "took no part" in next(bar["period"] for bar in bars if bar["code"] == "AFG")
    assert belarus[0]["names"] == "Беларусь · 白俄罗斯"


def test_promises_and_their_evidence() -> None:
    blocks = {block["id"]: block for block in rows(charts.outcomes())}
    assert blocks.keys() == {row.initiative for row in sco.outcomes()}
    assert blocks["strategy-2035"]["outcome"] == "late"
    assert all(block["sources"] for block in blocks.values())
    assert all((block["url"] or "https://").startswith("http") for block in blocks.values())
    then = {block["id"]: block for block in rows(charts.outcomes(as_of="2024-07-04"))}
    assert then["strategy-2035"]["outcome"] == "open"
    security = rows(charts.outcomes(area="security"))
    assert {block["id"] for block in security} == {
        r.initiative for r in sco.outcomes(area="security")
    }


def test_documents_stand_in_each_of_their_areas() -> None:
    blocks = rows(charts.documents(as_of="2024-07-04"))
    count = Counter(block["area"] for block in blocks if block["stage"] in ("adopted", "signed"))
    done = sco.documents_by_area(as_of="2024-07-04")
    assert {area: count[area] for area in Area} == {
        area: len(found) for area, found in done.items()
    }
    declaration = [block for block in blocks if block["id"] == "astana-declaration-2024"]
    assert len(declaration) == 5
    assert len(rows(charts.documents(chairmanship=None))) > len(blocks)


@pytest.mark.parametrize(
    ("day", "members"),
    [("2001-06-14", 0), ("2017-06-08", 6), ("2017-06-09", 8), ("2024-07-04", 10)],
)
def test_the_map_on_a_day(day: str, members: int) -> None:
    chart = charts.status_map(as_of=day)
    spec = chart.to_dict()
    assert [param["value"] for param in spec["params"] if "bind" in param] == [day]
    assert spec["layer"][1]["transform"] == [{"filter": "datum.start <= day && day < datum.end"}]
    shown = [row for row in rows(chart, 1) if row["start"] <= day < row["end"]]
    assert sum(row["status"] == "member" for row in shown) == members
    assert {row["code"] for row in shown} == {state.id for state in sco.states(as_of=day)}


def test_every_state_has_a_tile_of_its_own() -> None:
    tiles = rows(charts.status_map(), 0)
    assert {tile["code"] for tile in tiles} == {state.id for state in load(record_class("states"))}
    assert len({(tile["x"], tile["y"]) for tile in tiles}) == len(tiles)
    at = {tile["code"]: tile for tile in tiles}
    assert at["TUR"]["x"] < at["IRN"]["x"] < at["CHN"]["x"]
    assert at["RUS"]["y"] < at["KAZ"]["y"] < at["IND"]["y"] < at["LKA"]["y"]


def test_a_state_that_has_no_place_yet() -> None:
    found = _place_tiles(["KAZ", "XXX", "YYY"])
    assert found["XXX"]["y"] == found["YYY"]["y"] > max(found[code]["y"] for code in ("MDV", "KHM"))
    assert found["XXX"]["x"] != found["YYY"]["x"]


def test_texts_are_made_harmless() -> None:
    source = Source(
        id="noor-2024", publisher="x", url="javascript:x", language="en", kind="blog", read="whole"
    )
    block = make_mark({"name": "\x1b[31m\u202e", "due": None}, source, None)
    assert not text.UNSAFE.search(block["name"])
    assert block["due"] == ""
    assert block["url"].startswith("https://")
    assert _find_address([source]) is None


def test_many_sources_are_counted() -> None:
    block = make_mark({}, sco.state("KAZ"), None)
    assert " more" in block["sources"]


@pytest.fixture
def renderers() -> Iterator[Any]:
    """Altair's renderers, with nothing enabled before and after."""
    found = altair.renderers
    with found.enable("default"):
        yield found


@pytest.mark.parametrize("draw", ALL)
def test_a_notebook_draws_a_chart_without_the_network(
    draw: Any, renderers: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sco_data.charts._offline.find_spec", lambda name: None)
    chart = draw()
    assert isinstance(chart, altair.TopLevelMixin)
    for each in (chart, chart.properties(width=300), chart.interactive()):
        data, _ = each._repr_mimebundle_()
        assert list(data) == ["application/vnd.vegalite.v5+json"]
        spec = data["application/vnd.vegalite.v5+json"]
        assert spec["$schema"] == "https://vega.github.io/schema/vega-lite/v5.json"
        assert {**each.to_dict(), "$schema": spec["$schema"]} == spec


def test_charts_are_those_of_altair() -> None:
    assert isinstance(charts.outcomes().properties(width=300), altair.Chart)
    assert isinstance(charts.memberships().properties(width=300), altair.LayerChart)
    assert repr(charts.outcomes()).startswith("<OfflineChart")


def test_a_saved_notebook_has_the_picture(renderers: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def draw_picture(spec: dict[str, Any], **_: Any) -> Any:
        assert spec["mark"]["type"] == "bar"
        return {"image/png": b"picture"}, {"image/png": {"width": 510}}

    monkeypatch.setattr("sco_data.charts._offline.find_spec", lambda name: object())
    monkeypatch.setitem(renderers._plugins, "png", draw_picture)
    data, metadata = charts.outcomes()._repr_mimebundle_()
    assert list(data) == ["image/png", "application/vnd.vegalite.v5+json"]
    assert metadata == {"image/png": {"width": 510}}
    assert renderers.active == "default"


def test_the_renderer_of_the_user_draws(renderers: Any) -> None:
    def draw(spec: dict[str, Any], **_: Any) -> dict[str, str]:
        return {"text/plain": "mine"}

    renderers.register("mine", draw)
    try:
        with renderers.enable("mine"):
            assert charts.outcomes()._repr_mimebundle_() == {"text/plain": "mine"}
            both = charts.outcomes() | charts.documents()
            assert both._repr_mimebundle_() == {"text/plain": "mine"}
    finally:
        renderers.register("mine", None)


@pytest.mark.parametrize("combine", [operator.or_, operator.and_])
def test_charts_stand_beside_and_below_one_another(combine: Any) -> None:
    # Of two layered charts, of two that are not, and of both kinds in either order.
    for one, other in zip(ALL, [*ALL[1:], ALL[0]], strict=True):
        spec = combine(one(), other()).to_dict()
        parts = spec["hconcat" if combine is operator.or_ else "vconcat"]
        assert len(parts) == 2
        assert not any("usermeta" in part for part in parts)


def test_charts_stand_on_one_another() -> None:
    assert len((charts.outcomes() + charts.documents()).to_dict()["layer"]) == 2
    wide = [
        draw().properties(width=300, height=300) for draw in (charts.outcomes, charts.documents)
    ]
    assert len((wide[0] + wide[1]).to_dict()["layer"]) == 2


def test_a_click_opens_the_source_beside_the_page() -> None:
    spec = charts.outcomes().to_dict()
    assert spec["usermeta"]["embedOptions"]["loader"]["target"] == "_blank"
    mine = charts.outcomes().properties(usermeta={"embedOptions": {}}).to_dict()
    assert mine["usermeta"] == {"embedOptions": {}}


def test_what_saving_needs_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    charts.outcomes().save(tmp_path / "chart.json")
    assert json.loads((tmp_path / "chart.json").read_text("utf-8"))["usermeta"]
    with pytest.raises(ValueError, match="format"):
        charts.outcomes().save(tmp_path / "chart.doc")
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    for name, inline in (("chart.png", False), ("chart.html", True)):
        with pytest.raises(ImportError, match=r"sco-data\[images\]"):
            charts.outcomes().save(tmp_path / name, inline=inline)


def test_without_altair_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "altair", None)
    monkeypatch.delitem(sys.modules, "sco_data.charts._offline", raising=False)
    with pytest.raises(ImportError, match=r"sco-data\[charts\]"):
        charts.memberships()


def test_bars_and_tiles_are_those_of_the_release_asked_for() -> None:
    # Until 26.2 it was only known in which month Bahrain became a partner, then it was the 15th.
    for release, start in (("26.1", "2023-07-31"), ("26.3", "2023-07-15")):
        bars = rows(charts.memberships(release=release))
        tiles = rows(charts.status_map(release=release), 1)
        for marks in (bars, tiles):
            assert {mark["start"] for mark in marks if mark["code"] == "BHR"} == {start}


def test_an_open_bar_ends_after_the_last_day_that_was_checked() -> None:
    until = sco.data_version().checked_until["memberships"].latest
    [member] = [mark for mark in rows(charts.memberships()) if mark["id"] == "KAZ/member"]
    assert member["end"] == member["until"] == str(until + dt.timedelta(1))


def test_a_bar_is_whole_as_long_as_it_is_certain() -> None:
    rough = Period(start="2020-03", end="2023-05")
    assert {name: str(day) for name, day in _days_of(rough).items()} == {
        "from": "2020-03-01",
        "start": "2020-03-31",
        "end": "2023-05-01",
        "until": "2023-05-31",
    }
    # Where the end may lie before the start, no day is certain.
    none = _days_of(Period(start="2020-03", end="[..2020-03-15]"))
    assert none["end"] == none["start"]


def test_publishers_that_have_no_room_are_counted() -> None:
    sources = [
        Source(id=name, publisher=name, language="en", kind="blog", read="whole")
        for name in "abcdefghh"
    ]
    assert _join_publishers(sources) == "a, b, c, d, e, f and 2 more"
    assert _join_publishers(sources[:6]) == "a, b, c, d, e, f"


def test_a_document_is_not_adopted_before_its_day() -> None:
    day = dt.date(2024, 7, 4)
    adopted = {row.id: row.adopted for row in sco.documents()}
    blocks = rows(charts.documents(chairmanship=None, as_of=day))
    later = [block for block in blocks if (when := adopted[block["id"]]) and when.latest > day]
    assert later
    assert {block["adopted"] for block in later} == {""}


def test_blocks_are_those_of_the_release_asked_for() -> None:
    ids = {}
    for release in ("26.1", "26.3"):
        blocks = rows(charts.documents(chairmanship=None, release=release))
        ids[release] = {block["id"] for block in blocks}
        documents = sco.documents(release=release)
        assert ids[release] == {row.id for row in documents if row.stage and row.areas}
        promises = rows(charts.outcomes(release=release))
        assert {row["id"] for row in promises} == {
            row.id for row in sco.initiatives(release=release)
        }
    assert ids["26.1"] != ids["26.3"]


@pytest.mark.parametrize("draw", ALL)
def test_a_release_that_there_is_not_is_told(draw: Any) -> None:
    with pytest.raises(ValueError, match=r"unknown release '9'; valid are '26\.1'"):
        draw(release="9")
