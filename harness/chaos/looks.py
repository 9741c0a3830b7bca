"""The last look at a medium: what a run asked the servers about it, and since when."""

from simulator.wire import Arrival

from .truth import Owned, Truth, kind_of


class Looks:
    """Remembers what is asked of the servers in a run."""

    def __init__(self, truth: Truth) -> None:
        """Begin with nothing asked."""
        self._truth = truth
        self._log: list[tuple[int, Arrival]] = []

    def saw(self, seq: int, arrival: Arrival) -> None:
        """Remember a request by its number."""
        self._log.append((seq, arrival))

    def forget(self) -> None:
        """Begin anew: no run is under way any more."""
        self._log.clear()

    def began_at(self, owned: Owned) -> int | None:
        """Return when the last look at a medium began; None when there was none in this run."""
        ids = {item.id for item in self._truth.items(owned.key)}
        start: int | None = None
        for index, (_, arrival) in enumerate(self._log):
            if arrival.method == "GET" and arrival.server == "jellyfin" and _names(arrival, ids):
                start = self._log[self._back(index)][0]
                break
        entry = f"/api/v3/{kind_of(owned.key)}/{owned.entry.id}"
        read = [
            seq
            for seq, arrival in self._log
            if arrival.method == "GET"
            and arrival.server == owned.arr.name
            and arrival.path.lower() == entry
        ]
        if start is None or not read:
            return None
        return min(start, read[0])

    def _back(self, index: int) -> int:
        """Return where the row of questions to Jellyfin began to which one belongs."""
        while index and self._log[index - 1][1].server == "jellyfin":
            if self._log[index - 1][1].method != "GET":
                break
            index -= 1
        return index


def _names(arrival: Arrival, ids: set[str]) -> bool:
    if "/images" in arrival.path.lower():
        return False
    text = f"{arrival.path}?{arrival.query}".replace("-", "").lower()
    return any(item_id in text for item_id in ids)
