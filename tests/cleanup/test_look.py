"""What Jellyfin says at the last second, over the real wire."""

from datetime import UTC, datetime

import pytest

from custom_components.oxicleanarr.cleanup.evidence import Look
from custom_components.oxicleanarr.cleanup.look import scanning, take_look, watching
from custom_components.oxicleanarr.clients.errors import ClientError, NotUnderstood
from custom_components.oxicleanarr.library.jellyfin_media import OwnDisplay
from custom_components.oxicleanarr.library.reading import IncompleteError, UntrustedAnswerError
from simulator import Fault
from simulator.jellyfin.state import Playing
from simulator.jellyfin.watching import set_favorite

from .jelly import SOON, Jelly, real, rust

FILM = "Metropolis"
SERIES = "Fantômas"
NOBODY = Look(favourite=False, playing=False, unfinished=False, last_played=None, play_count=0)

either = pytest.mark.parametrize("title", [FILM, SERIES])
REFUSED = (ClientError, UntrustedAnswerError)


@either
async def test_what_nobody_touched_is_nobodys(jelly: Jelly, title: str) -> None:
    assert await jelly.look(title) == NOBODY


@either
async def test_the_newest_play_of_all_users_counts_and_all_plays(jelly: Jelly, title: str) -> None:
    jelly.stack.play(title, user="Ada", days_ago=3)
    jelly.stack.play(title, user="Grace", days_ago=1)
    look = await jelly.look(title)
    assert look.last_played is not None
    assert (datetime.now(UTC) - look.last_played).days == 1
    assert (look.play_count, look.unfinished) == (2, False)


@either
async def test_who_stopped_in_the_middle_has_not_finished(jelly: Jelly, title: str) -> None:
    jelly.stack.play(title, user="Grace", position_percent=40)
    assert (await jelly.look(title)).unfinished


@either
async def test_a_heart_is_seen(jelly: Jelly, title: str) -> None:
    jelly.stack.favorite(title, user="Grace")
    assert await jelly.look(title) == Look(
        favourite=True, playing=False, unfinished=False, last_played=None, play_count=0
    )


async def test_a_heart_on_something_else_is_not_its_own(jelly: Jelly) -> None:
    jelly.stack.favorite("Charade", user="Grace")
    assert not (await jelly.look(FILM)).favourite


@real
async def test_a_heart_on_a_season_is_one_on_the_series(jelly: Jelly) -> None:
    jelly.stack.favorite(SERIES, season=1, user="Ada")
    assert (await jelly.look(SERIES)).favourite


async def test_a_heart_on_an_episode_is_one_on_the_series(jelly: Jelly) -> None:
    episode = jelly.stack.catalog.episodes_of(jelly.item(SERIES).id)[0]
    set_favorite(jelly.stack.jellyfin.state, jelly.stack.world.users[1], episode, favorite=True)
    assert (await jelly.look(SERIES)).favourite


@real
async def test_a_heart_on_a_collection_is_one_on_its_members(jelly: Jelly) -> None:
    jelly.stack.collect("Silent films", [FILM])
    jelly.stack.favorite("Silent films", user="Ada")
    assert (await jelly.look(FILM)).favourite


@real
async def test_a_heart_on_our_own_collection_keeps_nothing(jelly: Jelly) -> None:
    collection = jelly.stack.collect("Leaving Soon", [FILM])
    jelly.stack.favorite("Leaving Soon", user="Ada")
    jelly.own = OwnDisplay(collection=collection)
    assert not (await jelly.look(FILM)).favourite


@either
async def test_what_plays_now_is_seen(jelly: Jelly, title: str) -> None:
    item = jelly.item(title)
    episodes = [e for e in jelly.stack.catalog.episodes_of(item.id) if not e.is_virtual]
    leaf = episodes[0] if episodes else item
    jelly.stack.jellyfin.state.playing.append(Playing(jelly.stack.world.users[2], leaf.id))
    assert (await jelly.look(title)).playing


@real
async def test_an_episode_that_is_newer_than_its_list_is_known_by_its_series(jelly: Jelly) -> None:
    unlisted = next(e for e in jelly.stack.catalog.items.values() if e.is_virtual)
    user = jelly.stack.world.users[2]
    jelly.stack.jellyfin.state.playing.append(Playing(user, unlisted.id))
    assert unlisted.series_name is not None
    assert (await jelly.look(unlisted.series_name)).playing


