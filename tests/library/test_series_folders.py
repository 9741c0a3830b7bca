"""Where a series lies, told by its episodes: found for certain, or not at all."""

import pytest

from custom_components.oxicleanarr.clients.jellyfin_models import EpisodePath
from custom_components.oxicleanarr.library.series_folders import series_folders


def folders(*paths: str | None, libraries: tuple[str, ...] = ("/tv",)) -> dict[str, str]:
    episodes = [EpisodePath(f"e{number}", "S-1", path) for number, path in enumerate(paths)]
    return dict(series_folders(episodes, libraries))


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        ("/tv/Fantômas/Season 1/Fantômas - S01E01.mkv", "/tv/Fantômas"),
        ("/tv/Fantômas/a.mkv", "/tv/Fantômas"),
        ("/tv/Anime/Fantômas/Season 1/a.mkv", "/tv/Anime"),
    ],
)
def test_it_is_the_folder_directly_below_the_library(path: str, folder: str) -> None:
    assert folders(path) == {"s1": folder}


def test_seasons_in_one_folder_are_one_series() -> None:
    assert folders("/tv/Judex/Season 1/a.mkv", "/tv/Judex/Specials/b.mkv") == {"s1": "/tv/Judex"}


def test_of_libraries_within_each_other_the_inner_one_counts() -> None:
    path = "/tv/Anime/Judex/a.mkv"
    assert folders(path, libraries=("/tv", "/tv/Anime/", "/")) == {"s1": "/tv/Anime/Judex"}


def test_a_library_at_the_root_has_folders_too() -> None:
    assert folders("/Judex/a.mkv", libraries=("/",)) == {"s1": "/Judex"}


@pytest.mark.parametrize(
    "paths",
    [
        ("/tv/Judex/a.mkv", "/tv/Judex (1916)/b.mkv"),
        ("/tv/Judex/a.mkv", "/tv/b.mkv"),
        ("/tv/Judex/a.mkv", None),
        ("/elsewhere/Judex/a.mkv",),
        ("/tvs/Judex/a.mkv",),
        (None,),
    ],
)
def test_a_series_that_may_lie_elsewhere_too_has_no_folder(paths: tuple[str | None, ...]) -> None:
    assert folders(*paths) == {}
