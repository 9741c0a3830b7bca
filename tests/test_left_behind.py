"""A removed household: what it asks, what it leaves, and what it takes with it."""

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest

from simulator import Fault, Options, Stack
from simulator.seeding import ADMIN_PASSWORD

from .departing import (
    answer,
    ask,
    base_of,
    begin,
    below,
    collections_of,
    count_tokens,
    displaying,
    file_of,
    files_of,
    fill,
    issue_of,
    libraries_of,
    login,
    media_stay,  # noqa: F401
    remove,
    restart,
)
from .disk import hass_config_dir, hass_storage  # noqa: F401
from .household import start
from .repairs import look_again
from .texts import DOMAIN

pytestmark = pytest.mark.usefixtures("media_stay")


async def test_a_removed_household_says_what_is_still_in_jellyfin(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await begin(hass, stack)
    links = len([path for path in base_of(stack).rglob("*") if path.is_symlink()])
    before = libraries_of(stack)
    await remove(hass, entry)
    issue = issue_of(hass)
    assert issue is not None
    assert issue.translation_placeholders == {
        "household": "Film club",
        "links": str(links),
        "libraries": "Leaving Soon - Movies, Leaving Soon - TV Shows",
        "collection": "Leaving Soon",
        "folders": f"{base_of(stack)}/movies, {base_of(stack)}/tv",
    }
    assert libraries_of(stack) == before
    assert files_of(hass) == {f"{DOMAIN}.left_behind"}


async def test_no_secret_is_kept_for_the_question(hass: HomeAssistant, stack: Stack) -> None:
    entry = await begin(hass, stack, data=login(stack))
    await remove(hass, entry)
    kept = file_of(hass, "left_behind").read_text(encoding="utf-8")
    shown = repr(issue_of(hass))
    secrets = {ADMIN_PASSWORD, stack.jellyfin.api_key, *stack.jellyfin.state.gate.tokens}
    assert not [secret for secret in secrets if secret in kept or secret in shown]


@pytest.mark.parametrize("way", ["key", "password"])
async def test_everything_is_removed_when_somebody_says_so(
    hass: HomeAssistant, stack: Stack, way: str
) -> None:
    theirs = libraries_of(stack)
    data = {"data": login(stack)} if way == "password" else {}
    entry = await begin(hass, stack, **data)
    await remove(hass, entry)
    result = await answer(hass, "remove")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert issue_of(hass) is None
    assert (libraries_of(stack) - {"Collections"}, collections_of(stack)) == (theirs, set())
    assert list(base_of(stack).iterdir()) == []
    assert (files_of(hass), count_tokens(stack)) == (set(), 0)


async def test_everything_stays_when_somebody_says_so(hass: HomeAssistant, stack: Stack) -> None:
    entry = await begin(hass, stack)
    before = libraries_of(stack), collections_of(stack), below(base_of(stack))
    await remove(hass, entry)
    stack.requests.clear()
    result = await answer(hass, "leave")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert (issue_of(hass), files_of(hass), stack.requests) == (None, set(), [])
    assert (libraries_of(stack), collections_of(stack), below(base_of(stack))) == before


async def test_a_household_that_made_nothing_asks_nothing(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack)
    await remove(hass, entry)
    assert (issue_of(hass), files_of(hass)) == (None, set())


async def test_a_jellyfin_rust_is_left_without_our_collection(
    hass: HomeAssistant, socket_enabled: None
) -> None:
    async with Stack(Options(jellyfin_version="rust")) as stack:
        entry = await begin(hass, stack, data=login(stack))
        assert collections_of(stack) == {"Leaving Soon"}
        await remove(hass, entry)
        assert (await answer(hass, "remove"))["type"] is FlowResultType.CREATE_ENTRY
        assert collections_of(stack) == set()


async def test_the_question_comes_back_after_a_restart_and_asks_for_the_credentials(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await begin(hass, stack)
    await remove(hass, entry)
    await restart(hass)
    result = await answer(hass, "remove")
    assert result["step_id"] == "credentials"
    result = await fill(hass, result, {})
    assert result["errors"] == {"base": "credentials_missing"}
    result = await fill(hass, result, {"username": "admin", "password": "wrong"})
    assert result["errors"] == {"base": "key_refused"}
    result = await fill(hass, result, {"username": "admin", "password": ADMIN_PASSWORD})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert (files_of(hass), count_tokens(stack)) == (set(), 0)
    assert list(base_of(stack).iterdir()) == []


async def test_a_damaged_file_of_what_was_left_asks_nothing(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await begin(hass, stack)
    await remove(hass, entry)
    file_of(hass, "left_behind").write_text("{")
    await restart(hass)
    assert issue_of(hass) is None


@pytest.mark.parametrize("fault", [Fault.REFUSE, Fault.ERROR, Fault.STARTING, Fault.CUT_JSON])
async def test_a_jellyfin_that_is_away_can_be_tried_again(
    hass: HomeAssistant, stack: Stack, fault: Fault
) -> None:
    entry = await begin(hass, stack)
    await remove(hass, entry)
    stack.break_("jellyfin", fault)
    result = await answer(hass, "remove")
    assert result["reason"] == "not_removed"
    assert issue_of(hass) is not None
    stack.heal()
    assert (await answer(hass, "remove"))["type"] is FlowResultType.CREATE_ENTRY
    assert list(base_of(stack).iterdir()) == []


async def test_a_bridge_that_is_away_can_be_tried_again(hass: HomeAssistant, stack: Stack) -> None:
    entry = await begin(hass, stack)
    await remove(hass, entry)
    stack.break_("bridge", Fault.REFUSE)
    result = await answer(hass, "remove")
    assert result["reason"] == "no_bridge"
    issue = issue_of(hass)
    assert issue is not None
    assert issue.translation_placeholders is not None
    # The collection needs no Bridge.
    assert issue.translation_placeholders["collection"] == "–"
    stack.heal()
    assert (await answer(hass, "remove"))["type"] is FlowResultType.CREATE_ENTRY


async def test_another_jellyfin_behind_the_address_is_shown_no_key(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await begin(hass, stack, data=login(stack))
    hass.config_entries.async_update_entry(entry, unique_id="0" * 32)
    await hass.async_block_till_done()
    stack.requests.clear()
    await remove(hass, entry)
    result = await answer(hass, "remove")
    assert result["reason"] == "not_removed"
    asked = [request for request in stack.requests if request.server == "jellyfin"]
    assert {request.path for request in asked} == {"/System/Info/Public"}


async def test_what_stays_is_told_and_can_be_removed_later(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await begin(hass, stack)
    mine = base_of(stack) / "movies" / "mine.txt"
    mine.write_text("mine")
    await remove(hass, entry)
    result = await answer(hass, "remove")
    assert (result["type"], result["step_id"]) == (FlowResultType.MENU, "stays")
    assert result["description_placeholders"]["folders"] == str(mine.parent)
    assert "Leaving Soon - Movies" in libraries_of(stack)
    mine.unlink()
    result = await fill(hass, result, {"next_step_id": "remove"})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert "Leaving Soon - Movies" not in libraries_of(stack)


async def test_a_collection_with_what_others_put_into_it_stays_and_is_told(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await begin(hass, stack, options=displaying(stack, displays=["collection"]))
    [(collection, members)] = stack.catalog.members.items()
    theirs = next(
        item.id
        for item in stack.catalog.items.values()
        if item.kind == "Movie" and item.id not in members
    )
    stack.catalog.members[collection] = [*members, theirs]
    await remove(hass, entry)
    result = await answer(hass, "remove")
    assert result["reason"] == "collection_stays"
    assert list(stack.catalog.members[collection]) == [theirs]
    assert (issue_of(hass), files_of(hass)) == (None, set())


async def test_an_answer_that_somebody_else_gave_meanwhile_is_enough(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await begin(hass, stack)
    await remove(hass, entry)
    result = await ask(hass)
    await answer(hass, "leave")
    stack.requests.clear()
    result = await fill(hass, result, {"next_step_id": "remove"})
    assert (result["type"], stack.requests) == (FlowResultType.CREATE_ENTRY, [])


async def test_a_question_that_is_looked_at_again_after_the_answer_is_over(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await begin(hass, stack)
    await remove(hass, entry)
    result = await ask(hass)
    await answer(hass, "leave")
    again = await look_again(hass, result)
    assert again["type"] is FlowResultType.CREATE_ENTRY


async def test_credentials_that_come_after_the_answer_are_not_used(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await begin(hass, stack)
    await remove(hass, entry)
    await restart(hass)
    form = await answer(hass, "remove")
    await answer(hass, "leave")
    stack.requests.clear()
    result = await fill(hass, form, {"username": "admin", "password": ADMIN_PASSWORD})
    assert (result["type"], stack.requests) == (FlowResultType.CREATE_ENTRY, [])
