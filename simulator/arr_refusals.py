"""How Radarr and Sonarr say no."""

from collections.abc import Collection, Mapping
from typing import Any

from .wire import Refused, indented_answer


def not_found() -> Refused:
    """Return the answer to an unknown id."""
    return Refused(indented_answer({"message": "NotFound"}, 404))


def missing_parameter(text: str) -> Refused:
    """Return the answer to a call that lacks what it needs."""
    return Refused(indented_answer({"message": text}, 400))


def mount_lost(root: str) -> Refused:
    """Return the answer to a file delete while the root folder is missing or empty."""
    text = f"Root folder {root} is missing or empty; is the disk mounted?"
    return Refused(indented_answer({"message": text}, 409))


def failed(text: str) -> Refused:
    """Return the answer to a call at which the server itself failed."""
    return Refused(indented_answer({"message": text, "description": f"Exception: {text}"}, 500))


def stale_ids(asked: int, found: int) -> Refused:
    """Return the answer to a call with ids of which some are unknown."""
    return failed(f"Expected query to return {asked} rows but returned {found}")


def checked_id(text: str) -> int:
    """Return the id in a path that changes something; 400 for one that no row can have."""
    number = int(text) if text.lstrip("-").isdigit() else 0
    if number <= 0:
        raise missing_parameter(f"{text} is not a valid ID")
    return number


def invalid(failures: list[dict[str, Any]]) -> Refused:
    """Return the answer to a body that breaks rules: a list of what is wrong with it."""
    return Refused(indented_answer(failures, 400))


def failure(name: str, value: object, text: str, code: str) -> dict[str, Any]:
    """Return one rule that a body breaks."""
    return {
        "propertyName": name,
        "errorMessage": text,
        "attemptedValue": value,
        "severity": "error",
        "errorCode": code,
        "formattedMessageArguments": [],
        "formattedMessagePlaceholderValues": {"propertyName": name, "propertyValue": value},
    }


def profile_failures(body: Mapping[str, Any], profiles: Collection[int]) -> list[dict[str, Any]]:
    """Return what is wrong with an entry's quality profile."""
    given = body.get("qualityprofileid")
    if not isinstance(given, int) or given <= 0:
        text = "'Quality Profile Id' must be greater than '0'."
        return [failure("QualityProfileId", given, text, "GreaterThanValidator")]
    if given not in profiles:
        text = "Quality Profile does not exist"
        return [failure("QualityProfileId", given, text, "QualityProfileExistsValidator")]
    return []


def record_failures(body: Mapping[str, Any], profiles: Collection[int]) -> list[dict[str, Any]]:
    """Return what is wrong with a whole record that replaces an entry's."""
    failures = profile_failures(body, profiles)
    if not body.get("path"):
        failures.append(failure("Path", None, "'Path' must not be empty.", "NotEmptyValidator"))
    return failures


def place_failures(
    body: Mapping[str, Any], root: str, taken: Collection[str]
) -> list[dict[str, Any]]:
    """Return what is wrong with where a new entry is to be; a path wins over a root folder."""
    path = str(body.get("path") or "").rstrip("/")
    if path:
        if path == root:
            text = f"Path '{path}' is already configured as a root folder"
            return [failure("Path", path, text, "RootFolderValidator")]
        if path in taken:
            text = f"Path '{path}' is already configured for an existing entry"
            return [failure("Path", path, text, "PathValidator")]
        return []
    given = str(body.get("rootfolderpath") or "").rstrip("/")
    if not given:
        text = "'Root Folder Path' must not be empty."
        return [failure("RootFolderPath", given, text, "NotEmptyValidator")]
    if given != root:
        text = f"Root folder '{given}' does not exist"
        return [failure("RootFolderPath", given, text, "RootFolderExistsValidator")]
    return []
