"""Reasons as sentences, in English."""

from .models import Reason, Why

_SENTENCES = {
    Why.KEPT: "Somebody keeps it for ever",
    Why.KEPT_UNTIL: "Somebody keeps it until {until}",
    Why.SOURCE_NOT_ANSWERING: "{sources} did not answer completely, so nothing new is decided",
    Why.NOT_MANAGED: "No Radarr or Sonarr that is set up here manages it",
    Why.NOT_IN_JELLYFIN: "It was not found in Jellyfin, so nobody knows whether it is watched",
    Why.ADDED_UNKNOWN: "Nobody knows when it was added",
    Why.WATCHED_UNKNOWN: "It was watched, but nobody knows when",
    Why.NO_RETENTION: "Media of this kind stay for ever",
    Why.NEVER_WATCHED_STAYS: "Nobody has watched it yet, and the time runs from the last play",
    Why.LAST_WATCHED: "Last watched on {date}",
    Why.NEVER_WATCHED: "Never watched since it was added on {date}",
    Why.ADDED: "Added on {date}",
    Why.RETENTION: "It may stay for {retention} after that",
    Why.ANNOUNCED_FIRST: "Due on {date} by the rule, but announced for {days} days first",
}


def sentence(reason: Reason) -> str:
    """Return the reason as an English sentence without a full stop."""
    text = _SENTENCES[reason.why].format(**reason.facts)
    by, because = reason.facts.get("by"), reason.facts.get("reason")
    if by:
        text = text.replace("Somebody keeps", f"{by} keeps")
    return f"{text}: {because}" if because else text
