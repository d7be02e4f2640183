"""What moderators type, such as “weekdays 18:30 until 24 December”, read as a plan."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, time, timedelta

from bot.errors import NamesError, UserError
from bot.plan_words import (
    LAST,
    MONTHS,
    MOST_TIMES,
    ORDINALS,
    WEEKDAYS,
    WEEKEND,
    WORKDAYS,
    Days,
    DaysOfMonth,
    DaysOfWeek,
    EveryDay,
    EveryNDays,
    Plan,
    WeekdaysOfMonth,
    day_in_words,
    ending,
    how_late,
)

MOST_TYPED = 1000
"""Longest text that is read, in code points: the longest plan in words has under 900."""
FURTHEST = 2999
"""The last year of a date in a plan: what is further away is a slip of the hand."""
EXAMPLES = ("weekdays 18:30", "every 3 days at 8 pm", "last Friday of the month at 19:00")

_PIECE = re.compile(
    r"(?P<date>\d{4}-\d\d?-\d\d?(?!\d))"
    r"|(?P<number>\d+(?:[:.h]\d+)*)"
    r"(?:(?P<nth>st|nd|rd|th)(?!\w)|\s?(?P<half>[ap])(?:m|\.\s?m\.?)(?!\w)|(?P<h>h)(?!\w))?"
    r"|(?P<word>[^\W\d_]+|@)"
    r"|(?P<comma>[,;&+/.])"
    r"|(?P<dash>[-–—])"
    r"|(?P<odd>\S)"
)
_SAID = {
    **dict.fromkeys(("mon", "monday", "mondays"), (0,)),
    **dict.fromkeys(("tue", "tues", "tuesday", "tuesdays"), (1,)),
    **dict.fromkeys(("wed", "weds", "wednesday", "wednesdays"), (2,)),
    **dict.fromkeys(("thu", "thur", "thurs", "thursday", "thursdays"), (3,)),
    **dict.fromkeys(("fri", "friday", "fridays"), (4,)),
    **dict.fromkeys(("sat", "saturday", "saturdays"), (5,)),
    **dict.fromkeys(("sun", "sunday", "sundays"), (6,)),
    **dict.fromkeys(("weekday", "weekdays", "workday", "workdays"), WORKDAYS),
    **dict.fromkeys(("weekend", "weekends"), WEEKEND),
}
_NTH = {word: which for which, word in ORDINALS.items()}
_MONTH = {name.lower()[:cut]: place for place, name in enumerate(MONTHS, 1) for cut in (3, 4, 9)}
_COUNTS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_COUNT = {**{word: count for count, word in enumerate(_COUNTS, 1)}, "other": 2}
_CLOCK = {"noon": time(12), "midday": time(12), "midnight": time(0)}


@dataclass(frozen=True, slots=True)
class _Piece:
    kind: (
        str  # of the groups of _PIECE: date, nth, number (bare), time (a number that is nothing else), word …
    )
    text: str
    number: str = ""
    half: str = ""  # "a" or "p", of am and pm


_END = _Piece("end", "")


def parse(text: str, zone: str, today: date) -> Plan:
    """What a moderator typed. `today` is the date in that zone: what counts days counts from it.

    Midnight is 00:00, the beginning of the day that is named. Raises UserError that names the part that
    was not understood.
    """
    if len(text) > MOST_TYPED:
        raise _refused("That is too long for a plan.")
    reader = _Reader(_pieces(text), today)
    reader.read()
    return Plan(reader.days(), reader.times(), zone, reader.until)


def _refused(why: str) -> UserError:
    return NamesError(f"{why} Write it like “{EXAMPLES[0]}”, “{EXAMPLES[1]}” or “{EXAMPLES[2]}”.")


def _unclear(piece: _Piece) -> UserError:
    text = _short(piece.text)
    return _refused(f"I don't understand “{text}” there." if text else "Something is missing at the end.")


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


def _pieces(text: str) -> list[_Piece]:
    plain = unicodedata.normalize("NFKC", text).casefold()
    # Digits of every script; marks that only turn the direction of writing go; quotation marks are no words.
    plain = "".join(
        str(unicodedata.decimal(c)) if c.isdecimal() else " " if c in "\"'“”„‘’«»" else c
        for c in plain
        if unicodedata.category(c) != "Cf"
    )
    pieces = map(_piece, _PIECE.finditer(" ".join(plain.split()).rstrip(" .!?")))
    return [piece for piece in pieces if piece.text not in ("on", "the")]


def _piece(match: re.Match[str]) -> _Piece:
    kind, number, half = str(match.lastgroup), match["number"] or "", match["half"] or ""
    if kind in ("half", "h") or (kind == "number" and not number.isdigit()):
        kind = "time"
    if kind == "word" and match[0] in ("and", "plus"):
        kind = "comma"
    return _Piece(kind, match[0], number, half)


class _Reader:
    """Walks once over the pieces of one text, and then says what they came to."""

    def __init__(self, pieces: list[_Piece], today: date) -> None:
        self._pieces = pieces
        self._at = 0
        self._today = today
        self._times: dict[time, _Piece] = {}
        self._every_day = self._weekly = self._monthly = False
        self._every: int | None = None  # in days
        self._weekdays: set[int] = set()
        self._month_days: set[int] = set()
        self._nth: set[tuple[int, int]] = set()
        self._order: list[str] = []  # in which days and times were said
        self._pending: list[int] = []  # ordinals, until it is known of what
        self._two_ways: tuple[int, int] | None = None  # "second Friday" behind "every": which, weekday
        self._start: date | None = None
        self.until: date | None = None

    def read(self) -> None:
        while (piece := self._next()) is not _END:
            self._at += 1
            if piece.kind == "nth" or piece.text in _NTH:
                self._ordinal(piece)
            elif piece.text in _SAID:
                self._weekday(piece)
            elif piece.text in ("day", "days") and self._pending:
                self._flush(of_month=True)
            elif piece.text == "of":
                self._take("each", "every", "a")
                if not self._take("month"):
                    raise _unclear(self._next())
                self._monthly = True
                self._flush(of_month=True)
            elif piece.kind != "comma":
                self._flush()
                self._other(piece)
        self._flush()

    def _other(self, piece: _Piece) -> None:
        if piece.text in ("every", "each"):
            self._repeated()
        elif piece.text in ("daily", "everyday"):
            self._every_day = True
        elif piece.text == "weekly":
            self._weekly = True
        elif piece.text == "monthly":
            self._monthly = True
        elif piece.text in ("at", "@"):
            self._read_times(bare=True)
        elif piece.kind == "time" or piece.text in _CLOCK or self._is_twelve(piece):
            self._at -= 1
            self._read_times(bare=False)
        elif piece.text in ("until", "till", "til"):
            self.until = self._date()
            if self.until < self._today:
                raise _refused(f"{day_in_words(self.until)} is over.")
        elif piece.text in ("from", "starting"):
            self._take("from")
            self._start = self._date()
        elif piece.kind == "number":
            raise _refused(
                f"I don't know what “{_short(piece.text)}” is there: as a time, write 18:00, 6 pm or at 18."
            )
        else:
            raise _unclear(piece)

    def _next(self, ahead: int = 0) -> _Piece:
        place = self._at + ahead
        return self._pieces[place] if place < len(self._pieces) else _END

    def _take(self, *words: str) -> bool:
        """Go on behind the next piece if it is one of these words."""
        taken = self._next().text in words
        self._at += taken
        return taken

    def _repeated(self) -> None:
        """What stands behind "every"."""
        piece, unit = self._next(), self._next(1)
        ordinal = piece.kind == "nth" or piece.text in _NTH
        count = int(piece.text) if piece.kind == "number" else _COUNT.get(piece.text)
        if ordinal and unit.text == "day" and self._next(2).text != "of" and piece.text != "last":
            count = _which(piece)  # every 2nd day
        if count is not None:
            self._at += 1
            weeks = self._take("week", "weeks") or unit.text in _SAID  # every other Friday
            if not weeks and not self._take("day", "days"):
                raise _unclear(unit if unit is not _END else piece)
            self._set_every(count, weeks)
        elif self._take("day"):
            self._every_day = True
        elif self._take("week"):
            self._weekly = True
        elif self._take("month"):
            self._monthly = True
        elif ordinal:
            if unit.text in _SAID and _which(piece) not in (1, LAST):
                self._two_ways = _which(piece), _SAID[unit.text][0]
        elif piece.text not in _SAID:
            raise _unclear(piece)

    def _set_every(self, count: int, weeks: bool) -> None:
        if count == 1 and weeks:
            self._weekly = True
        elif count == 1:
            self._every_day = True
        elif 2 <= (days := count * 7 if weeks else count) <= 365 and self._every is None:
            self._every = days
        else:
            raise _refused("It has to be every 2 to 365 days, and only one such number.")

    def _ordinal(self, piece: _Piece) -> None:
        self._note("day")
        which = _which(piece)
        if not (which == LAST or 1 <= which <= 31) or (self._pending and self._before().kind != "comma"):
            raise _unclear(piece)
        self._pending.append(which)

    def _before(self) -> _Piece:
        return self._pieces[self._at - 2] if self._at > 1 else _END

    def _flush(self, of_month: bool = False) -> None:
        """The ordinals that wait for their word are days of the month."""
        if LAST in self._pending and not of_month:
            raise _refused("The last what? Say “last day of the month” or “last Friday of the month”.")
        self._month_days.update(self._pending)
        self._pending.clear()

    def _weekday(self, piece: _Piece) -> None:
        self._note("day")
        days = _SAID[piece.text]
        if self._pending and self._before().kind != "comma":  # 1st Friday; not: 1st, Fridays
            if len(days) > 1 or not {*self._pending} <= {*ORDINALS}:
                raise _refused(f"I don't understand “{self._before().text} {piece.text}” there.")
            self._nth.update((which, days[0]) for which in self._pending)
            self._pending.clear()
            return
        self._flush()
        if self._next().kind == "dash" or self._next().text in ("to", "through"):
            last = _SAID.get(self._next(1).text, ())
            if len(days) != 1 or len(last) != 1:
                raise _unclear(self._next(1))
            self._at += 2
            days = tuple((days[0] + step) % 7 for step in range((last[0] - days[0]) % 7 + 1))
        self._weekdays.update(days)

    def _read_times(self, bare: bool) -> None:
        """A list of times; `bare`: behind "at" a number alone is an hour."""
        self._note("time")
        kinds = ("time", "number") if bare else ("time",)
        while True:
            self._at += self._is_twelve(self._next(), ahead=1)
            piece = self._next()
            if piece.kind not in kinds and piece.text not in _CLOCK:
                raise _refused("There is no time behind “at”." if piece is _END else _no_time(piece))
            self._at += 1
            self._times.setdefault(_clock(piece), piece)
            behind = self._at
            while self._next().kind == "comma":
                self._at += 1
            following, apart = self._next(), self._at > behind
            if not (
                following.kind == "time" or following.text in _CLOCK or (apart and following.kind in kinds)
            ):
                self._at = behind
                return

    def _is_twelve(self, piece: _Piece, ahead: int = 0) -> bool:
        """Whether it is that of "12 noon"."""
        return piece.text == "12" and self._next(ahead).text in _CLOCK

    def _note(self, what: str) -> None:
        """Of "Mondays at 9 and Fridays at 10" every day would get every time: one list of each is allowed."""
        if self._order[-1:] != [what]:
            self._order.append(what)
        if len(self._order) > 2:
            raise _refused("Every time counts for every day of a plan: make a plan for each of the two.")

    def _date(self) -> date:
        piece = self._next()
        if piece.kind == "date":
            self._at += 1
            years, month, day = [int(piece.text[:4])], *map(int, piece.text[5:].split("-"))
        else:
            day = self._day_of_date()
            self._take("of")
            month = _MONTH.get(self._next().text, 0)
            self._at += month > 0
            day = day or self._day_of_date()
            if not month or not day:
                raise _refused(f"I don't understand the date at “{piece.text}”: write 24 December 2026.")
            comma = self._next().kind == "comma"
            if (year := self._next(comma)).kind == "number" and len(year.text) == 4:
                self._at += 1 + comma
                years = [int(year.text)]
            else:  # the next such day; a 29 February is at most eight years away
                years = list(range(self._today.year, self._today.year + 9))
        for year in years:
            try:
                found = date(year, month, day)
            except ValueError:
                continue
            if found.year > FURTHEST:
                raise _refused(f"The year {year} is too far away.")
            if len(years) == 1 or found >= self._today:
                return found
        raise _refused(f"“{piece.text}” begins no date of the calendar.")

    def _day_of_date(self) -> int:
        piece = self._next()
        if piece.kind not in ("number", "nth"):
            return 0
        self._at += 1
        return int(piece.number)

    def times(self) -> tuple[time, ...]:
        halves = [piece.text for piece in self._times.values() if piece.half]
        unsure = [piece.text for piece in self._times.values() if _either_half(piece)]
        if halves and unsure:
            raise _refused(f"Is “{unsure[0]}” am or pm? Say it as you do with “{halves[0]}”.")
        if not self._times:
            raise _refused("At what time? It is missing." if self._pieces else "On which days, at what time?")
        if len(self._times) > MOST_TIMES:
            raise _refused(f"A plan has at most {MOST_TIMES} times a day.")
        return tuple(sorted(self._times))

    def days(self) -> Days:
        if self._two_ways and not self._monthly:
            which, weekday = self._two_ways[0], WEEKDAYS[self._two_ways[1]]
            raise _refused(
                f"“Every {which}{ending(which)} {weekday}” can be two things: say “{which}{ending(which)} "
                f"{weekday} of the month” or “every {which} weeks on {weekday}”."
            )
        every_n, of_month = self._every is not None, bool(self._month_days or self._nth)
        of_week = bool(self._weekdays) and not every_n
        if self._every_day + every_n + bool(self._month_days) + bool(self._nth) + of_week > 1:
            raise _refused("Those are several kinds of days in one plan: make a plan of each.")
        if self._monthly and not of_month:
            raise _refused("On which day of the month: the 15th, the last day, the first Monday?")
        if self._weekly and (of_month or self._every_day or every_n):
            raise _refused("That is every week and something else as well: make a plan of each.")
        if self._start and self._every is None:
            raise _refused("Only “every 3 days” and the like begin on a day (“from 24 December”).")
        if self._every is not None:
            return EveryNDays(self._every, self._first(self._start or self._today))
        if self._month_days:
            return DaysOfMonth(tuple(sorted(self._month_days, key=how_late)))
        if self._nth:
            return WeekdaysOfMonth(tuple(sorted(self._nth, key=lambda one: (how_late(one[0]), one[1]))))
        if self._weekly and not self._weekdays:
            return DaysOfWeek((self._today.weekday(),))
        return DaysOfWeek(tuple(sorted(self._weekdays))) if 0 < len(self._weekdays) < 7 else EveryDay()

    def _first(self, start: date) -> date:
        """Every 2 weeks on Friday begin on the first Friday from then on."""
        if not self._weekdays:
            return start
        if len(self._weekdays) > 1 or not self._every or self._every % 7:
            raise _refused("“Every 2 weeks” goes with one weekday: make a plan of each.")
        return start + timedelta((min(self._weekdays) - start.weekday()) % 7)


def _clock(piece: _Piece) -> time:
    if piece.text in _CLOCK:
        return _CLOCK[piece.text]
    parts = re.fullmatch(r"(\d\d?)(?:[:.h](\d\d))?", piece.number)
    hour, minute = (int(parts[1]), int(parts[2] or 0)) if parts else (99, 99)
    if minute > 59 or (not 1 <= hour <= 12 if piece.half else hour > 23):
        raise _refused(_no_time(piece))
    return time(hour % 12 + 12 * (piece.half == "p") if piece.half else hour, minute)


def _no_time(piece: _Piece) -> str:
    return f"“{_short(piece.text)}” is no time: there are 00:00 to 23:59, and 12 am to 11:59 pm."


def _either_half(piece: _Piece) -> bool:
    """Whether it may be meant as pm, like the 6 of "6 and 7 pm"."""
    if not piece.number or piece.half or "h" in piece.text or piece.number.startswith("0"):
        return False
    return _clock(piece).hour <= 12


def _which(piece: _Piece) -> int:
    return _NTH.get(piece.text) or int(piece.number)
