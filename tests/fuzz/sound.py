"""What every value that comes from a server can be: stored, shown and reckoned with."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
import math

import msgspec

from custom_components.oxicleanarr.clients.arr import Whole

_MOST = 2**53


def sound(value: object) -> bool:
    """Return whether all numbers and texts in a value are: no NaN, nothing without end, no half characters."""
    match value:
        case bool() | None | bytes() | msgspec.Raw():
            return True
        case int():
            return abs(value) <= _MOST
        case float():
            return math.isfinite(value)
        case str():
            value.encode()
            return True
        case Whole():
            return sound(value.entry)
        case msgspec.Struct():
            return all(sound(getattr(value, name)) for name in value.__struct_fields__)
        case Mapping():
            return all(sound(key) and sound(one) for key, one in value.items())
        case list() | tuple() | frozenset():
            return all(map(sound, value))
    if is_dataclass(value):
        return all(sound(getattr(value, field.name)) for field in fields(value))
    return True
