"""Forms are filled in the way a person does who mostly agrees with what stands there."""

import pytest

from harness.errors import HarnessError
from harness.forms import fill


def test_what_is_known_wins_over_what_the_form_suggests() -> None:
    field = {"name": "url", "description": {"suggested_value": "http://wrong"}, "default": "x"}
    assert fill([field], {"url": "http://right"}) == {"url": "http://right"}


def test_a_suggestion_wins_over_a_default() -> None:
    field = {"name": "days", "description": {"suggested_value": 14}, "default": 7}
    assert fill([field], {}) == {"days": 14}


def test_a_default_of_false_is_an_answer() -> None:
    assert fill([{"name": "verify_ssl", "default": False}], {}) == {"verify_ssl": False}


def test_an_optional_field_that_nobody_knows_is_left_out() -> None:
    assert fill([{"name": "username", "optional": True}], {}) == {}


def test_what_the_form_does_not_ask_for_is_left_out() -> None:
    assert fill([{"name": "url"}], {"url": "http://a", "api_key": "b"}) == {"url": "http://a"}


def test_a_section_is_filled_like_a_form() -> None:
    section = {
        "name": "advanced",
        "type": "expandable",
        "schema": [{"name": "verify_ssl", "default": True}, {"name": "timeout", "required": True}],
    }
    assert fill([section], {"advanced": {"timeout": 5}}) == {
        "advanced": {"verify_ssl": True, "timeout": 5}
    }


def test_a_required_field_that_nobody_knows_is_named() -> None:
    with pytest.raises(HarnessError, match="'password'"):
        fill([{"name": "password", "required": True}], {})
