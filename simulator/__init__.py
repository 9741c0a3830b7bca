"""Real HTTP servers that behave like Jellyfin with the Bridge, Radarr, Sonarr, Seerr and OxiCleanarr.

They share one folder of real files and links, so that deleting, linking and scanning are what
they are in a household. For tests, the demo and the benchmarks; ``python -m simulator`` runs them
alone.
"""

from .faults import Fault
from .options import Options
from .stack import Stack
from .wire import Request
from .world import World

__all__ = ["Fault", "Options", "Request", "Stack", "World"]
