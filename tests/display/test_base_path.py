"""The folder for the links: never a folder of media, nor around one, nor one that is written in two ways."""

from hypothesis import assume, given, strategies as st
import pytest

from custom_components.oxicleanarr.display.base_path import (
    base_path_obstacle,
    propose_base_path,
    root_folders,
)
from custom_components.oxicleanarr.display.models import Trouble
from custom_components.oxicleanarr.library.paths import PathMapping
from tests.builders import a_copy

NAMES = st.text(
    st.characters(exclude_characters="/\\.:?", categories=("L", "N", "P", "S")),
    min_size=1,
    max_size=8,
)
FOLDERS = st.lists(NAMES, min_size=1, max_size=4).map(lambda names: "/" + "/".join(names))
WINDOWS = st.lists(NAMES, min_size=1, max_size=4).map(lambda names: "D:\\" + "\\".join(names))


def trouble(base_path: str, *folders: str, roots: tuple[str, ...] = ()) -> Trouble | None:
    obstacle = base_path_obstacle(base_path, [("Films", folder) for folder in folders], roots)
    return obstacle.trouble if obstacle else None


@pytest.mark.parametrize(
    "path",
    [
        "/media/leaving-soon",
        "/media/leaving-soon/",
        "/leaving-soon",
        "/media/Räume & Träume, 2. Teil",
        "/media/.leaving",
        "C:\\Media\\Leaving Soon",
        "d:/Media/Leaving Soon/",
        "\\\\nas\\media\\leaving-soon",
    ],
)
def test_an_absolute_folder_can_be_used(path: str) -> None:
    assert trouble(path, "/media/movies", "C:\\Media\\Movies", "\\\\nas\\media\\movies") is None


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("", id="empty"),
        pytest.param("  ", id="blank"),
        pytest.param(" /media/leaving", id="blank before"),
        pytest.param("/media/leaving ", id="blank behind"),
        pytest.param("leaving-soon", id="relative"),
        pytest.param("./leaving-soon", id="here"),
        pytest.param("~/leaving-soon", id="home"),
        pytest.param("/", id="root"),
        pytest.param("//", id="root twice"),
        pytest.param("C:\\", id="drive"),
        pytest.param("C:/", id="drive with slash"),
        pytest.param("C:", id="drive only"),
        pytest.param("C:leaving", id="relative on a drive"),
        pytest.param("\\leaving", id="backslash only"),
        pytest.param("\\\\nas", id="computer"),
        pytest.param("\\\\nas\\media", id="share"),
        pytest.param("\\\\nas\\media\\", id="share with backslash"),
        pytest.param("\\\\?\\C:\\Media", id="long Windows path"),
        pytest.param("\\\\.\\C:\\Media", id="Windows device"),
        pytest.param("/media/../leaving", id="up"),
        pytest.param("/media/leaving..soon", id="two dots in a name"),
        pytest.param("/media/./leaving", id="dot"),
        pytest.param("/media//leaving", id="two slashes"),
        pytest.param("/media\\leaving", id="both slashes"),
        pytest.param("C:\\Media.\\leaving", id="a dot that Windows leaves out"),
        pytest.param("C:\\Media \\leaving", id="a blank that Windows leaves out"),
        pytest.param("/media/leaving\nsoon", id="newline"),
        pytest.param("/media/leaving\x00soon", id="zero"),
        pytest.param("/media/leaving\x85soon", id="next line"),
        pytest.param("/media/leaving\u2028soon", id="line separator"),
        pytest.param("/media/leaving\ud800soon", id="half a character"),
    ],
)
def test_what_is_no_folder_of_its_own_is_refused(path: str) -> None:
    assert trouble(path) is Trouble.BASE_PATH_UNUSABLE


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        pytest.param("/media/movies", "/media/movies", id="equal"),
        pytest.param("/media/movies/", "/media/movies", id="equal but for a slash"),
        pytest.param("/media/movies/leaving", "/media/movies/", id="inside"),
        pytest.param("/media", "/media/movies", id="around"),
        pytest.param("/media/leaving", "/", id="a library of everything"),
        pytest.param("/media/MOVIES", "/media/movies", id="other capitals"),
        pytest.param("/media/movies/leaving", "/media//movies", id="library with two slashes"),
        pytest.param("/media/movies/leaving", "/media/x/../movies", id="library with a detour"),
        pytest.param("/media/Filme fu\u0308r alle", "/media/Filme f\u00fcr alle", id="Unicode"),
        pytest.param("C:\\Media\\Movies\\leaving", "C:/Media/Movies", id="Windows"),
        pytest.param("c:\\media", "C:\\Media\\Movies", id="Windows around"),
        pytest.param("\\\\NAS\\Media\\x", "//nas/media/x/movies", id="share"),
    ],
)
def test_a_folder_of_media_is_refused(path: str, folder: str) -> None:
    assert trouble(path, folder) is Trouble.BASE_PATH_IN_LIBRARY
    assert trouble(path, roots=(folder,)) is Trouble.BASE_PATH_IN_LIBRARY


