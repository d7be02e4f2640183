"""Turns an order such as "member 7 presses this button" into the interaction that Discord would send."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.standin import shapes
from tests.standin.components import numbered, walk
from tests.standin.composing import attachment
from tests.standin.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL, Asked
from tests.standin.shapes import Json

if TYPE_CHECKING:
    from tests.standin.parts import Discord

SUB, GROUP, STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, FILE = range(1, 12)
SELECTED = {5: USER, 6: ROLE, 7: MENTIONABLE, 8: CHANNEL}
"""What the values of a select name, by its type; those of a plain select (3) name nothing."""


class UnfitOrderError(Exception):
    """The test asks for what a member couldn't do."""


def ask(discord: Discord, order: Json) -> Asked:
    made = KINDS[order["kind"]](discord, order)
    kind, data, message = made
    held = discord.interactions.message(order["where"], message) if message else None
    return discord.interactions.ask(
        kind, data, order["where"], order["by"], message=held, age=order.get("age", 0.0)
    )


Made = tuple[int, Json, int | None]


def _command(discord: Discord, order: Json) -> Made:
    data = _called(discord, order, focused=None)
    return COMMAND, data, None


def _autocomplete(discord: Discord, order: Json) -> Made:
    return AUTOCOMPLETE, _called(discord, order, focused=order["focused"]), None


def _called(discord: Discord, order: Json, focused: str | None) -> Json:
    """The name may lead to a subcommand: "trivia start". Options have the types that the bot announced."""
    name, *path = order["name"].split()
    command = _known(discord, order, name, 1)
    data: Json = {"id": command.get("id", "1"), "name": name, "type": 1}
    announced: list[Json] = command.get("options", [])
    steps: list[Json] = []
    for step in path:
        found = next((one for one in announced if one["name"] == step), None)
        if found is None and command:
            raise UnfitOrderError(f"/{order['name']} was never announced")
        announced = found.get("options", []) if found else []
        steps.append({"name": step, "type": found["type"] if found else SUB})
    types = {one["name"]: one["type"] for one in announced}
    resolved: Json = {}
    options: list[Json] = []
    for key, value in order["options"].items():
        if command and key not in types:
            raise UnfitOrderError(f"/{order['name']} has no option {key}")
        kind = types.get(key) or _kind(value)
        if kind == FILE:
            value = _upload(discord, order["where"], value, resolved)
        elif kind in (USER, CHANNEL, ROLE, MENTIONABLE):
            value = str(value)
            _resolve(discord, order["where"], kind, [value], resolved)
        shown = {"name": key, "type": kind, "value": str(value) if key == focused else value}
        options.append({**shown, "focused": True} if key == focused else shown)
    for step in reversed(steps):
        options = [{**step, "options": options}]
    if options:
        data["options"] = options
    if resolved and focused is None:
        data["resolved"] = resolved
    return data


def _known(discord: Discord, order: Json, name: str, kind: int) -> Json:
    """The command as announced; empty if the bot announced none at all to this stand-in."""
    guild = discord.world.channels[order["where"]].get("guild_id", "")
    listed = [*discord.world.commands.get(guild, []), *discord.world.commands.get("", [])]
    found = next((one for one in listed if one["name"] == name and one["type"] == kind), None)
    if found is None and listed:
        raise UnfitOrderError(f"{name} was never announced")
    return found or {}


def _kind(value: Any) -> int:
    if isinstance(value, bool):
        return BOOLEAN
    return {int: INTEGER, float: NUMBER, dict: FILE}.get(type(value), STRING)


def _upload(discord: Discord, where: int, sent: Json, resolved: Json) -> str:
    content = base64.b64decode(sent["content"])
    number = discord.world.mint.new()
    discord.world.keep_file(number, content)
    made = attachment(discord.base, where, number, sent["name"], len(content))
    resolved.setdefault("attachments", {})[made["id"]] = made
    return made["id"]


