"""The pictures of the documentation can be taken anew, all of them."""

from pathlib import Path

from PIL import Image
import pytest

from harness.screenshots import IMAGES, main

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.timeout(240),
    pytest.mark.usefixtures("socket_enabled", "chromium"),
]


@pytest.mark.xdist_group("e2e looks")
def test_every_picture_is_taken(tmp_path: Path) -> None:
    assert main(["--to", str(tmp_path)]) == 0
    taken = {file.name: file for file in tmp_path.iterdir()}
    assert taken.keys() == {file.name for file in IMAGES.iterdir()}
    for name, file in taken.items():
        with Image.open(file) as new, Image.open(IMAGES / name) as present:
            assert new.width == present.width
