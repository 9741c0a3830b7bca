"""The actions about cleaning up: what they ask the cleaner for, what they answer, and who may."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError, Unauthorized
import pytest
from pytest_homeassistant_custom_component.common import MockUser

from custom_components.oxicleanarr.cleaner import Cleaner
from custom_components.oxicleanarr.cleanup.models import FrozenPlan, GuardName, Objection
from custom_components.oxicleanarr.cleanup.removed import Regret, Removed, Stage
from custom_components.oxicleanarr.cleanup.report import Missing, RunReport
from custom_components.oxicleanarr.library.models import Problem
from custom_components.oxicleanarr.objections import objection_sentence
from simulator import Options, Stack
from tests.builders import NOW, a_medium

from .disk import hass_config_dir, hass_storage  # noqa: F401
from .household import ENTRY_ID, act, start
from .removals import (
    SIZE_BYTES,
    a_frozen_item,
    a_frozen_plan,
    a_part,
    a_removed,
    a_report,
    an_outcome,
)
from .texts import DOMAIN, sentence

pytestmark = pytest.mark.parametrize(
    "stack", [Options(movies=2, series=1, users=1)], indirect=True, ids=["two films"]
)

FAUST = a_medium("movie:tmdb:2", title="Faust", year=1926)
PROBLEM = Problem("timed_out", "Radarr did not answer in time")


class Asked:
    """A cleaner's answers, and what it was asked for."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls: list[tuple[Any, ...]] = []
        self.plan: FrozenPlan = a_frozen_plan(a_frozen_item())
        self.report: RunReport = a_report(an_outcome(), dry=True)
        self.restored: Removed = a_removed(restored_at=NOW)
        for name, answer in (
            ("async_prepare", lambda: (self.plan, self.report)),
            ("async_preview", lambda: self.report),
            ("async_approve", lambda: self.report),
            ("async_restore", lambda: self.restored),
        ):
            monkeypatch.setattr(Cleaner, name, self._answering(name, answer))

    def _answering(self, name: str, answer: Callable[[], Any]) -> Callable[..., Awaitable[Any]]:
        async def asked(_: Cleaner, *args: Any) -> Any:
            self.calls.append((name, *args))
            return answer()

        return asked


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    return Asked(monkeypatch)


async def _write(hass: HomeAssistant, *removals: Removed) -> None:
    entry = hass.config_entries.async_get_known_entry(ENTRY_ID)
    for removed in removals:
        await entry.runtime_data.cleaner.journal.async_write(removed)


async def test_a_prepared_list_is_answered_with_what_stays_and_why(
    hass: HomeAssistant, stack: Stack, asked: Asked
) -> None:
    await start(hass, stack)
    asked.report = a_report(an_outcome(), an_outcome(FAUST, GuardName.KEPT), dry=True)
    answer = await act(hass, "prepare_cleanup")
    assert asked.calls == [("async_prepare",)]
    assert (answer["plan_id"], answer["size_bytes"], answer["titles"]) == ("abc", SIZE_BYTES, 1)
    assert answer["expires_at"] == asked.plan.expires_at.isoformat()
    assert [item["title"] for item in answer["items"]] == ["Metropolis"]
    (stays,) = answer["not_going"]
    assert (stays["title"], stays["guards"]) == ("Faust", ["kept"])
    assert stays["reasons"] == [objection_sentence(Objection(GuardName.KEPT), "en")]
    assert answer["blocked_by"] == []


async def test_a_dry_run_freezes_nothing_and_answers_the_same(
    hass: HomeAssistant, stack: Stack, asked: Asked
) -> None:
    await start(hass, stack)
    prepared = await act(hass, "prepare_cleanup")
    dry = await act(hass, "prepare_cleanup", dry_run=True)
    assert asked.calls == [("async_prepare",), ("async_preview",)]
    assert (dry["plan_id"], dry["expires_at"]) == (None, None)
    assert {*dry} | {"config_entry_id"} == {*prepared}
    assert [item["title"] for item in dry["items"]] == ["Metropolis"]


async def test_a_run_that_is_held_back_says_by_what(
    hass: HomeAssistant, stack: Stack, asked: Asked
) -> None:
    await start(hass, stack)
    holiday = Objection(GuardName.HOLIDAY)
    asked.report = a_report(objections=(holiday,), dry=True)
    answer = await act(hass, "prepare_cleanup", dry_run=True)
    assert answer["items"] == []
    assert answer["blocked_by"] == [{"guard": "holiday", "text": objection_sentence(holiday, "en")}]


async def test_what_was_approved_is_answered_with_what_is_gone(
    hass: HomeAssistant, stack: Stack, asked: Asked
) -> None:
    await start(hass, stack)
    asked.report = a_report(an_outcome(removed=a_removed()), an_outcome(FAUST, GuardName.PLAYING))
    answer = await act(hass, "approve_cleanup", plan_id="abc")
    assert asked.calls == [("async_approve", "abc", None)]
    assert [row["title"] for row in answer["deleted"]] == ["Metropolis"]
    assert answer["freed_bytes"] == SIZE_BYTES
    assert [row["title"] for row in answer["not_going"]] == ["Faust"]


async def test_a_server_that_fails_is_told(hass: HomeAssistant, stack: Stack, asked: Asked) -> None:
    await start(hass, stack)
    abandoned = a_removed("r1", a_part(stage=Stage.ABANDONED), problem=PROBLEM)
    asked.report = a_report(an_outcome(removed=abandoned, problem=PROBLEM))
    answer = await act(hass, "approve_cleanup", plan_id="abc")
    assert answer["deleted"] == []
    assert [row["reasons"] for row in answer["not_going"]] == [[PROBLEM.message]]


