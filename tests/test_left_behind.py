"""A household that is removed: what it asks, what it leaves, and what it takes with it."""

import asyncio
from pathlib import Path
from typing import Any

from homeassistant.components.repairs import DOMAIN as REPAIRS, repairs_flow_manager
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.oxicleanarr import displays
from custom_components.oxicleanarr.clients.bridge import Bridge
from custom_components.oxicleanarr.left_behind import KEY, left_behind
from simulator import Fault, Options, Stack
from simulator.seeding import ADMIN_PASSWORD

from .disk import hass_config_dir, hass_storage  # noqa: F401
from .display.room import media_on_disk
from .household import ENTRY_ID, OPTIONS, household, start
from .texts import DOMAIN

pytestmark = pytest.mark.usefixtures("media_stay")

_ANOTHER_PAGE = '{"version": 1, "minor_version": 1, "key": "x", "data": {"keeps": 3}}'
OTHER_ID = "01OTHER0000000000000000000"
ISSUE = f"left_in_jellyfin_{ENTRY_ID}"


@pytest.fixture
def media_stay(stack: Stack) -> Any:
    """Prove that no media file has changed, whatever a test did."""
    before = media_on_disk(stack.root)
    yield
    assert media_on_disk(stack.root) == before


def _login(stack: Stack) -> dict[str, Any]:
    return {
        "url": stack.jellyfin.url,
        "username": "admin",
        "password": ADMIN_PASSWORD,
        "verify_ssl": True,
        "device_id": "d" * 32,
    }


def _options(stack: Stack, **changes: Any) -> dict[str, Any]:
    displays = {"displays": ["libraries", "collection"], "base_path": str(_base(stack))}
    return OPTIONS | displays | changes


async def _begin(hass: HomeAssistant, stack: Stack, **changes: Any) -> MockConfigEntry:
    entry = await start(hass, stack, **{"options": _options(stack), **changes})
    await hass.async_block_till_done(wait_background_tasks=True)
    return entry


async def _remove(hass: HomeAssistant, entry: ConfigEntry) -> None:
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done()


def _issue(hass: HomeAssistant, issue_id: str = ISSUE) -> ir.IssueEntry | None:
    return ir.async_get(hass).async_get_issue(DOMAIN, issue_id)


def _files(hass: HomeAssistant) -> set[str]:
    """Return what of us is in Home Assistant's storage."""
    folder = Path(hass.config.path(".storage"))
    return {path.name for path in folder.iterdir() if path.name.startswith(DOMAIN)}


def _file(hass: HomeAssistant, name: str) -> Path:
    return Path(hass.config.path(".storage", f"{DOMAIN}.{name}"))


def _base(stack: Stack) -> Path:
    return stack.root / "leaving-soon"


