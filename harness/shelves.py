"""What people see in Jellyfin: its libraries, and what is in them."""

import aiohttp
import msgspec

from .errors import HarnessError
from .simulator import Addresses


class Shelf(msgspec.Struct, frozen=True):
    """A library of Jellyfin."""

    name: str
    titles: tuple[str, ...]
    enabled: bool = True


class _State(msgspec.Struct, frozen=True):
    libraries: tuple[Shelf, ...]


async def shelves(addresses: Addresses) -> list[Shelf]:
    """Return the libraries that people see in the simulated Jellyfin.

    Raises HarnessError when the simulation does not answer.
    """
    try:
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"{addresses.control.url}/state") as answer,
        ):
            state = msgspec.json.decode(await answer.read(), type=_State)
    except (aiohttp.ClientError, msgspec.MsgspecError) as err:
        raise HarnessError(f"The simulation does not tell what it shows: {err}") from err
    return [shelf for shelf in state.libraries if shelf.enabled]