async def test_what_somebody_else_watches_is_not_playing(jelly: Jelly) -> None:
    jelly.stack.start_playing("Charade", user="Grace")
    assert not (await jelly.look(FILM)).playing


# --- twins


@real
@either
async def test_a_play_of_a_twin_counts(jelly: Jelly, title: str) -> None:
    twin = jelly.show_twin(title)
    jelly.stack.play(item_id=twin.id, user="Ada", position_percent=40)
    look = await jelly.look(title)
    assert (look.play_count, look.unfinished, look.last_played is not None) == (1, True, True)


@real
@either
async def test_a_heart_on_a_twin_counts(jelly: Jelly, title: str) -> None:
    twin = jelly.show_twin(title)
    set_favorite(jelly.stack.jellyfin.state, jelly.stack.world.users[1], twin, favorite=True)
    assert (await jelly.look(title)).favourite


@real
async def test_a_twin_that_plays_is_the_film_that_plays(jelly: Jelly) -> None:
    twin = jelly.show_twin(FILM)
    jelly.stack.jellyfin.state.playing.append(Playing(jelly.stack.world.users[1], twin.id))
    assert (await jelly.look(FILM)).playing


@real
@pytest.mark.parametrize(("since", "unfinished"), [(1, False), (3, True)])
async def test_who_watched_the_film_itself_since_did_not_stop_in_its_twin(
    jelly: Jelly, since: float, unfinished: bool
) -> None:
    twin = jelly.show_twin(FILM)
    jelly.stack.play(item_id=twin.id, user="Ada", days_ago=2, position_percent=40)
    jelly.stack.play(item_id=jelly.item(FILM).id, user="Ada", days_ago=since)
    assert (await jelly.look(FILM)).unfinished is unfinished


@real
async def test_another_users_play_does_not_finish_what_somebody_began(jelly: Jelly) -> None:
    twin = jelly.show_twin(FILM)
    jelly.stack.play(item_id=twin.id, user="Ada", days_ago=2, position_percent=40)
    jelly.stack.play(item_id=jelly.item(FILM).id, user="Grace", days_ago=1)
    assert (await jelly.look(FILM)).unfinished


@real
async def test_a_twin_of_a_film_that_is_gone_changes_nothing(jelly: Jelly) -> None:
    assert await jelly.look(FILM, twin_ids=("0" * 31 + "1",)) == NOBODY


# --- what is not understood


async def test_an_item_that_has_another_id_by_now_is_refused(jelly: Jelly) -> None:
    medium = jelly.medium(FILM)
    jelly.stack.rescan()
    with pytest.raises(IncompleteError):
        await jelly.look(FILM, jellyfin_ids=medium.jellyfin_ids)


async def test_a_series_that_has_another_id_by_now_is_refused(jelly: Jelly) -> None:
    medium = jelly.medium(SERIES)
    jelly.stack.rescan()
    with pytest.raises(REFUSED):
        await jelly.look(SERIES, jellyfin_ids=medium.jellyfin_ids)


@real
async def test_a_film_that_no_user_may_see_is_refused(jelly: Jelly) -> None:
    for user in jelly.stack.world.users:
        user.folders = []
    with pytest.raises(IncompleteError):
        await jelly.look(FILM)


@real
async def test_users_who_may_not_see_it_do_not_matter(jelly: Jelly) -> None:
    for user in jelly.stack.world.users[1:]:
        user.folders = []
    jelly.stack.play(FILM, days_ago=2)
    assert (await jelly.look(FILM)).play_count == 1


async def test_without_users_nobody_has_looked(jelly: Jelly) -> None:
    with pytest.raises(IncompleteError):
        await take_look(jelly.client, [], jelly.medium(FILM), datetime.now(UTC))


async def test_a_medium_that_jellyfin_does_not_show_is_refused(jelly: Jelly) -> None:
    with pytest.raises(IncompleteError):
        await jelly.look(FILM, jellyfin_ids=())


async def test_a_play_with_an_impossible_date_is_refused(jelly: Jelly) -> None:
    jelly.stack.play(FILM, user="Ada", days_ago=-30)
    with pytest.raises(NotUnderstood):
        await jelly.look(FILM)


async def test_a_film_marked_as_played_without_a_date_is_refused(jelly: Jelly) -> None:
    watch = jelly.stack.world.watch(jelly.stack.world.users[1].id, jelly.item(FILM).id)
    watch.played, watch.play_count = True, 1
    with pytest.raises(NotUnderstood):
        await jelly.look(FILM)


