"""What autocomplete offers while a member types."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Sequence

from discord import app_commands

from bot.errors import UserError
from bot.models import Choice
from cogs.replies.text import plain

log = logging.getLogger(__name__)

MOST = 25


async def offer(suggested: Awaitable[Sequence[Choice]]) -> list[app_commands.Choice[str]]:
    """At most 25, each once; nothing at all when something fails, for there is no way to say a word here."""
    try:
        choices = await suggested
    except UserError:
        return []
    except Exception:
        log.exception("No names could be offered.")
        return []
    offered: dict[str, app_commands.Choice[str]] = {}
    for choice in choices:
        if len(choice.value) <= 100 and choice.value.strip() and (label := plain(choice.label, 100)):
            offered.setdefault(label, app_commands.Choice(name=label, value=choice.value))
    return list(offered.values())[:MOST]
