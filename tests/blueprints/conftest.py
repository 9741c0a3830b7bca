from .room import hass_config_dir, household, told  # noqa: F401
