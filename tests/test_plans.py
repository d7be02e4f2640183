"""Plans: what people write, what is said back, what is kept, and the moments that come of it."""

from __future__ import annotations

import time as stopwatch
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot import plans
from bot.errors import UserError
from bot.plan_reading import MOST_TYPED, parse
from bot.plan_words import (
    LAST,
    Days,
    DaysOfMonth,
    DaysOfWeek,
    EveryDay,
    EveryNDays,
    Plan,
    WeekdaysOfMonth,
    in_words,
)

TODAY = date(2026, 11, 24)  # a Tuesday
NOW = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
BERLIN = "Europe/Berlin"


def at(*times: str) -> tuple[time, ...]:
    return tuple(map(time.fromisoformat, times))


READ: list[tuple[str, Days, tuple[time, ...]]] = [
    ("weekdays 18:30", DaysOfWeek((0, 1, 2, 3, 4)), at("18:30")),
    ("every day at 6pm", EveryDay(), at("18:00")),
    ("daily 18:00", EveryDay(), at("18:00")),
    ("18:30", EveryDay(), at("18:30")),
    ("6 pm", EveryDay(), at("18:00")),
    ("6 P.M.", EveryDay(), at("18:00")),
    ("18h30", EveryDay(), at("18:30")),
    ("18h", EveryDay(), at("18:00")),
    ("12am and 12pm", EveryDay(), at("00:00", "12:00")),
    ("at 12 noon and at 12 midnight", EveryDay(), at("00:00", "12:00")),
    ("at 9, 12, 9 & 15", EveryDay(), at("09:00", "12:00", "15:00")),
    ("mon, wed & fri at 9 and 17:30", DaysOfWeek((0, 2, 4)), at("09:00", "17:30")),
    ("Mon. and Fri. 9:00", DaysOfWeek((0, 4)), at("09:00")),
    ("18:30 on Fridays", DaysOfWeek((4,)), at("18:30")),
    ("mon-fri 18.30", DaysOfWeek((0, 1, 2, 3, 4)), at("18:30")),
    ("fri – mon 18.30", DaysOfWeek((0, 4, 5, 6)), at("18:30")),
    ("fridays 7:30 pm", DaysOfWeek((4,)), at("19:30")),
    ("every Friday @ 7:30pm!", DaysOfWeek((4,)), at("19:30")),
    ("weekends 10am", DaysOfWeek((5, 6)), at("10:00")),
    ("weekdays and weekends 10am", EveryDay(), at("10:00")),
    ("weekly 10am", DaysOfWeek((1,)), at("10:00")),
    ("every week on friday 10am", DaysOfWeek((4,)), at("10:00")),
    ("every 3 days 20:00", EveryNDays(3, TODAY), at("20:00")),
    ("every other day at noon", EveryNDays(2, TODAY), at("12:00")),
    ("every second day at noon", EveryNDays(2, TODAY), at("12:00")),
    ("every 2 weeks at noon", EveryNDays(14, TODAY), at("12:00")),
    ("every 2 weeks on friday at 18", EveryNDays(14, date(2026, 11, 27)), at("18:00")),
    ("every other Tuesday at 18", EveryNDays(14, TODAY), at("18:00")),
    ("every 3 days from 1 December at 18", EveryNDays(3, date(2026, 12, 1)), at("18:00")),
    ("every 1 day at 18", EveryDay(), at("18:00")),
    ("1st and 15th at 12:00", DaysOfMonth((1, 15)), at("12:00")),
    ("monthly on the 15th at 12:00", DaysOfMonth((15,)), at("12:00")),
    ("first of every month 12:00", DaysOfMonth((1,)), at("12:00")),
    ("the last day, the 31st and the 2nd at 9", DaysOfMonth((2, 31, LAST)), at("09:00")),
    ("last day of the month at midnight", DaysOfMonth((LAST,)), at("00:00")),
    ("the last friday of the month 19:00", WeekdaysOfMonth(((LAST, 4),)), at("19:00")),
    ("first monday 8.30", WeekdaysOfMonth(((1, 0),)), at("08:30")),
    ("every first Monday 8:30", WeekdaysOfMonth(((1, 0),)), at("08:30")),
    ("every second friday of the month 8:30", WeekdaysOfMonth(((2, 4),)), at("08:30")),
    ("1st and 3rd Mon, last Fri 8:30", WeekdaysOfMonth(((1, 0), (3, 0), (LAST, 4))), at("08:30")),
    ("“weekdays” ’18:30’", DaysOfWeek((0, 1, 2, 3, 4)), at("18:30")),
    ("ＷＥＥＫＤＡＹＳ １８：３０", DaysOfWeek((0, 1, 2, 3, 4)), at("18:30")),
    ("\u202edaily\u202c ١٨:٣٠", EveryDay(), at("18:30")),
]


