"""The fixtures of the cleanup's tests."""

from .jelly import jelly, version

__all__ = ["jelly", "version"]
