"""The forms of the rules: one for each type, with the names that the present library has to offer."""

from collections import Counter
from collections.abc import Mapping, Set as AbstractSet
from enum import StrEnum
import math
from typing import Any

from homeassistant.helpers.selector import (
    BooleanSelector,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    ObjectSelector,
    ObjectSelectorConfig,
    ObjectSelectorField,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
)
import probatio

from .library.facts import UNKNOWN
from .library.models import Kind, Library, Requester
from .policy.rules import EpisodeStrategy, RetentionBase, RuleError, RuleType, Unwatched, Who

type Fields = dict[probatio.Marker, Any]

STEPS: Mapping[RuleType, str] = {
    RuleType.TAG: "tag",
    RuleType.USER: "requester",
    RuleType.WATCHED: "watched",
    RuleType.MATCH: "match",
    RuleType.EPISODE: "episode",
    RuleType.DISK: "disk",
}
"""The step that asks for each type; `user` is the name of every flow's first one."""

_WHOLE_NUMBERS = ("priority", "max_episodes")


def rule_form(rule_type: RuleType, library: Library, next_priority: int) -> probatio.Schema:
    """Return the form of a type; a new rule comes after all others."""
    fields: Fields = {probatio.Required("name"): TextSelector()}
    fields |= _FIELDS[rule_type](library)
    fields[probatio.Required("priority", default=next_priority)] = _number(whole=True, lowest=None)
    fields[probatio.Required("enabled", default=True)] = BooleanSelector()
    return probatio.Schema(fields)