@pytest.mark.parametrize(("typed", "days", "times"), READ)
def test_what_people_write_is_read(typed: str, days: Days, times: tuple[time, ...]) -> None:
    assert parse(typed, BERLIN, TODAY) == Plan(days, times, BERLIN)


@pytest.mark.parametrize(
    ("end", "until"),
    [
        ("until 24 December 2026", date(2026, 12, 24)),
        ("until 2026-12-24", date(2026, 12, 24)),
        (", till the 24th of Dec", date(2026, 12, 24)),
        ("until December 24th, 2026", date(2026, 12, 24)),
        ("until 1 feb", date(2027, 2, 1)),
        ("until 29 feb", date(2028, 2, 29)),
        ("until 24 nov", TODAY),
    ],
)
def test_a_plan_ends_on_a_date(end: str, until: date) -> None:
    plan = Plan(EveryDay(), at("18:00"), BERLIN, until)
    assert parse(f"daily 18:00 {end}", BERLIN, TODAY) == plan
    assert parse(f"daily {end} at 18", BERLIN, TODAY) == plan


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "On which days, at what time?"),
        ("fri", "At what time?"),
        ("twice a day", "“twice”"),
        ("täglich 18:00", "“täglich”"),
        ("daily 18:30 UTC", "“utc”"),
        ("every 6 hours", "“hours”"),
        ("every", "missing at the end"),
        ("25:00", "“25:00” is no time"),
        ("13pm", "“13pm” is no time"),
        ("18:30 pm", "“18:30 pm” is no time"),
        ("24:00", "“24:00” is no time"),
        ("18:30:15", "“18:30:15” is no time"),
        ("at 1830", "“1830” is no time"),
        ("friday 18", "what “18” is"),
        ("fri at", "no time behind “at”"),
        ("fri at six", "“six” is no time"),
        ("at 6 and 7 pm", "Is “6” am or pm?"),
        ("6:30 and 7 pm", "Is “6:30” am or pm?"),
        ("mon at 9 and tue at 10", "Every time counts for every day"),
        ("every day on friday 9:00", "several kinds of days"),
        ("1st and friday 9:00", "several kinds of days"),
        ("first monday and wednesday 9:00", "several kinds of days"),
        ("weekly on the 1st 9:00", "every week and something else"),
        ("every second friday 9:00", "“2nd Friday of the month” or “every 2 weeks on Friday”"),
        ("every 2 weeks on mon and fri 9:00", "goes with one weekday"),
        ("every 3 days on friday 9:00", "goes with one weekday"),
        ("second last friday 9:00", "“last”"),
        ("first weekday 9:00", "“first weekday”"),
        ("15th friday 9:00", "“15th friday”"),
        ("32nd 9:00", "“32nd”"),
        ("last 9:00", "The last what?"),
        ("monthly 9:00", "On which day of the month"),
        ("every friday of the month 9:00", "On which day of the month"),
        ("1st of january 9:00", "“january”"),
        ("mon-weekend 9:00", "“weekend”"),
        ("9:00-17:00", "“-”"),
        ("every 400 days 9:00", "2 to 365 days"),
        ("every 0 days 9:00", "2 to 365 days"),
        ("every 2 days every 3 days 9:00", "only one"),
        ("daily 9:00 from 24 december", "begin on a day"),
        ("daily 9:00 until 23 November 2026", "23 November 2026 is over"),
        ("daily 9:00 until 31 February", "no date of the calendar"),
        ("daily 9:00 until 24.12.2026", "write 24 December 2026"),
        ("daily 9:00 until", "write 24 December 2026"),
        ("daily 9:00 until 9999-12-31", "too far away"),
        ("every 2 weeks on sat from 31 december 9999 9:00", "too far away"),
        (" and ".join(f"{hour:02}:00" for hour in range(13)), "at most 12 times"),
        ("🎉 at 3", "“🎉”"),
        ("في الساعة", "“في”"),
        ("x" * 900, "x…”"),
    ],
)
def test_what_is_not_understood_is_named_with_examples(typed: str, told: str) -> None:
    with pytest.raises(UserError) as refused:
        parse(typed, BERLIN, TODAY)
    assert told in str(refused.value)
    assert "“weekdays 18:30”, “every 3 days at 8 pm” or “last Friday of the month at 19:00”" in str(
        refused.value
    )
    assert len(str(refused.value)) < 400


