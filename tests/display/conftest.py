"""The fixtures of the display's tests."""

from .room import room

__all__ = ["room"]
