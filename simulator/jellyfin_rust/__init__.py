"""jellyfin-rust, a small server that passes for a Jellyfin 10.11.5, over the same world (January 2026)."""