def test_the_examples_are_understood() -> None:
    for text in ("weekdays 18:30", "every 3 days at 8 pm", "last Friday of the month at 19:00"):
        parse(text, BERLIN, TODAY)


@pytest.mark.parametrize(
    "one", ["1", "a", ":", "1:", "every ", "at 1 x ", "1st ", "🎉", "ﷺ", " ", "until 1 ", "p.", "-"]
)
def test_long_text_is_answered_at_once(one: str) -> None:
    began = stopwatch.process_time()
    for length in (MOST_TYPED, 10_000):
        with pytest.raises(UserError):
            parse((one * length)[:length], BERLIN, TODAY)
    assert stopwatch.process_time() - began < 0.5


WORDS = (  # noqa: SIM905 - a list of them would be a page of quotation marks
    "every mon weekdays day days other first last 2nd 31st of the month week at 9 12 9:30 6 pm , and - until "
    "from 2026-12-24 december 2 noon"
).split()


@given(st.text() | st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
@example("every 2nd")
@example("every first of")
def test_any_text_is_a_plan_or_refused(text: str) -> None:
    try:
        plan = parse(text, BERLIN, TODAY)
    except UserError:
        return
    assert parse(in_words(plan), BERLIN, TODAY) == plan


@given(st.text(max_size=30) | st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join))
@example("")
@example("every 3")
def test_what_is_suggested_fits_and_is_understood(text: str) -> None:
    offered = plans.suggest(text, BERLIN, NOW)
    assert 0 < len(offered) <= 25
    for one in offered:
        assert len(one.value) <= 100 and 0 < len(one.label) <= 100
        assert one.label.startswith(in_words(parse(one.value, BERLIN, TODAY))[:50])
    assert len({one.value for one in offered}) == len(offered)


def labels(typed: str, zone: str = BERLIN) -> list[str]:
    return [one.label for one in plans.suggest(typed, zone, NOW)]


def test_suggestions_begin_with_what_was_typed() -> None:
    assert labels("weekdays 18:30") == ["on weekdays at 18:30 · next Tue 24 Nov 18:30"]
    assert labels("fri")[:2] == [
        "on Fridays at 18:00 · next Fri 27 Nov 18:00",
        "on Fridays at 12:00 · next Fri 27 Nov 12:00",
    ]
    assert labels("fri 18:3")[0] == "on Fridays at 18:30 · next Fri 27 Nov 18:30"
    assert labels("fri 19")[0] == "on Fridays at 19:00 · next Fri 27 Nov 19:00"
    assert labels("last")[0] == "on the last day of the month at 18:00 · next Mon 30 Nov 18:00"
    assert labels("daily 9:00 until 2026-11-24")[0] == (
        "every day at 09:00, until 24 November 2026 · no post any more"
    )
    assert labels("")[0] == labels("täglich")[0] == "every day at 18:00 · next Tue 24 Nov 18:00"
    assert labels("18:00", "Mars/Olympus") == ["every day at 18:00 · next Tue 24 Nov 18:00"]
    assert labels("10:30", "Asia/Tokyo") == ["every day at 10:30 · next Wed 25 Nov 10:30"]


