"""Leaving soon inside Jellyfin: what should be shown, what is, the difference, and how it is made."""