@real
async def test_who_watched_it_must_see_it(jelly: Jelly) -> None:
    ada = jelly.stack.world.users[1]
    ada.folders = []
    with pytest.raises(IncompleteError):
        await jelly.look(FILM, watched_by=frozenset({ada.id}))


async def test_a_viewer_who_is_no_user_any_more_is_refused(jelly: Jelly) -> None:
    with pytest.raises(IncompleteError):
        await jelly.look(FILM, watched_by=frozenset({"0" * 32}))


@pytest.mark.parametrize("fault", [fault for fault in Fault if fault is not Fault.HANG])
@either
async def test_a_fault_at_any_request_is_refused_or_changes_nothing(
    jelly: Jelly, title: str, fault: Fault
) -> None:
    ada, grace = jelly.stack.world.users[1:3]
    played = jelly.stack.play(title, user="Ada", position_percent=40)
    loved = jelly.stack.catalog.items[played]
    set_favorite(jelly.stack.jellyfin.state, grace, loved, favorite=True)
    jelly.stack.requests.clear()
    watched_by = frozenset({ada.id})
    healthy = await jelly.look(title, watched_by=watched_by)
    for request in range(len(jelly.stack.requests)):
        jelly.stack.break_("jellyfin", fault, times=1, after=request)
        try:
            look = await jelly.look(title, watched_by=watched_by)
        except REFUSED:
            continue
        finally:
            jelly.stack.heal()
        assert look == healthy


@real
async def test_a_series_of_hundreds_of_episodes_takes_few_requests(jelly: Jelly) -> None:
    jelly.stack.requests.clear()
    await jelly.look(SERIES)
    users = len(jelly.stack.world.users)
    assert len(jelly.stack.requests) == 1 + 1 + 2 * users + 1


# --- whether anybody is watching, and whether Jellyfin scans


@pytest.mark.parametrize("busy", [True, False])
async def test_somebody_is_watching_or_nobody(jelly: Jelly, busy: bool) -> None:
    if busy:
        jelly.stack.start_playing("Charade", user="Grace")
    assert await watching(jelly.client) is busy


@pytest.mark.parametrize("fault", [Fault.BAD_ROW, Fault.ERROR, Fault.CUT_JSON, Fault.HTML])
async def test_sessions_that_are_not_understood_are_refused(jelly: Jelly, fault: Fault) -> None:
    jelly.stack.start_playing("Charade", user="Grace")
    jelly.stack.break_("jellyfin", fault)
    with pytest.raises(REFUSED):
        await watching(jelly.client)


async def test_an_idle_jellyfin_does_not_scan(jelly: Jelly) -> None:
    assert not await scanning(jelly.client)


@real
@pytest.mark.parametrize("library", [None, "Shows"])
async def test_a_scan_is_seen(jelly: Jelly, library: str | None) -> None:
    jelly.stack.start_scan(library)
    assert await scanning(jelly.client)


@real
async def test_a_scan_of_our_own_library_does_not_matter(jelly: Jelly) -> None:
    jelly.show_twin(FILM)
    jelly.stack.start_scan(SOON)
    assert not await scanning(jelly.client, jelly.own)


@rust
async def test_a_rust_server_is_not_asked_what_it_would_invent(jelly: Jelly) -> None:
    jelly.stack.requests.clear()
    assert not await scanning(jelly.client)
    assert jelly.stack.requests == []


@real
@pytest.mark.parametrize("path", ["/ScheduledTasks", "/Library/VirtualFolders"])
@pytest.mark.parametrize("fault", [Fault.ERROR, Fault.CUT_JSON, Fault.HTML])
async def test_a_scan_that_nobody_can_be_sure_of_is_refused(
    jelly: Jelly, path: str, fault: Fault
) -> None:
    jelly.stack.break_("jellyfin", fault, path)
    with pytest.raises(REFUSED):
        await scanning(jelly.client)


@real
async def test_a_library_that_is_not_understood_may_be_scanning(jelly: Jelly) -> None:
    jelly.stack.break_("jellyfin", Fault.BAD_ROW, "/Library/VirtualFolders")
    with pytest.raises(IncompleteError):
        await scanning(jelly.client)


@real
async def test_a_server_without_a_task_that_scans_is_refused(jelly: Jelly) -> None:
    jelly.stack.break_("jellyfin", Fault.EMPTY_LIST, "/ScheduledTasks")
    with pytest.raises(NotUnderstood):
        await scanning(jelly.client)