def test_a_long_plan_is_offered_cut_and_sent_as_typed() -> None:
    typed = "mon-sat at " + ",".join(map(str, range(12)))
    (one,) = plans.suggest(typed, BERLIN, NOW)[:1]
    assert one.value == typed
    assert len(one.label) == 100 and one.label.endswith("… · next Wed 25 Nov 00:00")
    assert plans.suggest(
        "mon, tue, wed, thu and sat at " + ", ".join(f"{n:02}:00" for n in range(12)), BERLIN, NOW
    )


dates = st.dates(TODAY, date(2999, 12, 31))
times_of_day = st.sets(st.builds(time, st.integers(0, 23), st.integers(0, 59)), min_size=1, max_size=12)


def late(which: int) -> int:
    return 99 if which == LAST else which


@st.composite
def kinds_of_days(draw: st.DrawFn) -> Days:
    match draw(st.integers(0, 4)):
        case 0:
            return EveryDay()
        case 1:
            return DaysOfWeek(tuple(sorted(draw(st.sets(st.integers(0, 6), min_size=1, max_size=6)))))
        case 2:
            return EveryNDays(draw(st.integers(2, 365)), draw(dates))
        case 3:
            days = draw(st.sets(st.integers(1, 31) | st.just(LAST), min_size=1))
            return DaysOfMonth(tuple(sorted(days, key=late)))
        case _:
            one = st.tuples(st.sampled_from((1, 2, 3, 4, 5, LAST)), st.integers(0, 6))
            several = draw(st.sets(one, min_size=1))
            return WeekdaysOfMonth(tuple(sorted(several, key=lambda of: (late(of[0]), of[1]))))


@st.composite
def any_plan(draw: st.DrawFn) -> Plan:
    zone = draw(st.sampled_from((BERLIN, "UTC", "America/St_Johns", "Australia/Lord_Howe", "Africa/Cairo")))
    return Plan(draw(kinds_of_days()), tuple(sorted(draw(times_of_day))), zone, draw(st.none() | dates))


ALL_OF_MONTH = tuple((which, day) for which in (1, 2, 3, 4, 5, LAST) for day in range(7))


@given(any_plan())
@example(
    Plan(WeekdaysOfMonth(ALL_OF_MONTH), at(*(f"{n}:00" for n in range(10, 22))), "UTC", date(2999, 12, 31))
)
@example(Plan(EveryNDays(14, TODAY), at("00:00"), "UTC"))
@example(Plan(EveryNDays(7, TODAY), at("00:00"), "UTC"))
def test_a_plan_in_words_is_read_as_the_same_plan(plan: Plan) -> None:
    assert parse(in_words(plan), plan.zone, TODAY) == plan


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (EveryDay(), "every day"),
        (DaysOfWeek((0, 1, 2, 3, 4)), "on weekdays"),
        (DaysOfWeek((5, 6)), "on weekends"),
        (DaysOfWeek((0, 2, 4)), "on Mondays, Wednesdays and Fridays"),
        (EveryNDays(3, TODAY), "every 3 days from 24 November 2026"),
        (EveryNDays(7, TODAY), "every 7 days from 24 November 2026"),
        (EveryNDays(14, TODAY), "every 2 weeks on Tuesday from 24 November 2026"),
        (DaysOfMonth((1, 15)), "on the 1st and 15th of the month"),
        (DaysOfMonth((2, 3, 11, 22, LAST)), "on the 2nd, 3rd, 11th, 22nd and last day of the month"),
        (WeekdaysOfMonth(((LAST, 4),)), "on the last Friday of the month"),
        (WeekdaysOfMonth(((1, 0), (3, 0))), "on the first and third Monday of the month"),
        (WeekdaysOfMonth(((1, 0), (LAST, 4))), "on the first Monday and last Friday of the month"),
    ],
)
def test_a_plan_is_said_as_people_say_it(days: Days, words: str) -> None:
    assert in_words(Plan(days, at("09:00", "17:30"), BERLIN)) == f"{words} at 09:00 and 17:30"
    assert in_words(Plan(days, at("18:00"), BERLIN, date(2026, 12, 24))) == (
        f"{words} at 18:00, until 24 December 2026"
    )


