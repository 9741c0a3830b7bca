"""What people and servers do by themselves: between runs, and in the middle of one."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from simulator.arr import Arr
from simulator.jellyfin.state import Playing
from simulator.jellyfin.watching import play as watch_item, set_favorite
from simulator.radarr import Radarr
from simulator.world import MediaRequest, Movie, Series

from .play import Play
from .truth import Key, Owned

ANY = "*"


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happens to a medium, or with ``ANY`` to everything."""

    name: str
    act: Callable[[Play, Key], None]


def heart(play: Play, key: Key) -> None:
    """Somebody loves a medium, a season or an episode of it."""
    items = play.truth.items(key)
    if items:
        user = play.random.choice(play.stack.world.users)
        set_favorite(play.stack.jellyfin.state, user, play.random.choice(items), favorite=True)
        play.laws.touch(key, "dear")


def unheart(play: Play, key: Key) -> None:
    """Nobody loves it any more."""
    for item in play.truth.items(key):
        for user in play.stack.world.users:
            set_favorite(play.stack.jellyfin.state, user, item, favorite=False)


def watched(play: Play, key: Key) -> None:
    """Somebody watches it to its end, or stops in the middle."""
    items = [item for item in play.truth.items(key) if item.kind in {"Movie", "Episode"}]
    if items:
        percent = play.random.choice((100, 100, 45))
        user = play.random.choice(play.stack.world.users)
        at = play.stack.world.now()
        watch_item(play.stack.jellyfin.state, user, play.random.choice(items), at, percent)
        play.laws.touch(key, "dear")


def begin_watching(play: Play, key: Key) -> None:
    """Somebody is watching it."""
    items = [item for item in play.truth.items(key) if item.kind in {"Movie", "Episode"}]
    if items:
        user = play.random.choice(play.stack.world.users)
        playing = Playing(user, play.random.choice(items).id)
        if not play.stack.jellyfin.state.playing:
            play.laws.touch(ANY, "watching")
        play.stack.jellyfin.state.playing.append(playing)
        play.laws.touch(key, "dear")


def stop_watching(play: Play, _key: Key) -> None:
    """Nobody is watching any more."""
    play.stack.stop_playing()


def request(play: Play, key: Key) -> None:
    """Somebody asks Seerr for it."""
    world, copies = play.stack.world, play.truth.copies(key)
    if not copies:
        return
    entry = copies[0].entry
    made = MediaRequest(
        id=max((one.id for one in world.requests), default=0) + 1,
        kind="movie" if isinstance(entry, Movie) else "tv",
        status=2,
        requester=play.random.choice(world.requesters),
        created=world.now(),
        tmdb_id=entry.tmdb_id,
        imdb_id=entry.imdb_id,
        entry_id=entry.id,
    )
    if isinstance(entry, Series):
        made.tvdb_id, made.tmdb_id = entry.tvdb_id, 300_000 + entry.id
        made.seasons = tuple(entry.seasons[-1:])
    world.requests.append(made)


def begin_download(play: Play, key: Key) -> None:
    """A better file is being downloaded."""
    for owned in play.truth.copies(key)[:1]:
        if isinstance(owned.entry, Series):
            play.stack.sonarr.download(owned.entry)
        elif isinstance(owned.arr, Radarr):
            owned.arr.download(owned.entry)
        play.laws.touch(key, "download")


def finish_downloads(play: Play, _key: Key) -> None:
    """What was being downloaded arrives, in the place of what was there."""
    for arr in play.stack.arrs:
        if not arr.disk.mounted:
            continue
        coming = {row.get("movieId", row.get("seriesId")) for row in arr.queue}
        for owned in [one for one in play.truth.entries() if one.arr is arr]:
            if owned.entry.id in coming:
                play.laws.forget_files(map(str, owned.files.values()))
                play.laws.touch(owned.key, "entry")
        arr.finish_downloads()
    play.stack.catalog.refresh()


def rename(play: Play, key: Key) -> None:
    """Its title is corrected."""
    for owned in play.truth.copies(key)[:1]:
        owned.entry.title += "!"
        owned.arr.world.touch()
        play.laws.touch(key, "entry")


def tag(play: Play, key: Key) -> None:
    """It gets a tag."""
    for owned in play.truth.copies(key)[:1]:
        owned.entry.tags = [*owned.entry.tags, 1]
        owned.arr.world.touch()


def move(play: Play, key: Key) -> None:
    """Its files are moved into another folder."""
    for owned in play.truth.copies(key)[:1]:
        if owned.arr.disk.mounted and not owned.arr.disk.read_only:
            _move(play, owned)
            play.laws.touch(key, "entry")
            play.stack.catalog.refresh()


