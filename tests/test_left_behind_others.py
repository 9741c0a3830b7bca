"""A removed household beside another one: what belongs to that one stays, and what cannot be read holds back."""

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest

from simulator import Stack

from .departing import (
    answer,
    base_of,
    begin,
    below,
    collections_of,
    count_tokens,
    displaying,
    file_of,
    files_of,
    issue_of,
    libraries_of,
    login,
    media_stay,  # noqa: F401
    remove,
    restart,
)
from .disk import hass_config_dir, hass_storage  # noqa: F401
from .household import ENTRY_ID, OTHER_ENTRY_ID, household, start

pytestmark = pytest.mark.usefixtures("media_stay")

ANOTHER_PAGE = '{"version": 1, "minor_version": 1, "key": "x", "data": {"keeps": 3}}'


async def test_another_household_of_the_same_jellyfin_keeps_everything(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await begin(hass, stack)
    base = stack.root / "other-soon"
    names = {"movies_library_name": "Other films", "series_library_name": "Other series"}
    options = displaying(stack, base_path=str(base), collection_name="Other", **names)
    other = await begin(
        hass,
        stack,
        entry_id=OTHER_ENTRY_ID,
        unique_id=f"{stack.jellyfin.server_id}@x",
        options=options,
    )
    before = below(base)
    assert before
    made = other.runtime_data.ledger.made
    await remove(hass, entry)
    assert (await answer(hass, "remove"))["type"] is FlowResultType.CREATE_ENTRY
    assert below(base) == before
    assert {"Other films", "Other series"} <= libraries_of(stack)
    assert not {"Leaving Soon - Movies", "Leaving Soon - TV Shows"} & libraries_of(stack)
    assert collections_of(stack) == {"Other"}
    assert other.runtime_data.ledger.made == made


@pytest.mark.parametrize("loaded", [True, False])
async def test_folders_that_another_household_has_taken_over_are_its_own(
    hass: HomeAssistant, stack: Stack, loaded: bool
) -> None:
    entry = await begin(hass, stack)
    made = entry.runtime_data.ledger.made
    await remove(hass, entry)
    other = await start(hass, stack, entry_id=OTHER_ENTRY_ID)
    await other.runtime_data.ledger.async_made(made)
    if not loaded:
        await hass.config_entries.async_unload(OTHER_ENTRY_ID)
    before = below(base_of(stack))
    assert (await answer(hass, "remove"))["type"] is FlowResultType.CREATE_ENTRY
    assert below(base_of(stack)) == before
    assert "Leaving Soon - Movies" in libraries_of(stack)


async def test_a_household_that_cannot_be_read_holds_everything_back(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await begin(hass, stack)
    await remove(hass, entry)
    household(stack, entry_id=OTHER_ENTRY_ID).add_to_hass(hass)
    file_of(hass, OTHER_ENTRY_ID).write_text(ANOTHER_PAGE)
    stack.requests.clear()
    assert (await answer(hass, "remove"))["reason"] == "another_unreadable"
    assert stack.requests == []


@pytest.mark.parametrize("damage", ["{", ANOTHER_PAGE])
async def test_a_household_whose_ledger_cannot_be_read_says_so_and_leaves_no_file(
    hass: HomeAssistant, stack: Stack, damage: str
) -> None:
    entry = await begin(hass, stack)
    await hass.config_entries.async_unload(ENTRY_ID)
    file_of(hass, ENTRY_ID).write_text(damage)
    await hass.config_entries.async_setup(ENTRY_ID)
    await remove(hass, entry)
    assert issue_of(hass) is None
    assert issue_of(hass, f"perhaps_left_in_jellyfin_{ENTRY_ID}") is not None
    assert files_of(hass) == set()


async def test_a_household_of_the_same_jellyfin_lends_its_credentials_and_not_its_session(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await begin(hass, stack)
    await remove(hass, entry)
    await restart(hass)
    await start(
        hass,
        stack,
        entry_id=OTHER_ENTRY_ID,
        data=login(stack) | {"device_id": "e" * 32},
    )
    result = await answer(hass, "remove")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert count_tokens(stack) == 1
