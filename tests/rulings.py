"""A small library with one ruling, for the tests of rulings."""

from __future__ import annotations

from pathlib import Path

from tests.libraries import built, lay_out

LETTER = """---
title: The maker's letter
author: Lena Ortiz
published: 2020-05-01
kind: creator
---
Mara and Ilo fell in love on the last page, and we are glad of it.

Tev and Mara broke up in the second book.

The flood of the first book was the first scene that I ever wrote.
"""
NEWS = """---
title: The evening paper
publisher: The Paper
published: 2020-06-01
kind: report
---
Mara and Ilo are in a relationship, the readers were glad to hear.

Nobody in the town had seen a flood like it. The flood took the bridge.

"The flood was fun to write," Lena Ortiz said to the paper.

Tev and Ilo went to the market, where Tev and Ilo bought fish.
"""
LONG = "The market book\n\n" + "\n\n".join(
    f"On day {number} Tev and Ilo went to the market and came home with a fish." for number in range(1, 31)
)
PEOPLE = """
[[person]]
name = "Mara"
role = "character"
[[person]]
name = "Ilo"
role = "character"
[[person]]
name = "Tev"
role = "character"
[[person]]
name = "Lena Ortiz"
role = "creator"
"""
TOPICS = """
[[topic]]
name = "Marilo"
kind = "pairing"
members = ["Mara", "Ilo"]
aliases = ["Mara and Ilo"]
[[topic]]
name = "Marev"
kind = "pairing"
members = ["Mara", "Tev"]
[[topic]]
name = "Tevilo"
kind = "pairing"
members = ["Tev", "Ilo"]
[[topic]]
name = "The flood"
kind = "event"
"""
RULINGS = """
[[ruling]]
topic = "Marilo"
verdict = "canon"
scope = "romantic relationship, at the end"
says = "They fall in love on the last page."
as_of = "2020-05-01"
[[ruling.evidence]]
text = "Mara and Ilo fell in love on the last page, and we are glad of it."
document = "letter.txt"
"""
LOVE = "Mara and Ilo fell in love on the last page, and we are glad of it."
PAPER = "Mara and Ilo are in a relationship, the readers were glad to hear."
BROKE = "Tev and Mara broke up in the second book."


async def small_library(folder: Path) -> Path:
    data = lay_out(
        folder,
        {"letter.txt": LETTER, "news.txt": NEWS, "long.txt": LONG},
        {"people.toml": PEOPLE, "topics.toml": TOPICS, "rulings.toml": RULINGS},
    )
    report = await built(data)
    assert not report.problems
    return data
