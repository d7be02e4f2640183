"""What the button of reports and its form carry, readable for ever (as `keys.py`)."""

from __future__ import annotations

REPORT = r"report:(?P<piece>[0-9a-f]{16})"


def report(piece_id: str) -> str:
    """Of the button and of the form that it opens."""
    return f"report:{piece_id}"