def add_again(play: Play, key: Key) -> None:
    """Somebody removes the entry without its files, and adds it again: it has other ids now."""
    for owned in play.truth.copies(key)[:1]:
        world = owned.arr.world
        play.laws.removed_by_others.add(owned.place)
        if isinstance(owned.entry, Movie):
            world.remove_movie(owned.entry)
            file_id = world.new_id("movie file") if owned.entry.has_file else 0
            number, now = world.new_id("movie"), world.now()
            world.add_movie(replace(owned.entry, id=number, added=now, file_id=file_id))
        else:
            _add_series_again(owned, owned.entry)
        play.laws.touch(key, "entry")
        play.stack.catalog.refresh()


def unmount(play: Play, _key: Key) -> None:
    """A disk is not there."""
    _some_arr(play).disk.unmount(folder_stays=play.random.random() < 0.5)
    play.laws.touch(ANY, "disk")


def mend_disks(play: Play, _key: Key) -> None:
    """All disks are there, and can be written to."""
    for arr in play.stack.arrs:
        arr.disk.heal()


def protect_disk(play: Play, _key: Key) -> None:
    """A disk can be read only."""
    _some_arr(play).disk.read_only = True
    play.laws.touch(ANY, "disk")


def slow_disk(play: Play, _key: Key) -> None:
    """A disk takes its time to delete."""
    _some_arr(play).disk.wait_requests = play.random.randint(0, 12)


def switch_bin(play: Play, _key: Key) -> None:
    """A recycle bin is switched on or off."""
    disk = _some_arr(play).disk
    disk.recycling = not disk.recycling
    play.laws.touch(ANY, "disk")


def begin_scan(play: Play, _key: Key) -> None:
    """Jellyfin scans its libraries."""
    if not play.stack.jellyfin.state.scans_all:
        play.laws.touch(ANY, "scan")
    play.stack.start_scan()


def end_scan(play: Play, _key: Key) -> None:
    """The scan is over."""
    play.stack.stop_scan()
    play.stack.catalog.refresh()


HAPPENINGS = {
    Happening("a heart", heart): 4,
    Happening("no hearts", unheart): 2,
    Happening("a play", watched): 4,
    Happening("somebody begins to watch", begin_watching): 3,
    Happening("nobody watches", stop_watching): 4,
    Happening("a request", request): 1,
    Happening("a download", begin_download): 2,
    Happening("the downloads arrive", finish_downloads): 2,
    Happening("another title", rename): 1,
    Happening("a tag", tag): 1,
    Happening("another folder", move): 2,
    Happening("other ids", add_again): 2,
    Happening("a disk is gone", unmount): 2,
    Happening("the disks are well", mend_disks): 4,
    Happening("a disk is read-only", protect_disk): 1,
    Happening("a disk is slow", slow_disk): 2,
    Happening("a bin is switched", switch_bin): 1,
    Happening("a scan", begin_scan): 1,
    Happening("no scan", end_scan): 3,
}
"""What happens by itself, and how often."""


def draw_happening(play: Play) -> tuple[Happening, Key]:
    """Return what happens, by chance, and to which medium."""
    (happening,) = play.random.choices(list(HAPPENINGS), list(HAPPENINGS.values()))
    return happening, play.any_medium() or ANY


def _some_arr(play: Play) -> Arr:
    return play.random.choice(play.stack.arrs)


def _move(play: Play, owned: Owned) -> None:
    world, root = owned.arr.world, owned.arr.root_folder[1]
    old, folder = owned.files, f"{owned.entry.folder} moved"
    play.laws.forget_files(map(str, old.values()))
    below = {number: path.relative_to(root / owned.entry.folder) for number, path in old.items()}
    if isinstance(owned.entry, Series):
        world.at_path.pop(str(owned.folder), None)
    owned.entry.folder = folder
    for number, path in old.items():
        target = root / folder / below[number]
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            path.rename(target)
        media = world.at_path.pop(str(path), None)
        if media is not None:
            world.at_path[str(target)] = media
    if isinstance(owned.entry, Series):
        world.at_path[str(owned.folder)] = owned.entry
    world.touch()


def _add_series_again(owned: Owned, old: Series) -> None:
    world = owned.arr.world
    world.remove_series(old)
    number = world.new_id("series")
    episodes = [
        replace(
            episode,
            id=world.new_id("episode"),
            series_id=number,
            file_id=world.new_id("episode file") if episode.has_file else 0,
        )
        for episode in old.episodes
    ]
    world.add_series(replace(old, id=number, added=world.now(), episodes=episodes))
