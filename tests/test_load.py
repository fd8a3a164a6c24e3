"""Loading: lazily, once, from anywhere, and never a damaged file in silence."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

import sco_data as sco
from interpreters import PACKAGE, fresh
from sco_data import DataError, _names
from sco_data._records.find import find
from sco_data._records.load import everything, get_one, load, record_class
from sco_data._rows import bundle
from sco_data._rows.bundle import manifest, newest_rows, parse_json
from sco_data._rows.once import build_once
from sco_data._timeline import statuses as _timeline
from sco_data.model import Document


def test_import_loads_nothing() -> None:
    heavy = (
        "attr attrs cattrs json pkgutil importlib_resources numpy pandas narwhals sco_data.model"
    )
    found = fresh(f"import sco_data; print([m for m in {heavy.split()} if m in sys.modules])")
    assert found == "[]"


def test_a_first_answer_needs_neither_cattrs_nor_resources() -> None:
    heavy = ["cattrs", "importlib_resources", "importlib.metadata", "sco_data.model.documents"]
    code = (
        f"import sco_data; sco_data.state('KAZ'); print([m for m in {heavy} if m in sys.modules])"
    )
    assert fresh(code) == "[]"


def test_the_terms_are_read_only_to_say_that_one_is_unknown() -> None:
    code = "import sco_data as s; s.documents_by_area(); s.documents(chairmanship=None)\n"
    code += "print('sco_data.model.chairmanship' in sys.modules)"
    assert fresh(code) == "False"


def test_from_a_zip(tmp_path: Path) -> None:
    archive = tmp_path / "lib.zip"
    with zipfile.ZipFile(archive, "w") as made:
        for file in PACKAGE.rglob("*"):
            if file.suffix in {".css", ".json", ".py"}:
                made.write(file, file.relative_to(PACKAGE.parent))
    code = f"""import sco_data
print(sco_data.__file__.startswith({str(archive)!r}), len(sco_data.members()))
print("--ink:" in sco_data.state("KAZ")._repr_html_())"""
    assert fresh(code, path=archive).split() == ["True", "10", "True"]


def test_once_builds_once_and_not_again_after_an_error() -> None:
    calls: list[int] = []

    @build_once
    def build(number: int) -> int:
        calls.append(number)
        if number < 0:
            raise ValueError(number)
        return number * 2

    assert [build(2), build(2), build(3)] == [4, 4, 6]
    for _ in range(2):
        with pytest.raises(ValueError, match="-1"):
            build(-1)
    assert calls == [2, 3, -1, -1]


def test_the_rows_are_json(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DataError, match=r"x\.json: is not JSON"):
        parse_json("x.json", b"{")


def test_words_of_any_script_find_their_rows() -> None:
    code = "from sco_data._records.find import find; from sco_data.model import State; print(*find(State, name='T\\xfcrkiye').by('id'))"
    assert fresh(code) == "TUR"


def test_everything_holds_steps_and_aims() -> None:
    found = everything()
    assert found["BLR/member"].history[-1] in found.values()  # type: ignore[attr-defined]
    assert found["2023-areas/3"].aims[0].id in found  # type: ignore[attr-defined]


def test_a_record_is_built_once_whichever_way_it_is_asked_for_first() -> None:
    code = """
import sco_data as sco
some = sco.documents_by_area("security")
everyone = {id(row) for row in sco.documents()}
assert some and all(id(row) in everyone for row in some)
assert sco.document(some[0].id) is some[0] is sco.get(some[0].id)
assert all(row.chairmanship == "2023-2024" for row in some)
assert sco.documents(chairmanship="2023-2024") == sco.documents(chairmanship="2023-2024")
"""
    fresh(code)


def test_what_is_worked_out_once_is_not_worked_out_again() -> None:
    for found in (
        _names.id_by_spelling,
        _names.id_by_folded,
        _timeline.spans_by_state,
        _timeline.days_of_change,
        manifest,
        everything,
        lambda: load(record_class("states")),
        lambda: get_one(record_class("states"), "KAZ"),
        sco.members,
        sco.chairmanships,
    ):
        assert found() is found()


@pytest.mark.parametrize("text", [b"{}", b"[]", b'"files"', b"null", b"1", b""])
def test_a_manifest_that_is_none(text: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "read_file", lambda file: text)
    with pytest.raises(sco.DataError) as caught:
        manifest.__wrapped__()  # type: ignore[attr-defined]
    assert caught.value.file == "manifest.json"


def test_only_what_is_wanted_is_built() -> None:
    found = find(Document, None, chairmanship="".join(["2023", "-2024"]))
    assert found
    assert {row.chairmanship for row in found} == {"2023-2024"}
    assert set(found) == {
        row for row in load(record_class("documents")) if row.chairmanship == "2023-2024"
    }


def test_a_file_that_is_not_of_the_release(monkeypatch: pytest.MonkeyPatch) -> None:
    manifest()
    monkeypatch.setattr(bundle, "read_file", lambda file: b"[]")
    with pytest.raises(sco.DataError, match=r"states\.json: is not the file of this release"):
        newest_rows("states")