@pytest.mark.parametrize(
    ("path", "folder"),
    [("/media/movies-leaving", "/media/movies"), ("/media/mov", "/media/movies")],
)
def test_a_name_that_only_begins_alike_is_another_folder(path: str, folder: str) -> None:
    assert trouble(path, folder) is None


def test_the_library_is_named() -> None:
    libraries = [("Series", "/media/tv"), ("Films", "/media/movies")]
    obstacle = base_path_obstacle("/media/movies/leaving", libraries, [])
    assert obstacle is not None
    assert obstacle.names == {
        "path": "/media/movies/leaving",
        "library": "Films",
        "folder": "/media/movies",
    }


@given(FOLDERS, FOLDERS)
def test_no_folder_and_its_surroundings_go_together(folder: str, below: str) -> None:
    assert trouble(folder, folder + below) is Trouble.BASE_PATH_IN_LIBRARY
    assert trouble(folder + below, folder) is Trouble.BASE_PATH_IN_LIBRARY


@given(FOLDERS, st.sampled_from([str.upper, str.lower, str.swapcase]))
def test_capitals_do_not_make_another_folder(folder: str, respell: object) -> None:
    assert callable(respell)
    other = respell(folder)
    assume(other.casefold() == folder.casefold())
    assert trouble(other, folder) is Trouble.BASE_PATH_IN_LIBRARY


@given(FOLDERS, FOLDERS)
def test_folders_side_by_side_do_not_matter(first: str, second: str) -> None:
    assert trouble("/a" + first, "/b" + second) is None


@pytest.mark.parametrize(
    ("folders", "proposed"),
    [
        (["/media/movies", "/media/tv"], "/media/leaving-soon"),
        (["/media/movies"], "/media/leaving-soon"),
        (["/data/media/movies", "/data/media/tv/"], "/data/media/leaving-soon"),
        (["/data/a/movies", "/data/b/tv"], "/data/leaving-soon"),
        (["/data/movies", "/srv/tv"], "/data/leaving-soon"),
        (["/movies", "/tv"], "/config/leaving-soon"),
        (["/media", "/media/tv"], "/config/leaving-soon"),
        (["/media/movies", "/media"], "/config/leaving-soon"),
        ([], "/config/leaving-soon"),
        (["D:\\Media\\Movies", "D:\\Media\\TV"], "D:\\Media\\leaving-soon"),
        (["D:\\Movies", "E:\\TV"], "D:\\leaving-soon"),
        (["\\\\nas\\media\\movies"], "\\\\nas\\media\\leaving-soon"),
        (["/media/movies", "/media/leaving-soon/movies"], "/config/leaving-soon"),
        (["/media/movies", "/"], ""),
    ],
)
def test_the_links_are_proposed_beside_the_media(folders: list[str], proposed: str) -> None:
    assert propose_base_path(folders) == proposed


ANY_FOLDERS = st.lists(FOLDERS | WINDOWS | st.text(max_size=12), max_size=6)


@given(ANY_FOLDERS, ANY_FOLDERS)
def test_a_proposal_is_never_an_obstacle(media: list[str], others: list[str]) -> None:
    proposed = propose_base_path(media, others)
    assert proposed == "" or trouble(proposed, *media, *others) is None


def test_a_library_of_other_things_is_kept_away_from() -> None:
    assert propose_base_path(["/media/movies"], ["/media"]) == "/config/leaving-soon"


@given(st.lists(FOLDERS, max_size=6))
def test_there_is_a_proposal_where_media_leave_room(folders: list[str]) -> None:
    assert propose_base_path(["/library" + folder for folder in folders])


def test_root_folders_are_told_as_jellyfin_sees_them() -> None:
    copies = [
        a_copy("Metropolis", root_folder="/movies"),
        a_copy("Faust", root_folder="/movies/"),
        a_copy("Tabu", folder="/4k/Tabu", root_folder=None),
    ]
    mappings = [PathMapping("/movies", "/media/movies")]
    assert root_folders(copies, mappings) == {"/media/movies", "/4k/Tabu"}
