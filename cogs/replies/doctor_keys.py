"""What the buttons of the doctor carry, readable for ever (as `keys.py`)."""

from __future__ import annotations

LOOK = r"doctor:(?P<page>\d{1,4})(?P<again>:again)?"


def page(number: int) -> str:
    return f"doctor:{number}"


AGAIN = "doctor:0:again"
