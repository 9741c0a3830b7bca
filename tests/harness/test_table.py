"""Tables for the terminal are aligned and as wide as it is."""

from harness.table import columns, table


def test_columns_are_aligned() -> None:
    shown = table(("A", "B"), [("x", "1"), ("longer", "2")], 80)
    assert [line.rindex(sign) for line, sign in zip(shown.splitlines()[2:], "12", strict=True)] == [
        8,
        8,
    ]


def test_a_column_can_stand_to_the_right() -> None:
    shown = table(("Size", "Why"), [("4.2 GB", "a"), ("62.5 GB", "b")], 80, right={"Size"})
    assert shown.splitlines()[2].startswith(" 4.2 GB")


def test_wide_and_combining_signs_are_counted_as_a_terminal_shows_them() -> None:
    assert [columns(text) for text in ("Häxan", "Ha\u0308xan", "七人の侍")] == [5, 5, 8]
