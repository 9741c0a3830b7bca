"""The OxiCleanarr server: its API, its syncs and rules, and its bad habits."""

from .config import Config, DiskThreshold, Integration
from .deletions import deletes
from .server import OxiCleanarr

__all__ = ["Config", "DiskThreshold", "Integration", "OxiCleanarr", "deletes"]