@given(any_plan())
def test_a_plan_is_kept_as_it_is(plan: Plan) -> None:
    assert plans.load(plans.dump(plan)) == plan
    assert plans.dump(plans.load(plans.dump(plan))) == plans.dump(plan)


def test_a_kept_plan_never_changes_its_form() -> None:
    plan = Plan(WeekdaysOfMonth(((1, 0), (LAST, 4))), at("18:30"), BERLIN, date(2026, 12, 24))
    assert plans.dump(plan) == (
        '{"days":{"kind":"weekdays of month","days":[[1,0],[-1,4]]},"times":["18:30"],'
        '"zone":"Europe/Berlin","until":"2026-12-24"}'
    )


KEPT = plans.dump(Plan(EveryDay(), at("18:30"), "UTC"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "7",
        "{}",
        KEPT.replace("every day", "never"),
        KEPT.replace("18:30", "18:30:15"),
        KEPT.replace('"18:30"', ""),
        KEPT.replace('"18:30"', '"18:30","09:00"'),
        KEPT.replace('"every day"', '"week","days":[7]'),
        KEPT.replace('"every day"', '"week","days":[0,1,2,3,4,5,6]'),
        KEPT.replace('"every day"', '"every","every":1,"start":"2026-01-01"'),
        KEPT.replace('"every day"', '"month","days":[-1,31]'),
        KEPT.replace('"every day"', '"weekdays of month","days":[[6,0]]'),
        KEPT.replace('"every day"', '"weekdays of month","days":[5]'),
    ],
)
def test_a_damaged_plan_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match="no plan"):
        plans.load(text)


def local(plan: Plan, after: datetime, count: int = 4) -> list[str]:
    zone = ZoneInfo(plan.zone)
    return [f"{slot.astimezone(zone):%Y-%m-%d %H:%M%z}" for slot in islice(plans.slots(plan, after), count)]


def day(text: str, zone: str = BERLIN) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("days", "coming"),
    [
        (EveryDay(), ["11-24", "11-25", "11-26"]),
        (DaysOfWeek((0, 6)), ["11-29", "11-30", "12-06"]),
        (EveryNDays(3, date(2026, 11, 23)), ["11-26", "11-29", "12-02"]),
        (EveryNDays(3, date(2026, 12, 30)), ["12-30"]),
        (DaysOfMonth((31,)), ["12-31"]),
        (DaysOfMonth((1, LAST)), ["11-30", "12-01", "12-31"]),
        (WeekdaysOfMonth(((LAST, 4),)), ["11-27", "12-25"]),
        (WeekdaysOfMonth(((1, 0), (LAST, 4))), ["11-27", "12-07", "12-25"]),
        (WeekdaysOfMonth(((5, 3),)), ["12-31"]),
    ],
)
def test_each_kind_of_days_comes_when_it_should(days: Days, coming: list[str]) -> None:
    plan = Plan(days, at("09:00"), BERLIN, date(2026, 12, 31))
    found = local(plan, day("2026-11-24 08:00"), 3)
    assert found == [f"2026-{one} 09:00+0100" for one in coming]


def test_a_plan_ends_with_its_last_day() -> None:
    plan = Plan(EveryDay(), at("09:00", "23:30"), BERLIN, date(2026, 11, 25))
    assert local(plan, day("2026-11-25 09:00")) == ["2026-11-25 23:30+0100"]
    assert local(plan, day("2026-11-25 23:30")) == []


def test_a_skipped_time_moves_to_the_end_of_the_gap_and_is_one_slot() -> None:
    plan = Plan(EveryDay(), at("01:59", "02:00", "02:30", "03:00", "03:01"), BERLIN)
    coming = ["2026-03-29 01:59+0100", "2026-03-29 03:00+0200", "2026-03-29 03:01+0200"]
    assert local(plan, day("2026-03-29 01:58"), 3) == coming
    assert local(plan, day("2026-03-29 01:59:59"), 2) == coming[1:]
    assert local(plan, day("2026-03-29 03:00"), 1) == coming[2:]


