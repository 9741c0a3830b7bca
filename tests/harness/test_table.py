"""Tables for the terminal are aligned and as wide as it is."""

from harness.table import columns, leaving_soon, table

from .media import medium


def test_columns_are_aligned() -> None:
    shown = table(("A", "B"), [("x", "1"), ("longer", "2")], 80)
    assert [line.rindex(sign) for line, sign in zip(shown.splitlines()[2:], "12", strict=True)] == [
        8,
        8,
    ]


def test_sizes_stand_to_the_right() -> None:
    shown = table(("Size", "Why"), [("4.2 GB", "a"), ("62.5 GB", "b")], 80)
    assert shown.splitlines()[2].startswith(" 4.2 GB")


def test_a_sentence_that_does_not_fit_is_wrapped_under_its_heading() -> None:
    why = "Never watched since it was added on 2026-06-13 by somebody who forgot it"
    lines = leaving_soon([medium(why=why)], width=100).splitlines()
    assert max(map(len, lines)) <= 100
    assert " ".join(line[lines[0].index("Why") :] for line in lines[2:]) == why


def test_wide_and_combining_signs_are_counted_as_a_terminal_shows_them() -> None:
    assert [columns(text) for text in ("Häxan", "Ha\u0308xan", "七人の侍")] == [5, 5, 8]


def test_an_empty_list_is_a_sentence() -> None:
    assert leaving_soon([]) == "Nothing is about to leave."
