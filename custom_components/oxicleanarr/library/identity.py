"""Names by which one medium is recognised on several servers."""

from sys import intern


def provider_ids(**ids: int | str | None) -> tuple[str, ...]:
    """Return provider ids as `provider:value`, without blank and zero ones."""
    # A copy, its item and its twin all have them.
    return tuple(
        [intern(f"{provider}:{value}") for provider, value in ids.items() if value and value != "0"]
    )


def item_key(item_id: str) -> str:
    """Return an item id in the one spelling to compare: Jellyfin accepts dashes and capitals too."""
    key = item_id.replace("-", "").lower()
    # Nearly always it is spelled like that already; tens of thousands of copies would need memory.
    return item_id if key == item_id else key
