"""Home Assistant killed in the middle of a run; `scripts/killed` does it at every step."""

from collections.abc import AsyncGenerator, Sequence
from pathlib import Path

import pytest
import pytest_socket

from harness.killed.cases import CASES
from harness.killed.killing import Kill, When, kill_in_run
from harness.killed.laws import Heard, beginning, wrongs
from simulator import Stack
from simulator.wire import Arrival

pytestmark = [
    pytest.mark.usefixtures("processes"),
    # One process that forks the others is enough.
    pytest.mark.xdist_group("killed"),
]

FILM = CASES["film"]
DELETE = Arrival("radarr", "DELETE", "/api/v3/movie/1", "deleteFiles=true")
THROUGH_SERVER = Arrival("oxicleanarr", "DELETE", "/api/media/radarr-1", "dry_run=false")
REHEARSAL = Arrival("oxicleanarr", "DELETE", "/api/media/radarr-1", "dry_run=true")

both_doors = pytest.mark.parametrize(
    "delete", [DELETE, THROUGH_SERVER], ids=lambda arrival: arrival.server
)


@pytest.fixture
def processes(socket_enabled: None) -> None:
    """Let the tests talk to processes that they start."""
    pytest_socket.socket_allow_hosts(["127.0.0.1"], allow_unix_socket=True)


@pytest.fixture
async def stack(processes: None) -> AsyncGenerator[Stack]:
    """Run the servers of a household with a film that leaves."""
    async with Stack(FILM.stack_options) as running:
        yield running


@pytest.mark.parametrize(
    ("case", "kill", "stage"),
    [
        ("film", Kill(When.BEFORE, 1, "DELETE /api/v3/movie/"), "deleting"),
        ("film", Kill(When.AFTER, 1, "DELETE /api/v3/movie/"), "deleting"),
        ("film", Kill(When.AFTER, 1, "POST /api/oxicleanarr/symlinks/remove"), "begun"),
        ("film-files", Kill(When.AFTER, 1, "PUT /api/v3/movie/"), "deleting"),
        ("twins", Kill(When.AFTER, 2, "DELETE /api/v3/movie/"), "deleting"),
        ("episodes", Kill(When.AFTER, 2, "DELETE /api/v3/episodefile/"), "deleting"),
        # The first of them is the rehearsal.
        ("server", Kill(When.BEFORE, 2, "DELETE /api/media/"), "deleting"),
        ("server", Kill(When.AFTER, 1, "DELETE /api/media/"), "deleting"),
        ("server-series", Kill(When.AFTER, 1, "DELETE /api/media/"), "deleting"),
    ],
    ids=lambda value: value.when.value if isinstance(value, Kill) else str(value),
)
async def test_the_next_start_finds_out_what_a_killed_run_did(
    case: str, kill: Kill, stage: str, tmp_path: Path
) -> None:
    report = await kill_in_run(CASES[case], [kill], tmp_path)

    assert report.stages == [stage]
    assert report.wrongs == []


async def test_a_start_that_is_killed_as_well_leaves_nothing_open(tmp_path: Path) -> None:
    kills = [Kill(When.AFTER, 1, "DELETE /api/v3/movie/"), Kill(When.BEFORE, 1, "DELETE /api/v1")]

    report = await kill_in_run(FILM, kills, tmp_path)

    assert report.stages == ["deleted"]
    assert report.wrongs == []


async def wrongs_after(
    stack: Stack, tmp_path: Path, *deeds: str, heard: Sequence[Heard] = ()
) -> list[str]:
    """Return what is said when these films have lost their files, and this was heard."""
    await FILM.furnish(stack)
    began = beginning(FILM, stack)
    for movie in stack.world.movies:
        if movie.title in deeds:
            stack.world.movie_path(movie).unlink()
    return wrongs(FILM, stack, tmp_path, began, heard)


async def test_the_loss_of_another_film_is_seen(stack: Stack, tmp_path: Path) -> None:
    found = await wrongs_after(stack, tmp_path, "The Kid")

    assert any("The Kid" in wrong and "was not to go" in wrong for wrong in found)


async def test_a_journal_without_a_deletion_is_seen(stack: Stack, tmp_path: Path) -> None:
    found = await wrongs_after(stack, tmp_path, FILM.title)

    assert any(wrong.startswith("the journal does not say that") for wrong in found)


@both_doors
async def test_a_repeated_deletion_is_seen(delete: Arrival, stack: Stack, tmp_path: Path) -> None:
    found = await wrongs_after(stack, tmp_path, heard=[Heard(delete, True, False)] * 2)

    assert found == [f"DELETE {delete.path} came to {delete.server} 2 times"]


@both_doors
async def test_a_deletion_by_a_start_that_only_finds_out_is_seen(
    delete: Arrival, stack: Stack, tmp_path: Path
) -> None:
    found = await wrongs_after(stack, tmp_path, heard=[Heard(delete, True, True)])

    assert found == [f"DELETE {delete.path} came to {delete.server} from a new start"]


async def test_a_rehearsal_is_no_deletion(stack: Stack, tmp_path: Path) -> None:
    assert await wrongs_after(stack, tmp_path, heard=[Heard(REHEARSAL, True, True)] * 2) == []
