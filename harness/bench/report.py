"""The figures for people."""

from collections.abc import Iterator, Mapping
from textwrap import fill
from typing import Any

from harness.table import table

from .bounds import figure_at
from .peers import LIBRARY

WIDTH = 100
_HEADINGS = ("", "requests", "MB", "rows", "seconds", "CPU s", "hold ms", "memory MB")
_ROWS = {
    "Radarr's films, our client": "reading.radarr_films_ours",
    "Radarr's films, into dictionaries": "reading.radarr_films_plain_json",
    "Radarr and Sonarr, our client": "reading.radarr_and_sonarr",
    "sync without watch state": "reading.without_watch_state",
    "  the same, download only": "reading.without_watch_state_bare_download",
    "  its films and series alone": "reading.films_and_series",
    "first start of the household": "running.start_first",
    "later start": "running.start_again",
    "poll, nothing changed": "running.idle_poll",
    "poll, a film and two plays": "running.incremental_poll",
    "full sync": "running.full_sync",
    "the day's polls": "day.figures",
    "peer: Radarr, set-up": "peers.radarr.set_up",
    "peer: Radarr, one poll": "peers.radarr.poll",
    "peer: Sonarr, set-up": "peers.sonarr.set_up",
    "peer: Sonarr, one poll": "peers.sonarr.poll",
}


def show(figures: Mapping[str, Any]) -> None:
    """Print the figures as a table, and what they mean in sentences."""
    size = figures["size"]
    print(
        f"\n{size['movies']:,} films, {size['series']:,} series with {size['episodes']:,} episodes,"
        f" {size['users']} users who have played {size['played_rows']:,} films and episodes\n"
    )
    rows = [
        (name, *_cells(found))
        for name, path in _ROWS.items()
        if (found := figure_at(figures, path))
    ]
    print(table(_HEADINGS, rows, WIDTH))
    print()
    for sentence in _sentences(figures):
        print(fill(sentence, WIDTH, subsequent_indent="  "))


def _cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        f"{row['requests']:,}".rjust(8),
        f"{row['bytes'] / 1e6:,.2f}".rjust(8),
        f"{row['rows']:,}".rjust(7),
        f"{row['seconds']:,.2f}".rjust(7),
        f"{row['cpu_seconds']:,.2f}".rjust(6),
        f"{row['longest_hold_ms']:,.0f}".rjust(7),
        f"{row['peak_memory_mb']:,.1f}".rjust(9),
    )


def _sentences(figures: Mapping[str, Any]) -> Iterator[str]:
    reading, running, day = figures["reading"], figures["running"], figures["day"]
    ours, plain = reading["radarr_films_ours"], reading["radarr_films_plain_json"]
    yield (
        "Decoding Radarr's films: "
        f"{_times(ours, plain, 'longest_hold_ms')} the longest hold and"
        f" {_times(ours, plain, 'peak_memory_mb')} the memory of reading them into dictionaries."
    )
    lean, bare = reading["without_watch_state"], reading["without_watch_state_bare_download"]
    yield (
        f"Sync without watch state: {_times(lean, bare, 'seconds')} the time of merely downloading"
        f" the same answers; {lean['cpu_seconds']:.2f} s of our own processor time,"
        f" {bare['cpu_seconds']:.2f} s for the download alone."
    )
    full = running["full_sync"]
    media = figures["size"]["movies"] + figures["size"]["series"]
    yield (
        f"A full sync: {full['requests'] / media:.3f} requests for each film or series, and"
        f" {full['bytes'] / media:,.0f} bytes. Its stages, of which the readings run at once:"
    )
    for name, stage in running["full_sync_stages"].items():
        cpu = stage["cpu_seconds"]
        more = "" if cpu is None else f", {cpu:.2f} s of processor time"
        yield f"  {stage['seconds']:7.2f} s {name}{more}"
    for name, title in (("incremental_poll", "incremental"), ("idle_poll", "idle")):
        poll = running[name]
        yield (
            f"An {title} poll: {_times(poll, full, 'requests')} the requests,"
            f" {_times(poll, full, 'bytes')} the bytes and"
            f" {_times(poll, full, 'cpu_seconds')} the processor time of a full sync."
        )
    awaited = running["start_again"]["requests_awaited"]
    yield (
        f"A start adds {running['start_first']['seconds']:.2f} s to Home Assistant's the first time"
        f" and {running['start_again']['seconds']:.2f} s later, when it waits for"
        f" {awaited or 'no'} answers."
    )
    written = day["recorder"]
    yield (
        f"In {day['hours']:g} hours with {day['polls']} polls and {day['happenings']} evenings of"
        f" watching, {day['entities']} entities wrote {day['states_changed']} changed and"
        f" {day['states_reported']} unchanged states; the recorder kept {written['state_rows']} rows"
        f" of states, {written['attribute_rows']} of attributes ({written['attribute_bytes']:,}"
        f" bytes) and {written['event_rows']} of events. By its own rules Home Assistant also keeps"
        f" {day['statistics_rows_a_day']:,} rows of statistics a day, and"
        f" {day['picture_rows_a_day']:,} states of pictures that get a new token."
    )
    yield from _peers(figures)
    whole, half_media, half_rules = figures["deciding"]
    yield (
        f"Deciding on {whole['media']:,} media by {whole['rules']} rules:"
        f" {whole['milliseconds']:.0f} ms of processor time;"
        f" {whole['milliseconds'] / half_media['milliseconds']:.2f} × that of half the media,"
        f" {whole['milliseconds'] / half_rules['milliseconds']:.2f} × that of half the rules."
    )


def _peers(figures: Mapping[str, Any]) -> Iterator[str]:
    peers = figures["peers"]
    if not peers:
        yield f"Home Assistant's own Radarr and Sonarr were left out: {LIBRARY} is not installed."
        return
    ours = figures["reading"]["radarr_and_sonarr"]
    theirs = {
        name: sum(peer["poll"][name] for peer in peers.values())
        for name in ("requests", "bytes", "seconds", "cpu_seconds")
    } | {
        name: max(peer["poll"][name] for peer in peers.values())
        for name in ("longest_hold_ms", "peak_memory_mb")
    }
    yield (
        "Reading Radarr and Sonarr, ours against one poll of Home Assistant's own integrations:"
        f" {_times(ours, theirs, 'requests')} the requests, {_times(ours, theirs, 'bytes')} the"
        f" bytes, {_times(ours, theirs, 'seconds')} the time,"
        f" {_times(ours, theirs, 'cpu_seconds')} the processor time,"
        f" {_times(ours, theirs, 'longest_hold_ms')} the longest hold,"
        f" {_times(ours, theirs, 'peak_memory_mb')} the memory."
    )
    for name, peer in peers.items():
        yield (
            f"{name.capitalize()}'s polls every {peer['polls_every_seconds']:g} s:"
            f" {peer['requests_a_day']:,} requests, {peer['bytes_a_day'] / 1e9:,.1f} GB and"
            f" {peer['state_writes_a_day']:,} state writes a day, calculated from one of each."
        )
    day = figures["day"]
    scale = 24 / day["hours"]
    yield (
        f"Ours, with Jellyfin: {day['figures']['requests'] * scale:,.0f} requests,"
        f" {day['figures']['bytes'] * scale / 1e9:,.1f} GB and"
        f" {(day['states_changed'] + day['states_reported']) * scale:,.0f} state writes a day."
    )


def _times(one: Mapping[str, float], other: Mapping[str, float], name: str) -> str:
    return f"{one[name] / other[name]:.2f} ×" if other[name] else "– ×"
