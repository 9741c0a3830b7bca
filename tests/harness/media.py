"""Media for the tests of what the harness shows."""

from datetime import date

from harness.media import Medium, Reason


def medium(title: str = "Metropolis", why: str = "Never watched") -> Medium:
    """Return a film that leaves on the 5th of December 2026."""
    return Medium(
        title=title,
        year=1927,
        kind="movie",
        leaves_on=date(2026, 12, 5),
        days_left=14,
        due_on=date(2026, 11, 30),
        size_bytes=4_200_000_000,
        reasons=(Reason(why),),
    )
