import pytest

from custom_components.oxicleanarr.clients import errors
from custom_components.oxicleanarr.clients.errors import ClientError, Redirected, WrongApp

EVERY = [
    errors.Unreachable("Radarr", "seen"),
    errors.CertificateRefused("Radarr", "seen"),
    errors.TimedOut("Radarr", "seen"),
    errors.WrongApp("Radarr", "Sonarr", "seen"),
    errors.KeyRefused("Radarr", "seen"),
    errors.NotAllowed("Radarr", "seen"),
    errors.StartingUp("Radarr", "seen"),
    errors.NotUnderstood("Radarr", "seen"),
    errors.Redirected("Radarr", "http://h/x", "seen"),
    errors.LoginPage("Radarr", "http://h", "seen"),
    errors.NotFound("Radarr", "seen"),
    errors.DiskMissing("Radarr", "seen"),
    errors.EntryRefused("Radarr", "seen"),
    errors.PerhapsDeleted("Radarr", "seen"),
    errors.IsKept("Radarr", "seen"),
]


@pytest.mark.parametrize("error", EVERY, ids=lambda error: type(error).__name__)
def test_an_error_is_one_sentence_with_server_and_detail(error: ClientError) -> None:
    assert "Radarr" in str(error)
    assert "(seen)" in str(error)
    assert "{" not in str(error)
    assert "." not in str(error)


def test_every_error_has_a_key_of_its_own() -> None:
    assert len({error.key for error in EVERY}) == len(EVERY)


def test_what_was_found_and_where_to_are_in_the_sentence() -> None:
    assert "came from Sonarr" in str(WrongApp("Radarr", "Sonarr"))
    assert "to https://h/x;" in str(Redirected("Radarr", "https://h/x"))


def test_braces_in_what_was_seen_are_harmless() -> None:
    assert "{x}" in str(Redirected("Radarr", "http://h/{x}", "{server}"))
