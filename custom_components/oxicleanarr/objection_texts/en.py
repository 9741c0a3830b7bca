"""English."""

from collections.abc import Mapping

ENGLISH: Mapping[str, str] = {
    "stopping": (
        "The household is being stopped or changed, so nothing more begins; try again in a minute"
    ),
    "mode": "Nothing is deleted in this mode; an administrator can choose another one",
    "unfinished": (
        "How {removals} of the earlier removals ended is not known; they are looked up once Radarr and"
        " Sonarr answer, so check these"
    ),
    "sources": "No complete answer just now from {servers}; check the connection",
    "holiday": "The holiday switch is on; switch it off to go on",
    "brake_entity": "A brake is on, or nobody knows whether it is: {entities}; wait until it is off",
    "watching": "Somebody is watching; wait until nobody is, or allow it in the options",
    "watching_unknown": ("Nobody knows whether somebody is watching; check that Jellyfin answers"),
    "scan": "A library scan is running on {servers}; wait until it has ended",
    "scan_unknown": (
        "Nobody knows whether a library scan is running; check that Jellyfin, Radarr and Sonarr answer"
    ),
    "plan_grew": (
        "The plan has grown from {before} media ({before_bytes}) to {now} ({now_bytes}) since the last good"
        " day; look through it, and release this brake if it is right"
    ),
    "library_shrank": (
        "The library has shrunk from {movies_before} films and {series_before} series to {movies} and"
        " {series}; check the disks and servers, and release this brake if it is right"
    ),
    "new_ids": (
        "Radarr and Sonarr have other ids for {changed} of {known} known media; check that they are the"
        " right servers, and release this brake if they are"
    ),
    "not_approved": "It is not in the approved list; prepare a new one",
    "not_approved_changed": (
        "It is no longer what was approved; prepare a new list and approve that"
    ),
    "not_leaving": (
        "By the newest plan it is not to leave now, or not like this; the action Get media with 'Explain' tells why"
    ),
    "not_announced": (
        "It has not been announced for {days} yet, pauses not counted; wait until then"
    ),
    "kept": "Somebody keeps it; take the keep back if it is to leave",
    "shared": (
        "The household {households} has it in the same Radarr or Sonarr, and it is not to leave there now, or nobody"
        " knows; let it go there, too, or wait"
    ),
    "favourite": "It is somebody's favourite; it can leave once it is nobody's",
    "playing": "Somebody is watching it right now; wait until they have finished",
    "unfinished_by": "Somebody stopped it in the middle; it can leave once they have finished it",
    "new_play": "Somebody has watched it since the plan was made; wait for the next sync",
    "look_unknown": ("Jellyfin did not tell who watches or likes it; check that Jellyfin answers"),
    "no_entry": (
        "Radarr or Sonarr does not name it completely (id, title, folder, provider id); correct its entry"
        " there"
    ),
    "no_entry_gone": "Its entry is gone from {servers}; wait for the next sync",
    "entries_unknown": "Radarr or Sonarr did not tell what it has of it; check that they answer",
    "changed": (
        "Its entry in Radarr or Sonarr is not as in the plan ({what}); wait for the next sync"
    ),
    "folder": (
        "Its folder {folder} is not its own below the root folder, or its file lies elsewhere; correct that"
        " in Radarr or Sonarr"
    ),
    "folder_lodgers": (
        "Jellyfin shows {titles} in its folder, too, which would go with it; give each a folder of its own"
    ),
    "downloading": (
        "Something is being downloaded for it, or may be; wait until the queue of Radarr or Sonarr is done"
    ),
    "disk": "Radarr or Sonarr does not see its files; check that the disk is mounted",
    "recycle_bin": (
        "Radarr or Sonarr has no recycle bin for it, or did not tell; set one up there, or accept that"
    ),
    "nothing_to_do": (
        "There is nothing left to do for it; keep it, or change in the options what leaving means"
    ),
    "cap_items": (
        "A run may remove no more than {max_items} media; it follows in a later one, or raise the limit in"
        " the options"
    ),
    "cap_bytes": (
        "With its {size_bytes} a run would remove more than {max_bytes}; it follows in a later one, or raise"
        " the limit in the options"
    ),
    "cap_bytes_unknown": "Nobody knows its size; check it in Radarr or Sonarr",
    "cap_share": (
        "A run may remove no more than {max_share_percent}% of its kind; it follows in a later one, or"
        " raise the limit in the options"
    ),
    "server_busy": (
        "The OxiCleanarr server is in the middle of a sync or a deletion; wait until it has ended"
    ),
    "server_busy_unknown": (
        "Nobody knows whether the OxiCleanarr server is at rest, or it could not read Radarr"
        " and Sonarr anew; check that it and they answer"
    ),
    "server_says": (
        "The OxiCleanarr server would not delete it now, or not like this; wait for the next"
        " sync, or look on its page"
    ),
    "server_says_kept": (
        "Somebody keeps it on the OxiCleanarr server; end the keep there if it is to leave"
    ),
    "server_says_unknown": (
        "The OxiCleanarr server did not tell what it says of it now; check that it answers"
    ),
    "server_cannot": (
        "The OxiCleanarr server can only delete it with all its files; choose that in the"
        " options, or set up Radarr and Sonarr here"
    ),
    "server_cannot_episodes": (
        "Only some of its episodes leave, which the OxiCleanarr server deletes itself if it"
        " may; leave it to the server, or set up Sonarr here"
    ),
    "server_offline": (
        "The OxiCleanarr server does not reach the Radarr or Sonarr that would delete it;"
        " check that on its page"
    ),
    "served_unknown": (
        "The OxiCleanarr server or Jellyfin did not tell what it has of it; check that both answer"
    ),
    "served_unnamed": (
        "The OxiCleanarr server does not name it completely, or twice; restart the server, so"
        " that it forgets what is gone"
    ),
    "served_changed": (
        "It is not on the OxiCleanarr server as in the plan ({what}); wait for the next sync"
    ),
    "served_folder": (
        "Its folder {folder} is not its own, or not below a library of Jellyfin's; correct"
        " that in Radarr or Sonarr"
    ),
    "served_disk": (
        "Jellyfin does not see its files where the OxiCleanarr server has them; check that"
        " the disk is mounted"
    ),
    "served_bin": (
        "The OxiCleanarr server deletes for good and does not tell of downloads; accept that"
        " under Repairs"
    ),
    "server_says_unwatched": (
        "Somebody has watched it since it was announced, and the OxiCleanarr server does"
        " not know of that; check its connection to Jellyfin"
    ),
}

WHAT: Mapping[str, str] = {
    "title": "title",
    "year": "year",
    "provider_ids": "provider ids",
    "folder": "folder",
    "file": "file",
    "root_folder": "root folder",
    "size_bytes": "size",
    "added": "day it was added",
    "tags": "tags",
    "episode_files": "episode files",
    "entry_id": "id",
    "file_ids": "files",
    "date": "date",
    "excluded": "keep",
    "flagged": "flag",
    "jellyfin_id": "id in Jellyfin",
    "last_watched": "last play",
}
