"""Values of the domain as JSON text in a column, and back, by pydantic.

Amounts are kept as text, digit for digit; a field that a text lacks has its default.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

from app.domain.text import storable

if TYPE_CHECKING:
    from collections.abc import Collection

    from pydantic import TypeAdapter

_Kind = TypeVar("_Kind")


def to_text(value: object) -> str:
    """The value as text; equal values give equal texts."""
    content = _adapter(Any).dump_python(value, mode="json")
    return storable(json.dumps(content, ensure_ascii=False))


def from_text(kind: type[_Kind], text: str) -> _Kind:
    """The value that a text was made of. Raises `ValueError` where it is not one of this kind."""
    return from_content(kind, content_of(text))


def content_of(text: str) -> Any:
    """What JSON text holds. Raises `ValueError` where it is none, or nested without end."""
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def from_content(kind: type[_Kind], content: Any, forgivable: Collection[str] = ()) -> _Kind:
    """The same of JSON that was read; `forgivable` fields have their default where unreadable."""
    from pydantic import ValidationError

    adapter: TypeAdapter[_Kind] = _adapter(cast("Any", kind))
    try:
        return adapter.validate_python(content)
    except ValidationError as error:
        places = [each["loc"] for each in error.errors()]
        if not all(any(name in forgivable for name in place) for place in places):
            raise
    for place in places:
        within = content
        for name in place:
            if name in forgivable:
                within.pop(name, None)
                break
            within = within[name]
    return adapter.validate_python(content)


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter  # late: what is kept is shown without it

    return TypeAdapter(kind)
