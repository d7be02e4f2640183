"""Components as Discord gives them back: as they were sent, numbered, and with what was left out."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from tests.standin.shapes import Json

ROW, BUTTON, SELECT, LABEL = 1, 2, 3, 18
DEFAULTS: dict[int, Json] = {
    3: {"min_values": 1, "max_values": 1},
    5: {"min_values": 1, "max_values": 1},
    6: {"min_values": 1, "max_values": 1},
    7: {"min_values": 1, "max_values": 1},
    8: {"min_values": 1, "max_values": 1},
    11: {"description": None, "spoiler": False},
    13: {"spoiler": False},
    14: {"spacing": 1, "divider": True},
    17: {"accent_color": None, "spoiler": False},
}


def walk(sent: list[Json]) -> Iterator[Json]:
    """Parents before their children."""
    for one in sent:
        yield one
        yield from walk(one.get("components") or [])
        yield from walk([one[key] for key in ("accessory", "component") if key in one])


def numbered(sent: list[Json], attachments: list[Json]) -> list[Json]:
    made = copy.deepcopy(sent)
    taken = {one["id"] for one in walk(made) if one.get("id")}
    number = 0
    for one in walk(made):
        if not one.get("id"):
            number += 1
            while number in taken:
                number += 1
            one["id"] = number
        for key, value in DEFAULTS.get(one["type"], {}).items():
            one.setdefault(key, value)
        _unfold(one, {file["filename"]: file for file in attachments})
    return made


def _unfold(one: Json, files: dict[str, Json]) -> None:
    """Media get an id and their addresses; attachment://NAME becomes that of the file sent along."""
    for holder in [one, *one.get("items", [])]:
        for key in ("media", "file"):
            if isinstance(media := holder.get(key), dict):
                _address(media, files)
    for item in one.get("items", []):
        item.setdefault("description", None)
        item.setdefault("spoiler", False)
    if one["type"] == 13:
        file = files.get(str(one["file"].get("name", "")), {})
        one |= {"name": one["file"].pop("name", "file"), "size": file.get("size", 0)}


def _address(media: dict[str, Any], files: dict[str, Json]) -> None:
    name = str(media["url"]).removeprefix("attachment://")
    file = files.get(name, {"id": "0", "url": media["url"]})
    media |= {"name": name} if "filename" in file else {}
    media |= {"id": file["id"], "url": file["url"], "proxy_url": file["url"]}


def custom_ids(sent: list[Json]) -> list[str]:
    return [one["custom_id"] for one in walk(sent) if one.get("custom_id")]
