"""What lies in a medium's folders beside it, and what lies around them."""

import pytest

from custom_components.oxicleanarr.cleanup.neighbours import (
    lodgers,
    other_folders,
    other_places,
    shown_folders,
)
from custom_components.oxicleanarr.library.models import Kind
from tests.builders import a_copy, a_medium, a_series_copy, an_item
from tests.evidence import a_decided


def test_the_folders_of_others_are_those_of_every_server() -> None:
    own = a_copy(entry_id=1)
    copies = [own, a_copy("Faust", entry_id=2), a_series_copy(folder="C:\\tv\\Les Vampires\\")]
    assert other_folders(copies, [own]) == {"/movies/Faust (1927)", "C:/tv/Les Vampires"}


def test_a_film_and_a_series_with_one_number_are_two() -> None:
    film, series = a_decided(), a_decided(item_id="sonarr-1", kind=Kind.SERIES)
    media = [("/movies/M", film), ("/tv/S", series)]
    assert other_places(media, film) == {"/tv/S"}
    assert other_places(media, series) == {"/movies/M"}
    assert other_places(media, None) == {"/movies/M", "/tv/S"}


@pytest.mark.parametrize(
    ("path", "folders"),
    [
        ("/srv/films/Metropolis (1927)/Metropolis.mkv", {"/srv/films/Metropolis (1927)"}),
        ("/srv/films/METROPOLIS (1927)/Metropolis.mkv", {"/srv/films/METROPOLIS (1927)"}),
        ("/srv/films/Metropolis (1927)", {"/srv/films/Metropolis (1927)"}),
        ("/srv/films/Metropolis.mkv", set()),
        ("/srv/Metropolis (1927)/cut/Metropolis.mkv", set()),
        (None, set()),
    ],
)
def test_a_folder_is_recognised_by_its_name(path: str | None, folders: set[str]) -> None:
    medium = a_medium(copies=(a_copy(),), jellyfin_ids=("aa11",))
    assert shown_folders(medium, [an_item(path=path)]) == folders


def test_whoever_lies_in_the_folder_is_a_lodger_and_the_medium_itself_is_none() -> None:
    medium = a_medium(jellyfin_ids=("aa11",))
    own = an_item()
    guest = an_item("Faust", id="bb22", path="/media/movies/Metropolis (1927)/Faust.mkv")
    neighbour = an_item("Nosferatu", id="cc33", path="/media/movies/Metropolis (1927) II/N.mkv")
    nowhere = an_item("The Kid", id="dd44", path=None)
    items = [own, guest, neighbour, nowhere]
    assert lodgers(medium, items, {"/media/movies/Metropolis (1927)"}) == {"Faust"}
