"""Discord's objects as its API and gateway write them, and nothing about what happens to them."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from typing import Any

Json = dict[str, Any]

TEXT, DIRECT, CATEGORY, NEWS_THREAD, THREAD, PRIVATE_THREAD, FORUM = 0, 1, 4, 10, 11, 12, 15
THREADS = (NEWS_THREAD, THREAD, PRIVATE_THREAD)
EPHEMERAL, LOADING, HAS_THREAD, IS_COMPONENTS_V2 = 1 << 6, 1 << 7, 1 << 5, 1 << 15
REQUIRE_TAG = 1 << 4

APPLICATION_ID = 1_210_000_000_000_000_000
BOT_ID = APPLICATION_ID
"""As with every application made since 2016, the bot's user has the id of its application."""
OWNER_ID = 1_200_000_000_000_000_000

SEND = 1 << 11
VIEW = 1 << 10
EVERYTHING_USUAL = (
    VIEW | SEND | 1 << 14 | 1 << 15 | 1 << 16 | 1 << 31 | 1 << 35 | 1 << 38 | 1 << 49
)  # links, files, history, commands, public threads, posts in threads, polls

EPOCH_MS = 1_420_070_400_000


encode = json.JSONEncoder(separators=(",", ":")).encode


def iso(seconds: float | None = None) -> str:
    at = datetime.now(UTC) if seconds is None else datetime.fromtimestamp(seconds, UTC)
    return at.isoformat(timespec="microseconds")


class Mint:
    """Ids that grow and tell the time of their making, as Discord's snowflakes do."""

    def __init__(self) -> None:
        self._last = 0

    def new(self) -> int:
        now = int(time.time() * 1000) - EPOCH_MS << 22
        self._last = max(self._last + 1, now)
        return self._last

    def seen(self, made_before: int) -> None:
        """After a restart, whose clock may stand a little behind."""
        self._last = max(self._last, made_before)


def user(number: int, name: str, *, bot: bool = False) -> Json:
    return {
        "id": str(number), "username": name, "discriminator": "0", "global_name": None, "avatar": None,
        "bot": bot, "public_flags": 0, "flags": 0, "primary_guild": None,
    }  # fmt: skip


BOT = user(BOT_ID, "keeper", bot=True)
ME = {**BOT, "mfa_enabled": False, "locale": "en-US", "verified": True, "email": None}
APPLICATION: Json = {
    "id": str(APPLICATION_ID), "name": "keeper", "description": "", "icon": None, "type": None,
    "bot_public": True, "bot_require_code_grant": False, "owner": user(OWNER_ID, "owner"), "team": None,
    "verify_key": "0" * 64, "flags": 0, "flags_new": "0", "redirect_uris": [],
    "interactions_endpoint_url": None, "role_connections_verification_url": None,
    "approximate_guild_count": 0, "approximate_user_install_count": 0,
    "approximate_user_authorization_count": 0, "explicit_content_filter": 0, "eligible_oauth2_scopes": [],
}  # fmt: skip


def member(who: Json, roles: list[str]) -> Json:
    return {
        "user": who, "roles": roles, "nick": None, "avatar": None, "banner": None, "flags": 0,
        "joined_at": "2020-01-01T00:00:00.000000+00:00", "premium_since": None, "pending": False,
        "communication_disabled_until": None, "deaf": False, "mute": False,
    }  # fmt: skip


def role(number: int, name: str, permissions: int, position: int) -> Json:
    return {
        "id": str(number), "name": name, "permissions": str(permissions), "position": position, "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None}, "hoist": False,
        "managed": False, "mentionable": False, "icon": None, "unicode_emoji": None, "flags": 0,
    }  # fmt: skip


