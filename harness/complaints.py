"""What Home Assistant's log says against the integration."""

import re

_START = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ (?P<level>[A-Z]+) ", re.MULTILINE)
_OURS = re.compile(
    r"custom_components[./]oxicleanarr|'oxicleanarr'|\boxicleanarr\.\w|for oxicleanarr\b"
)
_WORST = frozenset({"ERROR", "CRITICAL"})
# Home Assistant's own detectors of bad manners (blocking the event loop, deprecated calls) only warn.
_DETECTED = re.compile(r"Detected .*custom integration 'oxicleanarr'")


def complaints(log: str) -> list[str]:
    """Return the records of a log that are an error or an exception of the integration, whole."""
    starts = [match.start() for match in _START.finditer(log)]
    records = [
        log[start:end].rstrip() for start, end in zip(starts, [*starts[1:], len(log)], strict=True)
    ]
    return [record for record in records if _is_complaint(record)]


def _is_complaint(record: str) -> bool:
    if _DETECTED.search(record):
        return True
    level = _START.match(record)
    failed = (level is not None and level["level"] in _WORST) or "Traceback (most recent" in record
    return failed and _OURS.search(record) is not None
