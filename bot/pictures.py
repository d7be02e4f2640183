"""Pictures of standings and of one member's figures, with the words that say the same.

Pillow is imported where a picture is drawn, so that a bot that only answers stays small. Drawing takes some
hundredths of a second of computing: callers run it in a thread.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from bot.boards import MemberFigures

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

WIDTH = 800  # shown at half of it on a phone: the smallest letters are 28 high here, 14 there
MARGIN = 40
MOST_ROWS = 25
MOST_DETAILED = 12
"""Rows of a picture that have a second line each; with more, alt text would have no room for it."""

MOST_ALT = 1024  # Discord's limit

TITLE, ROW, SMALL = 46, 36, 28
REGULAR, BOLD = 430, 700
BACKGROUND, STRIPE = "#17181c", "#24262d"
INK, SOFT = "#ffffff", "#d3d6de"
UNDRAWABLE = "(name in other letters)"


@dataclass(frozen=True, slots=True)
class StandingRow:
    rank: int
    name: str
    points: int
    detail: str = ""  # "8 of 10 right"; left out where more than MOST_DETAILED rows are drawn


def standings_card(title: str, rows: Sequence[StandingRow], footer: str = "") -> bytes:
    """A PNG. Rows beyond MOST_ROWS are left out: page them."""
    rows = rows[:MOST_ROWS]
    detailed = _detailed(rows)
    height = 112 if detailed else 72
    top = 130
    canvas = _Canvas(top + max(len(rows), 1) * height + (90 if footer else MARGIN))
    canvas.write(MARGIN, 40, title, TITLE, BOLD, WIDTH - 2 * MARGIN)
    if not rows:
        canvas.write(MARGIN, top + 10, "Nobody yet.", ROW, REGULAR, WIDTH - 2 * MARGIN)
    ranks = max((canvas.width(f"{row.rank}.", ROW, BOLD) for row in rows), default=0)
    for place, row in enumerate(rows):
        y = top + place * height
        if place % 2 == 0:
            canvas.stripe(y, height)
        points = _points(row.points)
        x = MARGIN + ranks + 20
        reach = WIDTH - MARGIN - canvas.width(points, ROW, BOLD) - 30 - x
        canvas.write(MARGIN + ranks, y + 12, f"{row.rank}.", ROW, BOLD, ranks, right=True)
        canvas.write(x, y + 12, _drawable_name(row.name), ROW, REGULAR, reach)
        canvas.write(WIDTH - MARGIN, y + 12, points, ROW, BOLD, WIDTH, right=True)
        if detailed:
            canvas.write(x, y + 62, row.detail, SMALL, REGULAR, WIDTH - MARGIN - x, SOFT)
    if footer:
        y = top + max(len(rows), 1) * height + 26
        canvas.write(MARGIN, y, footer, SMALL, REGULAR, WIDTH - 2 * MARGIN, SOFT)
    return canvas.png()


def standings_alt_text(title: str, rows: Sequence[StandingRow], footer: str = "") -> str:
    """What the picture says, in words; names are cut shorter until all fits."""
    rows = rows[:MOST_ROWS]
    detailed = _detailed(rows)

    def said(longest: int) -> str:
        lines = [_cut(title, max(longest, 40)) + ":"]
        for row in rows:
            detail = f", {_cut(row.detail, max(longest, 20))}" if detailed and row.detail else ""
            lines.append(f"{row.rank}. {_cut(row.name, longest)}, {_points(row.points)}{detail}.")
        return " ".join([*lines, *([] if rows else ["Nobody yet."]), _cut(footer, max(longest, 40))]).strip()

    return _fitting(said)


def member_card(figures: MemberFigures, name: str) -> bytes:
    lines = _figures(figures)
    best = _best(figures)
    top, height = 200, 64
    canvas = _Canvas(top + len(lines) * height + (78 + len(best) * 52 if best else 0) + MARGIN)
    canvas.write(MARGIN, 40, _drawable_name(name), TITLE, BOLD, WIDTH - 2 * MARGIN)
    canvas.write(MARGIN, 116, _headline(figures), ROW, REGULAR, WIDTH - 2 * MARGIN, SOFT)
    for place, (label, value) in enumerate(lines):
        y = top + place * height
        if place % 2 == 0:
            canvas.stripe(y, height)
        reach = WIDTH - 2 * MARGIN - canvas.width(value, ROW - 4, BOLD) - 30
        canvas.write(MARGIN, y + 9, label, ROW - 4, REGULAR, reach, SOFT)
        canvas.write(WIDTH - MARGIN, y + 9, value, ROW - 4, BOLD, WIDTH, right=True)
    if best:
        y = top + len(lines) * height + 20
        canvas.write(MARGIN, y, "Best subjects", SMALL, BOLD, WIDTH - 2 * MARGIN)
        for place, line in enumerate(best):
            canvas.write(MARGIN, y + 50 + place * 52, line, SMALL, REGULAR, WIDTH - 2 * MARGIN)
    return canvas.png()


def member_alt_text(figures: MemberFigures, name: str) -> str:
    def said(longest: int) -> str:
        facts = "; ".join(f"{_cut(label, max(longest, 20))}: {value}" for label, value in _figures(figures))
        best = "; ".join(_cut(line, max(longest, 30)) for line in _best(figures))
        found = f"{_cut(name, longest)}: {_headline(figures)} {facts}."
        return f"{found} Best subjects: {best}." if best else found

    return _fitting(said)


# --- what is said ----------------------------------------------------------------------------------------


def _headline(figures: MemberFigures) -> str:
    if figures.rank is None:
        return "Not on the board of all time yet."
    return f"Place {figures.rank:,} of {figures.ranked:,}, all time."


def _figures(figures: MemberFigures) -> list[tuple[str, str]]:
    season = figures.season.name if figures.season else "this season"
    rows = [
        ("Points, all time", f"{figures.points_all:,}"),
        ("Points today", f"{figures.points_today:,}"),
        ("Points this week", f"{figures.points_week:,}"),
        *([(f"Season {season}", f"{figures.points_season:,}")] if figures.points_season is not None else []),
        ("Right answers", f"{figures.right:,} of {figures.answered:,} ({round(figures.accuracy * 100)} %)"),
        ("Games won", f"{figures.wins:,}"),
        ("Right in a row, now", f"{figures.streak:,}"),
        ("Right in a row, best", f"{figures.best_streak:,}"),
    ]
    if figures.solo_answered:
        rows.append(
            ("Alone, on no board", f"{figures.solo_answered:,} answers, {_points(figures.solo_points)}")
        )
    return rows


def _best(figures: MemberFigures) -> list[str]:
    return [
        f"{round(one.accuracy * 100)} % right: {one.name} ({one.right:,} of {one.answered:,})"
        for one in figures.best_subjects
    ]


def _points(points: int) -> str:
    return f"{points:,} point" if points == 1 else f"{points:,} points"


def _detailed(rows: Sequence[StandingRow]) -> bool:
    return len(rows) <= MOST_DETAILED and any(row.detail for row in rows)


def _cut(text: str, longest: int) -> str:
    text = _plain(text)
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _plain(text: str) -> str:
    """Without what can't be seen: line breaks, controls, marks that turn the direction of reading."""
    seen = "".join(c if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp") else " " for c in text)
    return re.sub(r"\s+", " ", seen).strip()


def _fitting(said: Callable[[int], str]) -> str:
    for longest in (200, 100, 60, 40, 30, 24, 20, 16, 12):
        text = said(longest)
        if len(text) <= MOST_ALT:
            return text
    return text[: MOST_ALT - 1] + "…"


# --- letters ---------------------------------------------------------------------------------------------


@lru_cache(maxsize=32)
def _font(size: int, weight: int) -> FreeTypeFont:
    from PIL import ImageFont

    # Noto Sans has Latin, Greek and Cyrillic. The basic layout gives the same picture on every system.
    data = (files("fontpkg_noto_sans") / "files" / "NotoSans[wdth,wght].ttf").read_bytes()
    font = ImageFont.truetype(io.BytesIO(data), size, layout_engine=ImageFont.Layout.BASIC)
    font.set_variation_by_axes([weight, 100])
    return font


@lru_cache(maxsize=4096)
def _has(letter: str) -> bool:
    """Whether the font can draw it: what it can't draw looks like what no font has."""
    return letter == " " or _look(letter) != _look("\U0010fffe")


def _look(letter: str) -> bytes:
    from PIL import Image, ImageDraw

    image = Image.new("L", (2 * SMALL, 2 * SMALL))
    ImageDraw.Draw(image).text((SMALL // 2, 0), letter, font=_font(SMALL, REGULAR), fill=255)
    return image.tobytes()


def _drawable(text: str) -> str:
    """Letters in fancy forms made plain, emoji left out, letters that the font lacks as one ellipsis."""
    found: list[str] = []
    for letter in unicodedata.normalize("NFC", _plain(text)):
        if _has(letter):
            found.append(letter)
            continue
        plain = unicodedata.normalize("NFKC", letter)
        if plain != letter and all(map(_has, plain)):
            found.append(plain)
        elif unicodedata.category(letter)[0] in "LN" and found[-1:] != ["…"]:
            found.append("…")
    return re.sub(r"\s+", " ", "".join(found)).strip()


def _drawable_name(name: str) -> str:
    drawn = _drawable(name)
    return drawn if any(letter.isalnum() for letter in drawn) else UNDRAWABLE


class _Canvas:
    """One picture being drawn; text that is too wide is cut with an ellipsis."""

    def __init__(self, height: int) -> None:
        from PIL import Image, ImageDraw

        self._image = Image.new("RGB", (WIDTH, height), BACKGROUND)
        self._draw: ImageDraw = ImageDraw.Draw(self._image)

    def width(self, text: str, size: int, weight: int) -> int:
        return round(_font(size, weight).getlength(_drawable(text)))

    def stripe(self, y: int, height: int) -> None:
        self._draw.rectangle((0, y, WIDTH, y + height - 1), fill=STRIPE)

    def write(
        self,
        x: int,
        y: int,
        text: str,
        size: int,
        weight: int,
        reach: int,
        ink: str = INK,
        *,
        right: bool = False,
    ) -> None:
        """At most `reach` wide; `x` is the left end, or the right one."""
        font = _font(size, weight)
        drawn = _drawable(text)
        if font.getlength(drawn) > reach + 1:
            shorter = len(drawn)
            while shorter and font.getlength(drawn[:shorter].rstrip() + "…") > reach:
                shorter -= 1
            drawn = drawn[:shorter].rstrip() + "…"
        self._draw.text((x, y), drawn, font=font, fill=ink, anchor="ra" if right else "la")

    def png(self) -> bytes:
        kept = io.BytesIO()
        self._image.save(kept, "PNG")
        return kept.getvalue()
