"""What is as it was: the same object, which is compared at once and need not be freed."""

from collections.abc import Mapping


def as_before[T](new: Mapping[str, T], before: Mapping[str, T]) -> Mapping[str, T]:
    """Return all that is new by its names, as the same objects what is as it was before.

    To free all of a large household's at once would hold everybody up.
    """
    return {
        name: known if (known := before.get(name)) is not None and known == one else one
        for name, one in new.items()
    }
