"""Names as well-known data sets print them: each of ours is found, none of another country is.

The names were taken from the data sets, not from ours; ``tests/data/names_in_data_sets.json`` has
them by data set and language, and for our states by code.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import sco_data as sco

pytestmark = pytest.mark.once

FILE = Path(__file__).parent / "data" / "names_in_data_sets.json"
PRINTED = json.loads(FILE.read_text("utf-8"))


@pytest.mark.parametrize("data_set", PRINTED["ours"])
def test_each_name_of_a_state_of_ours_is_found(data_set: str) -> None:
    names_by_code = PRINTED["ours"][data_set]
    read = {name: code for code, names in names_by_code.items() for name in names}
    found = {name: sco.state(name, None) for name in read}
    assert {name: state and state.id for name, state in found.items()} == read


@pytest.mark.parametrize("data_set", PRINTED["others"])
def test_no_name_of_another_country_is_found(data_set: str) -> None:
    found = {name: sco.state(name, None) for name in PRINTED["others"][data_set]}
    assert {name: state.id for name, state in found.items() if state} == {}


def test_the_file_has_what_it_should_test() -> None:
    data_sets = {name.partition(" (")[0] for name in PRINTED["ours"]}
    assert {"World Bank", "IMF", "FAO", "UNHCR", "OECD", "SIPRI", "UCDP", "V-Dem"} <= data_sets
    assert {"Correlates of War", "Gleditsch-Ward", "Penn World Table", "UN voting"} <= data_sets
    for language in ("en", "fr", "es", "ar", "ru", "zh", "de", "it"):
        lists = [codes for name, codes in PRINTED["ours"].items() if name.endswith(f"({language})")]
        assert any(len(codes) == 27 for codes in lists), language
    assert sum(map(len, PRINTED["others"].values())) > 3_000


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Iran, Islamic Rep.", "IRN"), ("Egypt, Arab Rep.", "EGY"), ("Kyrgyz Rep.", "KGZ"),
        ("China, P.R.: Mainland", "CHN"), ("Russia (Soviet Union)", "RUS"),
        ("China (People's Republic of)", "CHN"), ("Burma/Myanmar", "MMR"),
        ("Lao People's DR", "LAO"), ("Russian Federation (the)", "RUS"),
        ("the Republic of Kazakhstan", "KAZ"), ("Émirats arabes unis (les)", "ARE"),
    ],
)  # fmt: skip
def test_names_that_were_missed_once(name: str, code: str) -> None:
    assert sco.state(name).id == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Қазақстан", "KAZ"), ("Кыргызстан", "KGZ"), ("Тоҷикистон", "TJK"), ("Oʻzbekiston", "UZB"),
        ("O‘zbekiston", "UZB"), ("O'zbekiston", "UZB"), ("Ўзбекистон", "UZB"), ("Россия", "RUS"),
        ("中国", "CHN"), ("中國", "CHN"), ("भारत", "IND"), ("پاکستان", "PAK"), ("ایران", "IRN"),
        ("Беларусь", "BLR"), ("Рэспубліка Беларусь", "BLR"), ("افغانستان", "AFG"),
        ("Монгол Улс", "MNG"), ("Հայաստան", "ARM"), ("Azərbaycan", "AZE"), ("កម្ពុជា", "KHM"),
        ("नेपाल", "NPL"), ("ශ්‍රී ලංකාව", "LKA"), ("இலங்கை", "LKA"), ("Türkiye", "TUR"),
        ("ລາວ", "LAO"), ("မြန်မာ", "MMR"), ("ދިވެހިރާއްޖެ", "MDV"), ("مصر", "EGY"), ("قطر", "QAT"),
        ("الكويت", "KWT"), ("البحرين", "BHR"), ("الإمارات العربية المتحدة", "ARE"),
        ("المملكة العربية السعودية", "SAU"),
    ],
)  # fmt: skip
def test_a_state_is_found_by_its_name_in_its_own_languages(name: str, code: str) -> None:
    assert sco.state(name).id == code


@pytest.mark.parametrize(
    "name",
    [
        "USSR", "Soviet Union", "СССР", "苏联", "Ottoman Empire", "Hong Kong SAR, China",
        "China, P.R.: Hong Kong", "Taiwan Province of China", "Republic of China", "R.-U.", "R. U.",
    ],
)  # fmt: skip
def test_a_name_that_only_looks_like_one_of_ours_is_not_found(name: str) -> None:
    assert sco.state(name, None) is None