def stored_rule(rule_type: RuleType, user_input: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data to store for a form that was filled in; its name is stored beside it.

    Raises:
        RuleError: A season is not a number.
    """
    data: dict[str, Any] = {"type": rule_type.value}
    for field, entered in user_input.items():
        value: Any = entered.strip() if isinstance(entered, str) else entered
        if field == "name" or value in (None, "", []):
            continue
        if field in _WHOLE_NUMBERS:
            # A part of an episode more is kept, never one less.
            data[field] = math.ceil(value)
        elif field == "season_numbers":
            data[field] = [_season(season) for season in value]
        else:
            data[field] = value
    # No kind at all is a mistake to point out, and not the same as all kinds.
    if "kinds" in user_input:
        data["kinds"] = user_input["kinds"]
    return data


def shown_rule(name: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a form shows of a stored rule."""
    shown = {"name": name, **data}
    if isinstance(seasons := data.get("season_numbers"), list | tuple):
        shown["season_numbers"] = [str(season) for season in seasons]
    return shown


def _season(text: str) -> int:
    if not text.strip().isdecimal():
        raise RuleError("season_numbers", "season_not_a_number")
    return int(text)


def _number(
    *, whole: bool = False, lowest: float | None = 0, highest: float | None = None, unit: str = ""
) -> NumberSelector:
    config = NumberSelectorConfig(mode=NumberSelectorMode.BOX, step=1 if whole else "any")
    if lowest is not None:
        config["min"] = lowest
    if highest is not None:
        config["max"] = highest
    if unit:
        config["unit_of_measurement"] = unit
    return NumberSelector(config)


def _choice(options: type[StrEnum], key: str) -> SelectSelector:
    return SelectSelector(
        SelectSelectorConfig(options=[option.value for option in options], translation_key=key)
    )


def _names(options: list[SelectOptionDict], *, several: bool = False) -> SelectSelector:
    return SelectSelector(
        SelectSelectorConfig(
            options=options,
            multiple=several,
            custom_value=True,
            mode=SelectSelectorMode.DROPDOWN,
        )
    )


def _kinds() -> Fields:
    selector = SelectSelector(
        SelectSelectorConfig(
            options=[kind.value for kind in Kind],
            multiple=True,
            mode=SelectSelectorMode.LIST,
            translation_key="kind",
        )
    )
    return {probatio.Required("kinds", default=[kind.value for kind in Kind]): selector}


def _counted_from() -> Fields:
    return {
        probatio.Optional("retention_base"): _choice(RetentionBase, "retention_base"),
        probatio.Optional("unwatched"): _choice(Unwatched, "unwatched"),
    }


def _stay() -> Fields:
    return {
        probatio.Required("retention"): TextSelector(),
        **_counted_from(),
        probatio.Required("require_watched", default=False): BooleanSelector(),
    }


def _tag_fields(library: Library) -> Fields:
    return {probatio.Required("tag"): _names(_tags(library)), **_kinds(), **_stay()}


def _requester_fields(library: Library) -> Fields:
    users = ObjectSelector(
        ObjectSelectorConfig(
            fields={
                "user": ObjectSelectorField(
                    selector={"select": {"options": _requesters(library), "custom_value": True}},
                    required=True,
                ),
                "retention": ObjectSelectorField(selector={"text": {}}, required=True),
                "require_watched": ObjectSelectorField(selector={"boolean": {}}),
            },
            multiple=True,
            label_field="user",
            description_field="retention",
            translation_key="rule_users",
        )
    )
    return {probatio.Required("users"): users, **_kinds(), **_counted_from()}


def _watched_fields(library: Library) -> Fields:
    return {
        **_kinds(),
        probatio.Optional("watched_who"): _choice(Who, "watched_who"),
        probatio.Optional("watched_users"): _names(_users(library), several=True),
        **_stay(),
    }


def _match_fields(library: Library) -> Fields:
    return {
        **_kinds(),
        probatio.Optional("rating_from"): _number(highest=10),
        probatio.Optional("rating_below"): _number(highest=10),
        probatio.Optional("genres"): _names(_genres(library), several=True),
        probatio.Optional("size_from"): _number(unit="GB"),
        probatio.Optional("size_below"): _number(unit="GB"),
        probatio.Optional("libraries"): _names(_libraries(library), several=True),
        probatio.Optional("root_folders"): _names(_root_folders(library), several=True),
        probatio.Optional("tag"): _names(_tags(library)),
        **_stay(),
    }


def _episode_fields(library: Library) -> Fields:
    return {
        probatio.Optional("tag"): _names(_tags(library)),
        probatio.Optional("max_episodes"): _number(whole=True),
        probatio.Optional("max_age"): TextSelector(),
        probatio.Optional("season_numbers"): _names([], several=True),
        probatio.Optional("strategy"): _choice(EpisodeStrategy, "episode_strategy"),
        probatio.Required("require_watched", default=False): BooleanSelector(),
        probatio.Required("exclude_continuing", default=False): BooleanSelector(),
        probatio.Required("keep_latest_season", default=False): BooleanSelector(),
    }


def _disk_fields(library: Library) -> Fields:
    return {
        probatio.Required("free_gb"): _number(unit="GB"),
        probatio.Optional("disk_path"): _names(_disks(library)),
        **_kinds(),
    }


_FIELDS = {
    RuleType.TAG: _tag_fields,
    RuleType.USER: _requester_fields,
    RuleType.WATCHED: _watched_fields,
    RuleType.MATCH: _match_fields,
    RuleType.EPISODE: _episode_fields,
    RuleType.DISK: _disk_fields,
}


def _options(values: AbstractSet[str]) -> list[SelectOptionDict]:
    return [
        SelectOptionDict(value=value, label=value) for value in sorted(values, key=str.casefold)
    ]


def _tags(library: Library) -> list[SelectOptionDict]:
    found = {tag for tags in library.tags.values() for tag in tags}
    for medium in library.media.values():
        found |= set() if medium.tags is UNKNOWN else medium.tags or set()
    return _options(found)


def _genres(library: Library) -> list[SelectOptionDict]:
    found: set[str] = set()
    for medium in library.media.values():
        found |= set() if medium.genres is UNKNOWN else medium.genres or set()
    return _options(found)


def _libraries(library: Library) -> list[SelectOptionDict]:
    return _options(library.libraries)


def _root_folders(library: Library) -> list[SelectOptionDict]:
    return _options({folder for one in library.media.values() for folder in one.root_folders})


def _disks(library: Library) -> list[SelectOptionDict]:
    return _options({disk.path for disk in _known(library)})


def _known(library: Library) -> tuple[Any, ...]:
    return () if library.disks is UNKNOWN else library.disks or ()


def _users(library: Library) -> list[SelectOptionDict]:
    return [
        SelectOptionDict(value=user_id, label=name)
        for user_id, name in sorted(library.users.items(), key=lambda user: user[1].casefold())
    ]


def _requesters(library: Library) -> list[SelectOptionDict]:
    """Offer everybody by number, which outlives a new name; by name where another Seerr has that number, too."""
    people = {
        (requester.user_id, requester.names): requester
        for medium in library.media.values()
        if medium.requesters is not UNKNOWN
        for requester in medium.requesters or ()
    }
    with_number = Counter(user_id for user_id, _ in people)
    options = [
        SelectOptionDict(
            value=str(user_id) if with_number[user_id] == 1 else labels[0],
            label=" · ".join(labels),
        )
        for (user_id, _), labels in ((key, _labels(one)) for key, one in people.items())
    ]
    return sorted(options, key=lambda option: option["label"].casefold())


def _labels(requester: Requester) -> list[str]:
    labels = sorted(requester.names)
    if requester.email and requester.email not in labels:
        labels.append(requester.email)
    return labels or [str(requester.user_id)]
