"""Routes of interactions: the first answer, and the webhook for all that follows it."""

from __future__ import annotations

import copy
from typing import Any

from tests.standin import shapes
from tests.standin.calls import Call, route
from tests.standin.composing import compose, edit, invalid
from tests.standin.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL, Asked
from tests.standin.routes_messages import announce
from tests.standin.shapes import Json
from tests.standin.world import Kept, unknown_message

MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, FORM = 4, 5, 6, 7, 8, 9
FITTING = {
    COMMAND: {MESSAGE, DEFERRED, FORM},
    COMPONENT: {MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, FORM},
    AUTOCOMPLETE: {CHOICES},
    MODAL: {MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE},
}
MESSAGE_TYPES = {1: 20, 2: 23, 3: 23}
"""By the type of the command: what its answer looks like in the channel."""


@route("POST", "/interactions/{interaction}/{token}/callback")
async def callback(call: Call) -> Any:
    asked = call.discord.interactions.to_answer(call.ids["interaction"], call.ids["token"])
    kind, data = call.body["type"], call.body.get("data") or {}
    if kind not in FITTING[asked.payload["type"]]:
        raise invalid("type", f"{kind} is no answer to an interaction of type {asked.payload['type']}")
    kept: Kept | None = None
    if kind in (MESSAGE, DEFERRED):
        # The loading message of a deferred answer is there at once, though empty.
        sent = data if kind == MESSAGE else {"content": "…", "flags": data.get("flags") or 0}
        kept = _compose(call, asked, sent)
        if kind == DEFERRED:
            kept.payload |= {"content": "", "flags": kept.payload["flags"] | shapes.LOADING}
        asked.original = kept.id
        _store(call, kept, "MESSAGE_CREATE")
    elif kind in (UPDATE, DEFERRED_UPDATE):
        if "message" not in asked.payload:
            raise invalid("type", "there is no message to update")
        asked.original = int(asked.payload["message"]["id"])
        if kind == UPDATE:
            kept = _edit(call, asked, asked.original, data)
    elif kind == FORM:
        asked.modal = data
    asked.note("callback", data, kept, kind)
    return _told(asked, kind, kept) if call.query.get("with_response") in ("1", "true", "True") else None


def _told(asked: Asked, kind: int, kept: Kept | None) -> Json:
    told: Json = {"id": asked.id, "type": asked.payload["type"]}
    if kept:
        flags = kept.payload["flags"]
        told |= {
            "response_message_id": str(kept.id),
            "response_message_loading": bool(flags & shapes.LOADING),
            "response_message_ephemeral": bool(flags & shapes.EPHEMERAL),
        }
    # Of the rest the specification says that it has no resource.
    whole = (
        {"resource": {"type": kind, "message": kept.payload}} if kept and kind in (MESSAGE, UPDATE) else {}
    )
    return {"interaction": told, **whole}


def _compose(call: Call, asked: Asked, data: Json) -> Kept:
    kept = compose(call, data, asked.where)
    payload, kind = kept.payload, asked.payload["type"]
    payload["application_id"] = str(shapes.APPLICATION_ID)
    payload["webhook_id"] = str(shapes.APPLICATION_ID)
    if kind == COMMAND:
        payload["type"] = MESSAGE_TYPES[asked.payload["data"]["type"]]
    if kind in (COMMAND, COMPONENT):
        who = asked.payload.get("member", asked.payload).get("user")
        payload["interaction_metadata"] = {
            "id": asked.id, "type": kind, "user": who,
            "authorizing_integration_owners": asked.payload["authorizing_integration_owners"],
            **({"interacted_message_id": asked.payload["message"]["id"]} if kind == COMPONENT else {}),
        }  # fmt: skip
    return kept


def _store(call: Call, kept: Kept, event: str) -> None:
    """Ephemeral messages live in no channel."""
    if kept.payload["flags"] & shapes.EPHEMERAL:
        call.discord.interactions.private[kept.id] = kept
    else:
        call.discord.world.keep(kept)
        announce(call.discord, event, kept)


def _edit(call: Call, asked: Asked, number: int, data: Json) -> Kept:
    kept = copy.deepcopy(call.discord.interactions.message(asked.where, number))
    edit(call, kept, data)
    _store(call, kept, "MESSAGE_UPDATE")
    return kept


def _meant(call: Call, asked: Asked) -> int:
    if call.ids["message"] != "@original":
        return call.id("message")
    if asked.original is None:
        raise unknown_message()
    return asked.original


@route("POST", "/webhooks/{application}/{token}")
async def follow_up(call: Call) -> Json | None:
    asked = call.discord.interactions.to_follow(call.ids["token"])
    if asked.original is not None and _is_loading(call, asked.original, asked.where):
        # Discord still takes the first follow-up for the answer that was put off.
        kept = _edit(call, asked, asked.original, call.body)
    else:
        kept = _compose(call, asked, call.body)
        kept.payload["type"] = 0
        _store(call, kept, "MESSAGE_CREATE")
    asked.note("follow-up", call.body, kept)
    return kept.payload if call.query.get("wait") in ("1", "true", "True") else None


def _is_loading(call: Call, number: int, where: int) -> bool:
    """Whether that message is still there and waits for its content."""
    kept = call.discord.interactions.private.get(number)
    kept = kept or call.discord.world.messages.get(where, {}).get(number)
    return kept is not None and bool(kept.payload["flags"] & shapes.LOADING)


@route("GET", "/webhooks/{application}/{token}/messages/{message}")
async def fetch_answer(call: Call) -> Json:
    asked = call.discord.interactions.to_follow(call.ids["token"])
    return call.discord.interactions.message(asked.where, _meant(call, asked)).payload


@route("PATCH", "/webhooks/{application}/{token}/messages/{message}")
async def edit_answer(call: Call) -> Json:
    asked = call.discord.interactions.to_follow(call.ids["token"])
    kept = _edit(call, asked, _meant(call, asked), call.body)
    asked.note("edit", call.body, kept)
    return kept.payload


@route("DELETE", "/webhooks/{application}/{token}/messages/{message}")
async def delete_answer(call: Call) -> None:
    asked = call.discord.interactions.to_follow(call.ids["token"])
    kept = call.discord.interactions.message(asked.where, _meant(call, asked))
    if call.discord.interactions.private.pop(kept.id, None) is None:
        call.discord.world.remove_message(asked.where, kept.id)
        announce(call.discord, "MESSAGE_DELETE", kept)
    asked.note("delete", {}, kept)