async def test_whoever_approves_without_looking_at_the_answer_sees_what_did_not_go(
    hass: HomeAssistant, stack: Stack, asked: Asked
) -> None:
    await start(hass, stack)
    asked.report = a_report(an_outcome(FAUST, GuardName.PLAYING))
    with pytest.raises(HomeAssistantError) as caught:
        await hass.services.async_call(DOMAIN, "approve_cleanup", {"plan_id": "abc"}, blocking=True)
    assert "Faust: " in sentence(caught.value)


async def test_what_was_approved_and_leaves_no_more_is_told(
    hass: HomeAssistant, stack: Stack, asked: Asked
) -> None:
    await start(hass, stack)
    asked.report = a_report(
        missing=(Missing(item=a_frozen_item(), objection=Objection(GuardName.NOT_LEAVING)),)
    )
    answer = await act(hass, "approve_cleanup", plan_id="abc")
    (stays,) = answer["not_going"]
    assert (stays["title"], stays["guards"]) == ("Metropolis", ["not_leaving"])
    assert stays["reasons"][0]


async def test_an_automation_may_say_who_approved(
    hass: HomeAssistant, stack: Stack, asked: Asked
) -> None:
    await start(hass, stack)
    await act(hass, "approve_cleanup", plan_id="abc", approved_by="Anna")
    assert asked.calls == [("async_approve", "abc", "Anna")]


async def test_an_administrator_approves_by_the_own_name(
    hass: HomeAssistant, stack: Stack, asked: Asked, hass_admin_user: MockUser
) -> None:
    await start(hass, stack)
    await hass.services.async_call(
        DOMAIN,
        "approve_cleanup",
        {"plan_id": "abc", "approved_by": "Somebody else"},
        blocking=True,
        context=Context(user_id=hass_admin_user.id),
    )
    assert asked.calls == [("async_approve", "abc", hass_admin_user.name)]


async def test_nobody_else_may_approve(
    hass: HomeAssistant, stack: Stack, asked: Asked, hass_read_only_user: MockUser
) -> None:
    await start(hass, stack)
    with pytest.raises(Unauthorized):
        await hass.services.async_call(
            DOMAIN,
            "approve_cleanup",
            {"plan_id": "abc"},
            blocking=True,
            context=Context(user_id=hass_read_only_user.id),
        )
    assert asked.calls == []


@pytest.mark.parametrize(
    "named", [{"title": "metropolis"}, {"medium_id": "movie:tmdb:19"}, {"removal_id": "r1"}]
)
async def test_what_was_deleted_can_be_put_back_by_any_of_its_names(
    hass: HomeAssistant, stack: Stack, asked: Asked, named: dict[str, str]
) -> None:
    await start(hass, stack)
    await _write(hass, a_removed())
    answer = await act(hass, "restore", **named)
    assert asked.calls == [("async_restore", "r1", None)]
    assert answer["restored"]["restored_at"] == NOW.isoformat()


@pytest.mark.parametrize(
    "removed",
    [
        pytest.param(a_removed(restored_at=NOW), id="back already"),
        pytest.param(a_removed("r1", a_part(stage=Stage.ABANDONED)), id="never gone"),
    ],
)
async def test_nothing_is_put_back_that_is_not_gone(
    hass: HomeAssistant, stack: Stack, asked: Asked, removed: Removed
) -> None:
    await start(hass, stack)
    await _write(hass, removed)
    with pytest.raises(ServiceValidationError) as caught:
        await act(hass, "restore", title="Metropolis")
    assert "Nothing called Metropolis" in sentence(caught.value)
    assert asked.calls == []


async def test_a_title_that_fits_several_is_asked_back(
    hass: HomeAssistant, stack: Stack, asked: Asked
) -> None:
    await start(hass, stack)
    other = {"medium_id": "movie:tmdb:20", "aliases": frozenset[str](), "year": 2001}
    await _write(hass, a_removed(), a_removed("r2", **other))
    with pytest.raises(ServiceValidationError) as caught:
        await act(hass, "restore", title="Metropolis")
    assert "Metropolis (1927), Metropolis (2001)" in sentence(caught.value)


async def test_the_history_tells_the_newest_first(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    await _write(
        hass,
        a_removed("r1", regret=Regret.REQUESTED, regretted_at=NOW),
        a_removed("r2", begun_at=NOW + timedelta(days=1), problem=PROBLEM),
    )
    answer = await act(hass, "get_history")
    assert (answer["total"], answer["freed_bytes"]) == (2, 2 * SIZE_BYTES)
    assert [row["id"] for row in answer["history"]] == ["r2", "r1"]
    assert [row["problem"] for row in answer["history"]] == [PROBLEM.message, None]
    assert [row["regret"] for row in answer["history"]] == [None, "requested"]


async def test_the_history_of_one_rule(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    await _write(hass, a_removed("r1"), a_removed("r2", rule="standard"))
    answer = await act(hass, "get_history", rule=" CHILDREN")
    assert [row["id"] for row in answer["history"]] == ["r1"]


async def test_a_long_history_is_cut_and_counted_whole(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    await _write(hass, a_removed("r1"), a_removed("r2"))
    answer = await act(hass, "get_history", limit=1)
    assert (answer["total"], len(answer["history"])) == (2, 1)
    assert answer["freed_bytes"] == 2 * SIZE_BYTES
