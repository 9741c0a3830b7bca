"""Names by which one medium is recognised on several servers."""

from sys import intern


def provider_ids(**ids: int | str | None) -> tuple[str, ...]:
    """Return provider ids as `provider:value`, without blank and zero ones."""
    # A copy, its item and its twin all have them.
    return tuple(
        [intern(f"{provider}:{value}") for provider, value in ids.items() if value and value != "0"]
    )
