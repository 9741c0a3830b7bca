"""OxiCleanarr: what is about to leave Jellyfin, shown in Home Assistant."""