def test_a_time_that_comes_twice_is_posted_at_its_first_coming_only() -> None:
    plan = Plan(EveryDay(), at("02:30"), BERLIN)
    assert local(plan, day("2026-10-25 01:00"), 2) == ["2026-10-25 02:30+0200", "2026-10-26 02:30+0100"]
    second_pass = day("2026-10-25 02:15").replace(fold=1)
    assert local(plan, second_pass, 1) == ["2026-10-26 02:30+0100"]
    assert local(Plan(EveryDay(), at("03:00"), BERLIN), second_pass, 1) == ["2026-10-25 03:00+0100"]


def test_the_half_hour_of_lord_howe() -> None:
    plan = Plan(EveryDay(), at("01:45", "02:15"), "Australia/Lord_Howe")
    spring = local(plan, day("2026-10-04 00:00", plan.zone), 2)
    assert spring == ["2026-10-04 01:45+1030", "2026-10-04 02:30+1100"]
    autumn = local(plan, day("2026-04-05 00:00", plan.zone), 2)
    assert autumn == ["2026-04-05 01:45+1100", "2026-04-05 02:15+1030"]


def test_the_day_that_samoa_skipped() -> None:
    plan = Plan(EveryDay(), at("00:00", "12:00"), "Pacific/Apia")
    coming = ["2011-12-29 12:00-1000", "2011-12-31 00:00+1400", "2011-12-31 12:00+1400"]
    assert local(plan, day("2011-12-29 00:00", plan.zone), 3) == coming
    last = Plan(EveryDay(), at("12:00"), "Pacific/Apia", date(2011, 12, 30))
    assert local(last, day("2011-12-29 12:00", plan.zone)) == ["2011-12-31 00:00+1400"]


def test_the_day_that_kwajalein_skipped_and_the_midnight_that_cairo_skips() -> None:
    kwajalein = Plan(EveryDay(), at("12:00"), "Pacific/Kwajalein")
    assert local(kwajalein, day("1993-08-20 12:00", kwajalein.zone), 2) == [
        "1993-08-22 00:00+1200",
        "1993-08-22 12:00+1200",
    ]
    cairo = Plan(DaysOfWeek((4,)), at("00:00"), "Africa/Cairo")
    assert local(cairo, day("2026-04-23 12:00", cairo.zone), 1) == ["2026-04-24 01:00+0300"]


def test_a_zone_that_is_gone_counts_as_utc() -> None:
    plan = Plan(EveryDay(), at("12:00"), "Mars/Olympus")
    assert next(plans.slots(plan, NOW)) == datetime(2026, 11, 24, 12, tzinfo=UTC)


@given(
    any_plan(),
    st.integers(0, 11 * 365 * 86400).map(
        lambda seconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(0, seconds)
    ),
    st.data(),
)
def test_slots_ascend_after_their_start_and_go_on_from_any_point(
    plan: Plan, after: datetime, data: st.DataObject
) -> None:
    found = list(islice(plans.slots(plan, after), 30))
    assert all(one.tzinfo is UTC for one in found)
    assert all(one < two for one, two in zip([after, *found], found, strict=False))
    zone = ZoneInfo(plan.zone)
    for slot in found:
        shown = slot.astimezone(zone)
        before = (slot - timedelta(seconds=1)).astimezone(zone)
        jump = shown.replace(tzinfo=None) - before.replace(tzinfo=None)
        assert shown.time() in plan.times or jump > timedelta(seconds=1)
    if found:
        place = data.draw(st.integers(0, len(found) - 1))
        rest = found[place + 1 :]
        assert list(islice(plans.slots(plan, found[place]), len(rest))) == rest
        nearly = found[place] - timedelta(microseconds=1)
        assert next(plans.slots(plan, nearly)) == found[place]
