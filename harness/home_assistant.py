"""A real Home Assistant in a folder of its own, from nothing to logged in (2026.10)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
import json
from pathlib import Path
import shutil
import socket
import sys

from aiohttp import ClientSession

from .api import Account, Api, answers, create_owner
from .process import Child, running
from .waiting import until

HOST = "127.0.0.1"
START_SECONDS = 120

TIME_ZONE = "Europe/Amsterdam"

# No default_config: it wants Bluetooth, a cloud, and programs that need a compiler.
CONFIGURATION = f"""\
homeassistant:
  name: Home
  latitude: 52.3731
  longitude: 4.8926
  elevation: 0
  unit_system: metric
  currency: EUR
  country: NL
  language: en
  time_zone: {TIME_ZONE}
frontend:
history:
logbook:
recorder:
  commit_interval: 1
automation: []
logger:
  default: warning
  logs:
    custom_components.oxicleanarr: info
"""


@dataclass(frozen=True, slots=True)
class HomeAssistant:
    """A running Home Assistant with its owner logged in."""

    url: str
    api: Api
    folder: Path
    child: Child

    @property
    def log(self) -> Path:
        """What Home Assistant prints, from its first line on."""
        return self.child.log


@asynccontextmanager
async def home_assistant(
    folder: Path, integration: Path, account: Account
) -> AsyncIterator[HomeAssistant]:
    """Start Home Assistant in an empty ``folder``, with a copy of ``integration``, and stop it at the end."""
    port = free_port()
    url = f"http://{HOST}:{port}"
    configuration = folder / "config"
    # Not in a thread: a thread cannot be interrupted, and would go on writing while the folder is removed.
    _seed(configuration, integration, port)
    async with (
        running(
            "Home Assistant",
            [sys.executable, "-m", "homeassistant", "--config", str(configuration), "--skip-pip"],
            log=folder / "home-assistant.log",
            folder=folder,
        ) as child,
        ClientSession() as session,
    ):
        api = await child.guard(_log_in(session, url, account))
        yield HomeAssistant(url, api, configuration, child)


async def _log_in(session: ClientSession, url: str, account: Account) -> Api:
    await until(
        lambda: answers(session, f"{url}/manifest.json"),
        "Home Assistant's first answer",
        timeout_seconds=START_SECONDS,
    )
    api = await create_owner(session, url, account)

    async def started() -> bool | None:
        return (await api.get("config"))["state"] == "RUNNING" or None

    await until(started, "Home Assistant to finish starting", timeout_seconds=START_SECONDS)
    # Components that need a compiler or a camera are left out on purpose; nobody has to read about it.
    await api.call("persistent_notification", "dismiss_all")
    return api


def _seed(configuration: Path, integration: Path, port: int) -> None:
    """Write what a configuration folder holds just before its owner's account is made."""
    storage = configuration / ".storage"
    storage.mkdir(parents=True)
    (configuration / "configuration.yaml").write_text(CONFIGURATION, encoding="utf-8")
    shutil.copytree(
        integration,
        configuration / "custom_components" / integration.name,
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    _store(storage, "onboarding", 4, 1, {"done": ["core_config", "integration", "analytics"]})
    listen_on(port, storage)


def listen_on(port: int, storage: Path) -> None:
    """Write into a storage where Home Assistant listens; told in YAML, that would be a trial that ends after minutes."""
    http = {
        "server_port": port,
        "server_host": [HOST],
        "cors_allowed_origins": [],
        "login_attempts_threshold": -1,
        "ip_ban_enabled": False,
        "ssl_profile": "modern",
        "use_x_frame_options": True,
        "created_at": "2026-01-01T00:00:00+00:00",
        "error": None,
        "error_message": None,
    }
    _store(storage, "http", 2, 2, {"stable": http, "pending": None, "yaml_migration_done": True})


def _store(storage: Path, key: str, version: int, minor_version: int, data: object) -> None:
    text = json.dumps(
        {"version": version, "minor_version": minor_version, "key": key, "data": data}
    )
    (storage / key).write_text(text, encoding="utf-8")


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
