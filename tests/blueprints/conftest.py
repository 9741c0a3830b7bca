from .room import hass_config_dir, told  # noqa: F401
