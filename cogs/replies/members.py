"""How members are named on cards; also those who are nobody any more."""

from __future__ import annotations

from bot.privacy import is_former

FORMER = "A former member"


def mention(member_id: int) -> str:
    """Shown as a name. It notifies nobody: the bot sends everything without allowed mentions."""
    return "a former member" if is_former(member_id) else f"<@{member_id}>"
