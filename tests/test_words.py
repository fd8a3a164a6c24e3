"""Words of closed vocabularies: what type checkers accept, and what is read when it runs."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Any, get_args

import pytest

import sco_data as sco
from sco_data import model
from sco_data.errors import DataError
from sco_data.model import Document, words


def _class_of(alias: str) -> type:
    """The class after which an alias is named, if there is one."""
    cls = getattr(model, alias.removesuffix("Word"), object)
    return cls if alias.endswith("Word") and isinstance(cls, type) else object


OF_VOCABULARIES = [name for name in vars(words) if issubclass(_class_of(name), StrEnum)]


@pytest.mark.parametrize("name", OF_VOCABULARIES)
def test_an_alias_has_exactly_the_words_of_its_vocabulary(name: str) -> None:
    vocabulary, literal = get_args(getattr(words, name))
    assert vocabulary is getattr(model, name.removesuffix("Word"))
    assert issubclass(vocabulary, StrEnum)
    assert get_args(literal) == tuple(word.value for word in vocabulary)


def test_every_alias_is_public() -> None:
    aliases = {name for name in vars(words) if name.endswith("Word")}
    assert len(OF_VOCABULARIES) == 11
    assert aliases == {name for name in model.__all__ if name.endswith("Word")}


@pytest.mark.parametrize("spelling", ["security", "Security", "SECURITY", " security\n"])
def test_in_arguments_case_and_outer_blanks_do_not_matter(spelling: Any) -> None:
    assert sco.documents(area=spelling) == sco.documents(area="security")
    assert sco.documents_by_area(spelling) == sco.documents_by_area("security")
    assert sco.initiatives(area=spelling) == sco.initiatives(area="security")


def test_so_it_is_with_every_word_that_is_asked_for() -> None:
    asked: list[tuple[Any, str, Any]] = [
        (sco.states, "status", "Dialogue Partner"),
        (sco.memberships, "status", "sco partner "),  # it is written "SCO partner"
        (sco.applications, "outcome", "No Trace"),
        (sco.priorities, "grouping", " Areas 2023"),
        (sco.documents, "kind", "Declaration"),
        (sco.documents, "stage", "In Force"),
        (sco.initiatives, "outcome", "LATE"),
        (sco.events, "kind", "Summit"),
        (sco.bodies, "kind", "Permanent Body"),
        (sco.projects, "kind", "Corridor"),
        (sco.sources, "kind", "Legal Text"),
    ]
    for verb, name, spelling in asked:
        vocabulary = {word.casefold(): word for word in _vocabulary(verb, name)}
        word = vocabulary[spelling.strip().casefold()]
        assert verb(**{name: spelling}) == verb(**{name: word})
        assert verb(**{name: word})
    assert sco.cite("KAZ", style=" BibTeX") == sco.cite("KAZ", style="bibtex")  # type: ignore[arg-type]
    assert sco.members("2024-07-04", beyond="Raise") == sco.members("2024-07-04")  # type: ignore[arg-type]


def _vocabulary(verb: Any, name: str) -> list[str]:
    """The words that the error for a wrong one lists."""
    with pytest.raises(ValueError, match=f"unknown {name} 'nonsense'; valid are ") as caught:
        verb(**{name: "nonsense"})
    _, _, listed = str(caught.value).partition("valid are ")
    return [word.strip("'") for word in listed.split(", ")]


@pytest.mark.parametrize("spelling", ["sec urity", "secruity", "sécurité", "", 1, ["security"]])
def test_nothing_else_is_folded_and_nothing_guessed(spelling: Any) -> None:
    with pytest.raises(ValueError, match=r"unknown area .*; valid are 'reform', 'security'"):
        sco.documents(area=spelling)


@pytest.mark.parametrize("spelling", ["Security", "security ", "SECURITY"])
def test_in_records_and_json_they_do_matter(spelling: Any) -> None:
    with pytest.raises(ValueError, match="is not a valid Area"):
        Document(id="d", title="D", kind="plan", areas=[spelling])
    with pytest.raises(ValueError, match="is not a valid Area"):
        model.Area(spelling)

    payload = json.loads(sco.documents(area="security")[:1].to_json())
    payload["records"][0]["areas"] = [spelling]
    with pytest.raises(DataError):
        sco.from_json(json.dumps(payload))
