"""The verb that finds a state."""

from __future__ import annotations

from typing import Any, Final, TypeVar, overload

from .. import _names
from ..model.states import State

T = TypeVar("T")
_RAISE: Final[Any] = object()
_states: dict[str, State] = {}


@overload
def state(key: str, *, release: str | None = None) -> State: ...
@overload
def state(key: str, default: T, *, release: str | None = None) -> State | T: ...
def state(key: str, default: Any = _RAISE, *, release: str | None = None) -> Any:
    """A state by ISO code or by any listed name in English, Russian or Chinese.

    Case, accents, spacing and punctuation do not matter. Nothing is guessed: what is not listed
    is not found.

    Raises:
        NotFoundError: (a ``LookupError``) if it is not found and no ``default`` is given.

    Example:
        >>> sco.state("俄罗斯").id, sco.state("Kirghizia").id, sco.state("Georgia", None)
        ('RUS', 'KGZ', None)
    """
    if release is None:
        try:
            return _states[key]
        except (KeyError, TypeError):
            if not _states:  # a name in another spelling comes by here each time
                _states.update(_names.exact())
    if default is _RAISE:
        return _names.find(key, release)
    # Spellings for an error that nobody sees are not looked for.
    return _names.listed(key, release) or default
