"""Constants of the integration."""

from typing import Final

DOMAIN: Final = "oxicleanarr"

SUBENTRY_RADARR: Final = "radarr"
SUBENTRY_SONARR: Final = "sonarr"
SUBENTRY_SEERR: Final = "seerr"
SUBENTRY_RULE: Final = "rule"

CONF_DEVICE_ID: Final = "device_id"
CONF_PATH_MAPPINGS: Final = "path_mappings"
CONF_SERVER_PATH: Final = "server_path"
CONF_JELLYFIN_PATH: Final = "jellyfin_path"
CONF_MOVIE_RETENTION: Final = "movie_retention"
CONF_SERIES_RETENTION: Final = "series_retention"
CONF_RETENTION_BASE: Final = "retention_base"
CONF_WINDOW_DAYS: Final = "window_days"
CONF_UNWATCHED: Final = "unwatched"
CONF_UNWATCHED_RETENTION: Final = "unwatched_retention"
CONF_PROTECT_FAVOURITES: Final = "protect_favourites"
CONF_PROTECT_UNFINISHED: Final = "protect_unfinished"
CONF_PROTECT_REQUESTED: Final = "protect_requested"
CONF_DISPLAYS: Final = "displays"
CONF_BASE_PATH: Final = "base_path"
CONF_MOVIES_LIBRARY_NAME: Final = "movies_library_name"
CONF_SERIES_LIBRARY_NAME: Final = "series_library_name"
CONF_COLLECTION_NAME: Final = "collection_name"
CONF_HIDE_WHEN_EMPTY: Final = "hide_when_empty"

DEFAULT_MOVIE_RETENTION: Final = "90d"
DEFAULT_SERIES_RETENTION: Final = "120d"
DEFAULT_WINDOW_DAYS: Final = 14
DEFAULT_MOVIES_LIBRARY_NAME: Final = "Leaving Soon - Movies"
DEFAULT_SERIES_LIBRARY_NAME: Final = "Leaving Soon - TV Shows"
DEFAULT_COLLECTION_NAME: Final = "Leaving Soon"
