"""Filling in Home Assistant's forms the way a person does who mostly agrees with what stands there."""

from collections.abc import Mapping, Sequence
from typing import Any

from .errors import HarnessError


def fill(fields: Sequence[Mapping[str, Any]], known: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answer to a form: what is ``known``, else what the form suggests, else its default.

    ``fields`` is the form's ``data_schema`` as Home Assistant sends it. What the form does not ask for
    is left out, and so is what nobody knows; a required field among those raises HarnessError.
    """
    answer: dict[str, Any] = {}
    for field in fields:
        name = field["name"]
        if field.get("type") == "expandable":
            answer[name] = fill(field["schema"], {**known, **known.get(name, {})})
        elif name in known:
            answer[name] = known[name]
        elif (suggested := (field.get("description") or {}).get("suggested_value")) is not None:
            answer[name] = suggested
        elif field.get("default") is not None:
            answer[name] = field["default"]
        elif field.get("required"):
            raise HarnessError(f"The form asks for {name!r}, which nobody here knows.")
    return answer
