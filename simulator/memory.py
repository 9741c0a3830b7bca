"""Where temporary files are quick: what lies in memory is made and removed without waiting for a disk."""

import os
from pathlib import Path

_IN_MEMORY = Path("/dev/shm")  # noqa: S108 - a name that nobody can foresee is made below it


def folder_in_memory() -> str | None:
    """Return a folder in memory for temporary folders, or None, which `tempfile` takes for its own."""
    return str(_IN_MEMORY) if _IN_MEMORY.is_dir() and os.access(_IN_MEMORY, os.W_OK) else None