def channel(number: int, guild: int, name: str, *, kind: int = TEXT, position: int = 0) -> Json:
    made: Json = {
        "id": str(number), "guild_id": str(guild), "type": kind, "name": name, "position": position,
        "flags": 0, "parent_id": None, "topic": None, "nsfw": False, "rate_limit_per_user": 0,
        "permission_overwrites": [], "last_message_id": None,
    }  # fmt: skip
    if kind == FORUM:
        made |= {
            "available_tags": [], "default_reaction_emoji": None, "default_sort_order": None,
            "default_forum_layout": 0,
        }  # fmt: skip
    return made


def direct_channel(number: int, with_whom: Json) -> Json:
    return {"id": str(number), "type": DIRECT, "flags": 0, "recipients": [with_whom], "last_message_id": None}


def thread(number: int, parent: Json, name: str, owner: int, *, kind: int = THREAD) -> Json:
    now = iso()
    return {
        "id": str(number), "guild_id": parent["guild_id"], "parent_id": parent["id"], "type": kind,
        "name": name, "owner_id": str(owner), "flags": 0, "rate_limit_per_user": 0, "last_message_id": None,
        "message_count": 0, "member_count": 1, "total_message_sent": 0,
        "thread_metadata": {
            "archived": False, "archive_timestamp": now, "auto_archive_duration": 1440, "locked": False,
            "create_timestamp": now,
        },
        "member": {"id": str(number), "user_id": str(owner), "join_timestamp": now, "flags": 0},
    }  # fmt: skip


def message(number: int, where: int, author: Json) -> Json:
    return {
        "id": str(number), "channel_id": str(where), "type": 0, "content": "", "author": author,
        "timestamp": iso(((number >> 22) + EPOCH_MS) / 1000), "edited_timestamp": None, "tts": False,
        "mention_everyone": False, "mentions": [], "mention_roles": [], "attachments": [], "embeds": [],
        "components": [], "pinned": False, "flags": 0,
    }  # fmt: skip


def guild(number: int, name: str, locale: str) -> Json:
    """What every guild has of its own; `whole_guild` adds what is the same in all."""
    return {
        "id": str(number), "name": name, "preferred_locale": locale, "owner_id": str(OWNER_ID),
        "roles": [role(number, "@everyone", EVERYTHING_USUAL, 0)],
    }  # fmt: skip


def whole_guild(kept: Json) -> Json:
    """As GET /guilds/{id} answers."""
    return {
        "icon": None, "description": None, "home_header": None, "splash": None, "discovery_splash": None,
        "features": [], "banner": None, "application_id": None, "region": "", "afk_channel_id": None,
        "afk_timeout": 300, "system_channel_id": None, "system_channel_flags": 0, "widget_enabled": False,
        "widget_channel_id": None, "verification_level": 0, "default_message_notifications": 0,
        "mfa_level": 0, "explicit_content_filter": 0, "max_presences": None, "max_members": 500_000,
        "max_stage_video_channel_users": 50, "max_video_channel_users": 25, "vanity_url_code": None,
        "premium_tier": 0, "premium_subscription_count": 0, "rules_channel_id": None,
        "safety_alerts_channel_id": None, "public_updates_channel_id": None,
        "premium_progress_bar_enabled": False, "nsfw": False, "nsfw_level": 0, "emojis": [], "stickers": [],
        "incidents_data": None, **kept,
    }  # fmt: skip


def arriving_guild(kept: Json, channels: list[Json], threads: list[Json], bot_roles: list[str]) -> Json:
    """As GUILD_CREATE brings it at the start: the bot is its only member in sight."""
    return {
        **kept, "unavailable": False, "large": False, "member_count": 2, "features": [], "emojis": [],
        "stickers": [], "voice_states": [], "presences": [], "stage_instances": [], "icon": None,
        "guild_scheduled_events": [], "verification_level": 0, "default_message_notifications": 0,
        "mfa_level": 0, "nsfw_level": 0, "premium_tier": 0, "joined_at": "2020-01-01T00:00:00.000000+00:00",
        "channels": channels, "threads": threads, "members": [member(BOT, bot_roles)],
    }  # fmt: skip