def _resolve(discord: Discord, where: int, kind: int, values: list[str], resolved: Json) -> None:
    channel = discord.world.channels[where]
    guild = int(channel.get("guild_id", 0))
    roles = {one["id"]: one for one in discord.world.guilds.get(guild, {}).get("roles", [])}
    for value in values:
        if kind == CHANNEL:
            found = discord.world.channels[int(value)]
            permissions = str(discord.interactions.bot_permissions(found))
            resolved.setdefault("channels", {})[value] = {**found, "permissions": permissions}
        elif kind == ROLE or value in roles:
            resolved.setdefault("roles", {})[value] = roles[value]
        else:
            _resolve_user(discord, guild, int(value), resolved)


def _resolve_user(discord: Discord, guild: int, who: int, resolved: Json) -> None:
    held = discord.world.members.get(guild, {}).get(who)
    whole = held or shapes.member(shapes.user(who, f"member-{who}"), [])
    resolved.setdefault("users", {})[str(who)] = whole["user"]
    partial = {key: value for key, value in whole.items() if key not in ("user", "deaf", "mute")}
    resolved.setdefault("members", {})[str(who)] = {**partial, "permissions": "0"}


def _user_menu(discord: Discord, order: Json) -> Made:
    command = _known(discord, order, order["name"], 2)
    resolved: Json = {}
    _resolve(discord, order["where"], USER, [str(order["target"])], resolved)
    data = {"id": command.get("id", "1"), "name": order["name"], "type": 2}
    return COMMAND, {**data, "target_id": str(order["target"]), "resolved": resolved}, None


def _message_menu(discord: Discord, order: Json) -> Made:
    command = _known(discord, order, order["name"], 3)
    target = discord.interactions.message(order["where"], order["target"]).payload
    data = {"id": command.get("id", "1"), "name": order["name"], "type": 3}
    return (
        COMMAND,
        {**data, "target_id": target["id"], "resolved": {"messages": {target["id"]: target}}},
        None,
    )


def _component(discord: Discord, order: Json) -> Made:
    """What isn't there or is greyed out can't be pressed, unless the order is to force it."""
    shown = discord.interactions.message(order["where"], order["message"]).payload["components"]
    found = next((one for one in walk(shown) if one.get("custom_id") == order["custom_id"]), None)
    if not order.get("forced") and (found is None or found.get("disabled")):
        raise UnfitOrderError(f"the message has no {order['custom_id']!r} that could be used")
    kind = found["type"] if found else (3 if order.get("values") else 2)
    data: Json = {"custom_id": order["custom_id"], "component_type": kind, "id": found["id"] if found else 1}
    if kind != 2:
        data["values"] = values = [str(one) for one in order["values"]]
        if kind in SELECTED:
            # Not for a plain select: discord.py would look for the values in an empty `resolved`.
            data["resolved"] = {}
            _resolve(discord, order["where"], SELECTED[kind], values, data["resolved"])
    return COMPONENT, data, order["message"]


def _modal(discord: Discord, order: Json) -> Made:
    """Fills in the modal that the bot answered with; what isn't given stays as the bot filled it in."""
    opener = discord.interactions.asked(order["opener"])
    if opener.modal is None:
        raise UnfitOrderError("the bot didn't answer this interaction with a modal")
    filled = [_filled(one, order["values"]) for one in numbered(opener.modal["components"], [])]
    message = opener.payload.get("message", {}).get("id")
    data = {"custom_id": opener.modal["custom_id"], "components": filled}
    return MODAL, data, int(message) if message else None


def _filled(one: Json, values: Json) -> Json:
    made: Json = {"type": one["type"], "id": one["id"]}
    if "components" in one:
        return {**made, "components": [_filled(inner, values) for inner in one["components"]]}
    if "component" in one:
        return {**made, "component": _filled(one["component"], values)}
    if "custom_id" not in one:
        return made
    made["custom_id"] = one["custom_id"]
    if one["type"] == 4:
        return {**made, "value": values.get(one["custom_id"], one.get("value") or "")}
    given = values.get(one["custom_id"])
    if given is None or isinstance(given, list):
        return {**made, "values": given or []}
    return {**made, "value": given}


KINDS: dict[str, Callable[[Discord, Json], Made]] = {
    "command": _command,
    "autocomplete": _autocomplete,
    "user_menu": _user_menu,
    "message_menu": _message_menu,
    "component": _component,
    "modal": _modal,
}
