"""A Jellyfin server, 10.11 or 12, with or without the Bridge plugin."""
