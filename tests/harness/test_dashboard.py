"""The demo's dashboard shows every entity, and titles as they are."""

from typing import Any

from harness.dashboard import config, markdown

from .media import medium


def cards(dashboard: dict[str, Any]) -> list[dict[str, Any]]:
    return [card for section in dashboard["views"][0]["sections"] for card in section["cards"]]


def test_every_entity_has_a_tile_of_its_own() -> None:
    entities = ["button.sync", "sensor.b", "binary_sensor.jellyfin", "sensor.a", "light.odd"]
    tiles = [card["entity"] for card in cards(config(entities, [])) if card["type"] == "tile"]
    assert tiles == ["sensor.b", "sensor.a", "binary_sensor.jellyfin", "button.sync", "light.odd"]


def test_a_title_stays_in_its_cell_and_is_no_template() -> None:
    row = markdown([medium("A | B {{ 1 + 1 }} <script>")]).splitlines()[-1]
    assert row.count("|") == 5
    assert "{{" not in row
    assert "<script>" not in row


def test_an_empty_list_is_a_sentence() -> None:
    assert markdown([]).startswith("Nothing is about to leave.")
