"""Turns what a bot sends into a message, or says what Discord would say against it."""

from __future__ import annotations

import re
import time
from typing import Any

from tests.standin import shapes
from tests.standin.calls import Call
from tests.standin.components import custom_ids, numbered
from tests.standin.shapes import Json
from tests.standin.world import Kept, Refused

SUBSTANCE = ("content", "embeds", "components", "attachments", "poll", "sticker_ids", "message_reference")
PLAIN = ("content", "embeds", "poll", "sticker_ids")
LONGEST_NONCE = 25


def invalid(where: str, why: str) -> Refused:
    return Refused(400, 50035, f"Invalid Form Body\nIn {where}: {why}")


def check(body: Json, *, new: bool, uploads: bool = False) -> None:
    """The cheap part; the whole is judged afterwards from the recorded requests."""
    if new and not uploads and not any(body.get(key) for key in SUBSTANCE):
        raise Refused(400, 50006, "Cannot send an empty message")
    if len(body.get("content") or "") > 2000:
        raise invalid("content", "Must be 2000 or fewer in length.")
    if len(str(body.get("nonce") or "")) > LONGEST_NONCE:
        raise invalid("nonce", f"Must be {LONGEST_NONCE} or fewer in length.")
    ids = custom_ids(body.get("components") or [])
    if len(set(ids)) < len(ids):
        raise invalid("components", "Component custom id cannot be duplicated")
    if (body.get("flags") or 0) & shapes.IS_COMPONENTS_V2 and any(body.get(key) for key in PLAIN):
        raise invalid(
            "content", "The 'content' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
        )


def compose(call: Call, body: Json, where: int, *, number: int | None = None) -> Kept:
    """A new message by the bot, which is not yet kept anywhere."""
    check(body, new=True, uploads=bool(call.uploads))
    payload = shapes.message(number or call.discord.world.mint.new(), where, shapes.BOT)
    payload["flags"] = body.get("flags") or 0
    payload["tts"] = bool(body.get("tts"))
    nonce = body.get("nonce")
    kept = Kept(payload, time.time(), None if nonce is None else str(nonce))
    fill(call, kept, body)
    if reference := body.get("message_reference"):
        referred = {key: str(value) for key, value in reference.items() if key.endswith("_id")}
        payload |= {"type": 19, "message_reference": {"type": 0, "channel_id": str(where), **referred}}
    if poll := body.get("poll"):
        payload["poll"] = _poll(poll)
    return kept


def fill(call: Call, kept: Kept, body: Json) -> None:
    """What an edit may change too; keys that are absent leave the message as it was."""
    payload = kept.payload
    if "attachments" in body or call.uploads:
        payload["attachments"] = _attachments(call, kept, body)
    if "content" in body:
        payload["content"] = (body["content"] or "").strip()
    if "embeds" in body:
        payload["embeds"] = [_embed(one) for one in body["embeds"] or []]
    if "components" in body:
        payload["components"] = numbered(body["components"] or [], payload["attachments"])
    if "allowed_mentions" in body:
        kept.allowed_mentions = body["allowed_mentions"]


def edit(call: Call, kept: Kept, body: Json) -> None:
    """The flag IS_COMPONENTS_V2 can be set and never be taken away."""
    check(body, new=False)
    fill(call, kept, body)
    if body.get("flags") is not None:
        kept.payload["flags"] = body["flags"] | kept.payload["flags"] & ~(1 << 2)
    kept.payload["flags"] &= ~shapes.LOADING
    kept.payload["edited_timestamp"] = shapes.iso()


def _embed(sent: Json) -> Json:
    made = {"type": "rich", **sent}
    made["fields"] = [{"inline": False, **field} for field in sent.get("fields", [])]
    return made


def _attachments(call: Call, kept: Kept, body: Json) -> list[Json]:
    """Those that the list keeps, and a new one for every file."""
    listed: list[Json] = body.get("attachments") or []
    wanted = {str(one["id"]) for one in listed}
    made = [one for one in kept.payload["attachments"] if one["id"] in wanted]
    about = {str(one["id"]): one for one in listed}
    for field, upload in call.uploads.items():
        place = "".join(re.findall(r"\d+", field))
        told: dict[str, Any] = about.get(place, {})
        number = call.discord.world.mint.new()
        call.discord.world.keep_file(number, upload.content)
        name = str(told.get("filename") or upload.name)
        made.append(attachment(call.discord.base, kept.channel, number, name, len(upload.content)))
        if told.get("description"):
            made[-1]["description"] = told["description"]
    return made


def attachment(base: str, where: int, number: int, name: str, size: int) -> Json:
    url = f"{base}/cdn/attachments/{where}/{number}/{name}"
    return {"id": str(number), "filename": name, "size": size, "url": url, "proxy_url": url}


def _poll(sent: Json) -> Json:
    answers = [{"answer_id": place, **one} for place, one in enumerate(sent["answers"], 1)]
    return {
        "question": sent["question"], "answers": answers, "layout_type": 1,
        "expiry": shapes.iso(time.time() + 3600 * (sent.get("duration") or 24)),
        "allow_multiselect": bool(sent.get("allow_multiselect")),
        "results": {"answer_counts": [], "is_finalized": False},
    }  # fmt: skip