def _below(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*"))


def _libraries(stack: Stack) -> set[str]:
    return {library.name for library in stack.catalog.libraries.values()}


def _collections(stack: Stack) -> set[str]:
    return {stack.catalog.items[key].name for key in stack.catalog.members}


def _tokens(stack: Stack) -> int:
    return len(stack.jellyfin.state.gate.tokens)


async def _open(hass: HomeAssistant) -> Any:
    assert await async_setup_component(hass, REPAIRS, {})
    await hass.async_block_till_done()
    manager = repairs_flow_manager(hass)
    assert manager is not None
    context: Any = {"issue_id": ISSUE}
    return await manager.async_init(DOMAIN, context=context)


async def _fill(hass: HomeAssistant, result: Any, form: dict[str, Any]) -> Any:
    manager = repairs_flow_manager(hass)
    assert manager is not None
    return await manager.async_configure(result["flow_id"], form)


async def _answer(hass: HomeAssistant, answer: str) -> Any:
    return await _fill(hass, await _open(hass), {"next_step_id": answer})


async def _restart(hass: HomeAssistant) -> None:
    """Forget what is in memory only, as a restart does, and read what is on the disk."""
    ir.async_delete_issue(hass, DOMAIN, ISSUE)
    remembered: Any = left_behind
    remembered.cache_clear()
    hass.data.pop(KEY)
    await left_behind(hass).async_load()


async def test_a_removed_household_says_what_is_still_in_jellyfin(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await _begin(hass, stack)
    links = len([path for path in _base(stack).rglob("*") if path.is_symlink()])
    before = _libraries(stack)
    await _remove(hass, entry)
    issue = _issue(hass)
    assert issue is not None
    assert issue.translation_placeholders == {
        "household": "Film club",
        "links": str(links),
        "libraries": "Leaving Soon - Movies, Leaving Soon - TV Shows",
        "collection": "Leaving Soon",
        "folders": f"{_base(stack)}/movies, {_base(stack)}/tv",
    }
    assert _libraries(stack) == before
    assert _files(hass) == {f"{DOMAIN}.left_behind"}


async def test_no_secret_is_kept_for_the_question(hass: HomeAssistant, stack: Stack) -> None:
    entry = await _begin(hass, stack, data=_login(stack))
    await _remove(hass, entry)
    kept = _file(hass, "left_behind").read_text(encoding="utf-8")
    shown = repr(_issue(hass))
    secrets = {ADMIN_PASSWORD, stack.jellyfin.api_key, *stack.jellyfin.state.gate.tokens}
    assert not [secret for secret in secrets if secret in kept or secret in shown]


@pytest.mark.parametrize("way", ["key", "password"])
async def test_everything_is_removed_when_somebody_says_so(
    hass: HomeAssistant, stack: Stack, way: str
) -> None:
    theirs = _libraries(stack)
    data = {"data": _login(stack)} if way == "password" else {}
    entry = await _begin(hass, stack, **data)
    await _remove(hass, entry)
    result = await _answer(hass, "remove")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert _issue(hass) is None
    assert (_libraries(stack) - {"Collections"}, _collections(stack)) == (theirs, set())
    assert list(_base(stack).iterdir()) == []
    assert (_files(hass), _tokens(stack)) == (set(), 0)


async def test_everything_stays_when_somebody_says_so(hass: HomeAssistant, stack: Stack) -> None:
    entry = await _begin(hass, stack)
    before = _libraries(stack), _collections(stack), _below(_base(stack))
    await _remove(hass, entry)
    stack.requests.clear()
    result = await _answer(hass, "leave")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert (_issue(hass), _files(hass), stack.requests) == (None, set(), [])
    assert (_libraries(stack), _collections(stack), _below(_base(stack))) == before


async def test_a_household_that_made_nothing_asks_nothing(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack)
    await _remove(hass, entry)
    assert (_issue(hass), _files(hass)) == (None, set())


async def test_a_jellyfin_rust_is_left_without_our_collection(
    hass: HomeAssistant, socket_enabled: None
) -> None:
    async with Stack(Options(jellyfin_version="rust")) as stack:
        entry = await _begin(hass, stack, data=_login(stack))
        assert _collections(stack) == {"Leaving Soon"}
        await _remove(hass, entry)
        assert (await _answer(hass, "remove"))["type"] is FlowResultType.CREATE_ENTRY
        assert _collections(stack) == set()


async def test_the_question_comes_back_after_a_restart_and_asks_for_the_credentials(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await _begin(hass, stack)
    await _remove(hass, entry)
    await _restart(hass)
    result = await _answer(hass, "remove")
    assert result["step_id"] == "credentials"
    result = await _fill(hass, result, {})
    assert result["errors"] == {"base": "credentials_missing"}
    result = await _fill(hass, result, {"username": "admin", "password": "wrong"})
    assert result["errors"] == {"base": "key_refused"}
    result = await _fill(hass, result, {"username": "admin", "password": ADMIN_PASSWORD})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert (_files(hass), _tokens(stack)) == (set(), 0)
    assert list(_base(stack).iterdir()) == []


async def test_a_household_of_the_same_jellyfin_lends_its_credentials_and_not_its_session(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await _begin(hass, stack)
    await _remove(hass, entry)
    await _restart(hass)
    await start(
        hass,
        stack,
        entry_id=OTHER_ID,
        data=_login(stack) | {"device_id": "e" * 32},
    )
    result = await _answer(hass, "remove")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert _tokens(stack) == 1


async def test_a_damaged_file_of_what_was_left_asks_nothing(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await _begin(hass, stack)
    await _remove(hass, entry)
    _file(hass, "left_behind").write_text("{")
    await _restart(hass)
    assert _issue(hass) is None


@pytest.mark.parametrize("fault", [Fault.REFUSE, Fault.ERROR, Fault.STARTING, Fault.CUT_JSON])
async def test_a_jellyfin_that_is_away_can_be_tried_again(
    hass: HomeAssistant, stack: Stack, fault: Fault
) -> None:
    entry = await _begin(hass, stack)
    await _remove(hass, entry)
    stack.break_("jellyfin", fault)
    result = await _answer(hass, "remove")
    assert result["reason"] == "not_removed"
    assert _issue(hass) is not None
    stack.heal()
    assert (await _answer(hass, "remove"))["type"] is FlowResultType.CREATE_ENTRY
    assert list(_base(stack).iterdir()) == []


async def test_a_bridge_that_is_away_can_be_tried_again(hass: HomeAssistant, stack: Stack) -> None:
    entry = await _begin(hass, stack)
    await _remove(hass, entry)
    stack.break_("bridge", Fault.REFUSE)
    result = await _answer(hass, "remove")
    assert result["reason"] == "no_bridge"
    issue = _issue(hass)
    assert issue is not None
    assert issue.translation_placeholders is not None
    # The collection needs no Bridge.
    assert issue.translation_placeholders["collection"] == "–"
    stack.heal()
    assert (await _answer(hass, "remove"))["type"] is FlowResultType.CREATE_ENTRY


async def test_another_jellyfin_behind_the_address_is_shown_no_key(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await _begin(hass, stack, data=_login(stack))
    hass.config_entries.async_update_entry(entry, unique_id="0" * 32)
    await hass.async_block_till_done()
    stack.requests.clear()
    await _remove(hass, entry)
    result = await _answer(hass, "remove")
    assert result["reason"] == "not_removed"
    asked = [request for request in stack.requests if request.server == "jellyfin"]
    assert {request.path for request in asked} == {"/System/Info/Public"}


async def test_what_stays_is_told_and_can_be_removed_later(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await _begin(hass, stack)
    mine = _base(stack) / "movies" / "mine.txt"
    mine.write_text("mine")
    await _remove(hass, entry)
    result = await _answer(hass, "remove")
    assert (result["type"], result["step_id"]) == (FlowResultType.MENU, "stays")
    assert result["description_placeholders"]["folders"] == str(mine.parent)
    assert "Leaving Soon - Movies" in _libraries(stack)
    mine.unlink()
    result = await _fill(hass, result, {"next_step_id": "remove"})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert "Leaving Soon - Movies" not in _libraries(stack)


async def test_a_collection_with_what_others_put_into_it_stays_and_is_told(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await _begin(hass, stack, options=_options(stack, displays=["collection"]))
    [(collection, members)] = stack.catalog.members.items()
    theirs = next(
        item.id
        for item in stack.catalog.items.values()
        if item.kind == "Movie" and item.id not in members
    )
    stack.catalog.members[collection] = [*members, theirs]
    await _remove(hass, entry)
    result = await _answer(hass, "remove")
    assert result["reason"] == "collection_stays"
    assert list(stack.catalog.members[collection]) == [theirs]
    assert (_issue(hass), _files(hass)) == (None, set())


async def test_another_household_of_the_same_jellyfin_keeps_everything(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await _begin(hass, stack)
    base = stack.root / "other-soon"
    names = {"movies_library_name": "Other films", "series_library_name": "Other series"}
    options = _options(stack, base_path=str(base), collection_name="Other", **names)
    other = await _begin(
        hass,
        stack,
        entry_id=OTHER_ID,
        unique_id=f"{stack.jellyfin.server_id}@x",
        options=options,
    )
    before = _below(base)
    assert before
    made = other.runtime_data.ledger.made
    await _remove(hass, entry)
    assert (await _answer(hass, "remove"))["type"] is FlowResultType.CREATE_ENTRY
    assert _below(base) == before
    assert {"Other films", "Other series"} <= _libraries(stack)
    assert not {"Leaving Soon - Movies", "Leaving Soon - TV Shows"} & _libraries(stack)
    assert _collections(stack) == {"Other"}
    assert other.runtime_data.ledger.made == made


@pytest.mark.parametrize("loaded", [True, False])
async def test_folders_that_another_household_has_taken_over_are_its_own(
    hass: HomeAssistant, stack: Stack, loaded: bool
) -> None:
    entry = await _begin(hass, stack)
    made = entry.runtime_data.ledger.made
    await _remove(hass, entry)
    other = await start(hass, stack, entry_id=OTHER_ID)
    await other.runtime_data.ledger.async_made(made)
    if not loaded:
        await hass.config_entries.async_unload(OTHER_ID)
    before = _below(_base(stack))
    assert (await _answer(hass, "remove"))["type"] is FlowResultType.CREATE_ENTRY
    assert _below(_base(stack)) == before
    assert "Leaving Soon - Movies" in _libraries(stack)


async def test_a_household_that_cannot_be_read_holds_everything_back(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await _begin(hass, stack)
    await _remove(hass, entry)
    household(stack, entry_id=OTHER_ID).add_to_hass(hass)
    _file(hass, OTHER_ID).write_text(_ANOTHER_PAGE)
    stack.requests.clear()
    assert (await _answer(hass, "remove"))["reason"] == "another_unreadable"
    assert stack.requests == []


@pytest.mark.parametrize("damage", ["{", _ANOTHER_PAGE])
async def test_a_household_whose_ledger_cannot_be_read_says_so_and_leaves_no_file(
    hass: HomeAssistant, stack: Stack, damage: str
) -> None:
    entry = await _begin(hass, stack)
    await hass.config_entries.async_unload(ENTRY_ID)
    _file(hass, ENTRY_ID).write_text(damage)
    await hass.config_entries.async_setup(ENTRY_ID)
    await _remove(hass, entry)
    assert _issue(hass) is None
    assert _issue(hass, f"perhaps_left_in_jellyfin_{ENTRY_ID}") is not None
    assert _files(hass) == set()


async def test_an_answer_that_somebody_else_gave_meanwhile_is_enough(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await _begin(hass, stack)
    await _remove(hass, entry)
    result = await _open(hass)
    await _answer(hass, "leave")
    stack.requests.clear()
    result = await _fill(hass, result, {"next_step_id": "remove"})
    assert (result["type"], stack.requests) == (FlowResultType.CREATE_ENTRY, [])


async def test_a_question_that_is_looked_at_again_after_the_answer_is_over(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await _begin(hass, stack)
    await _remove(hass, entry)
    result = await _open(hass)
    await _answer(hass, "leave")
    manager = repairs_flow_manager(hass)
    assert manager is not None
    again = await manager.async_configure(result["flow_id"])
    assert again["type"] is FlowResultType.CREATE_ENTRY


async def test_credentials_that_come_after_the_answer_are_not_used(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await _begin(hass, stack)
    await _remove(hass, entry)
    await _restart(hass)
    form = await _answer(hass, "remove")
    await _answer(hass, "leave")
    stack.requests.clear()
    result = await _fill(hass, form, {"username": "admin", "password": ADMIN_PASSWORD})
    assert (result["type"], stack.requests) == (FlowResultType.CREATE_ENTRY, [])


@pytest.mark.parametrize("stack", [Options(jellyfin_version="rust")], indirect=True)
async def test_a_jellyfin_rust_which_ends_no_session_is_not_given_another(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack, data=_login(stack))
    before = _tokens(stack)
    await _remove(hass, entry)
    assert _tokens(stack) == before


async def test_a_session_neither_piles_up_nor_stays(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack, data=_login(stack))
    counted = [_tokens(stack)]
    for _ in range(2):
        await hass.config_entries.async_reload(entry.entry_id)
        await hass.async_block_till_done()
        counted.append(_tokens(stack))
    await _remove(hass, entry)
    assert (counted, _tokens(stack)) == ([1, 1, 1], 0)


@pytest.mark.parametrize("trouble", ["away", "password", "over"])
async def test_a_session_that_cannot_be_ended_is_in_nobodys_way(
    hass: HomeAssistant, stack: Stack, caplog: pytest.LogCaptureFixture, trouble: str
) -> None:
    entry = await start(hass, stack, data=_login(stack))
    match trouble:
        case "away":
            stack.break_("jellyfin", Fault.REFUSE)
        case "password":
            stack.break_("jellyfin", Fault.UNAUTHORIZED)
        case _:
            stack.jellyfin.state.gate.tokens.clear()
    caplog.clear()
    await _remove(hass, entry)
    told = [record for record in caplog.records if "Dashboard → Devices" in record.message]
    assert len(told) == (trouble != "over")
    assert hass.config_entries.async_get_entry(ENTRY_ID) is None


async def test_an_api_key_stays(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack)
    stack.requests.clear()
    await _remove(hass, entry)
    assert stack.requests == []
    assert stack.jellyfin.state.gate.keys


async def _pass_in_the_middle(
    hass: HomeAssistant, stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> tuple[ConfigEntry, asyncio.Event]:
    """Stop a pass just before its links are made; return what lets it go on."""
    go, begun = asyncio.Event(), asyncio.Event()
    add = Bridge.add_links

    async def slow(self: Bridge, items: Any) -> Any:
        begun.set()
        await go.wait()
        return await add(self, items)

    monkeypatch.setattr(Bridge, "add_links", slow)
    entry = await start(hass, stack, options=_options(stack))
    await begun.wait()
    return entry, go


async def test_a_pass_that_runs_ends_before_the_household_does(
    hass: HomeAssistant, stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry, go = await _pass_in_the_middle(hass, stack, monkeypatch)
    removal = asyncio.create_task(hass.config_entries.async_remove(entry.entry_id))
    await asyncio.sleep(0.1)
    assert not removal.done()
    go.set()
    await removal
    await hass.async_block_till_done()
    assert _collections(stack) == {"Leaving Soon"}
    assert (await _answer(hass, "remove"))["type"] is FlowResultType.CREATE_ENTRY
    assert (list(_base(stack).iterdir()), _collections(stack)) == ([], set())


async def test_a_pass_that_does_not_end_is_broken_off_and_its_traces_are_known(
    hass: HomeAssistant, stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(displays, "_LAST_SECONDS", 0.05)
    entry, go = await _pass_in_the_middle(hass, stack, monkeypatch)
    await _remove(hass, entry)
    go.set()
    left = left_behind(hass).get(ENTRY_ID)
    assert left is not None
    assert left.made.links
    assert (await _answer(hass, "remove"))["type"] is FlowResultType.CREATE_ENTRY
    assert [path for path in _base(stack).rglob("*") if path.is_symlink()] == []
