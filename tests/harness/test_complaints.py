"""Home Assistant's log is searched for what goes against the integration."""

import pytest

from harness.complaints import complaints

STAMP = "2026-11-21 00:13:25.105"
NOISE = f"""\
{STAMP} WARNING (SyncWorker_0) [homeassistant.loader] We found a custom integration oxicleanarr which \
has not been tested by Home Assistant.
{STAMP} ERROR (MainThread) [haffmpeg.core] FFmpeg fails
Traceback (most recent call last):
  File "haffmpeg/core.py", line 130, in open
FileNotFoundError: ffmpeg
{STAMP} WARNING (MainThread) [custom_components.oxicleanarr.coordinator] Radarr did not answer
"""


TRACEBACK = (
    'Traceback (most recent call last):\n  File "/x/custom_components/oxicleanarr/sensor.py"'
)


@pytest.mark.parametrize(
    "record",
    [
        "ERROR (MainThread) [custom_components.oxicleanarr.coordinator] Something failed",
        "ERROR (MainThread) [homeassistant.setup] Setup failed for 'oxicleanarr': no",
        f"ERROR (MainThread) [homeassistant] Error doing job\n{TRACEBACK}",
        f"WARNING (MainThread) [asyncio] Odd\n{TRACEBACK}",
        "WARNING (MainThread) [loop] Detected blocking call by custom integration 'oxicleanarr'",
    ],
)
def test_an_error_of_ours_is_found_whole(record: str) -> None:
    assert complaints(f"{NOISE}{STAMP} {record}\n{NOISE}") == [f"{STAMP} {record}"]


def test_other_peoples_errors_and_our_warnings_are_not_complaints() -> None:
    assert complaints(NOISE) == []
