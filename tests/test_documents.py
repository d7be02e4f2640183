"""A server's documents and what comes in: names, heads, room, what doesn't fit, what can be brought back."""

from __future__ import annotations

import asyncio
import random
import shutil
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import documents, libraries, waiting_texts
from bot.curation import KEPT, Wish, text_id
from bot.document_clashes import likenesses
from bot.documents import Origin, State, date_from, head_from, name_for
from bot.errors import UserError
from bot.letterheads import written_above
from bot.services import Services, library_path, open_services
from bot.uploads import Offer
from bot.waiting_texts import Sent
from tests.libraries import built, lay_out

HOST = """---
title: On Boats
url: https://example.org/boats/
---
"The sea is wide," said Korra Waters. Korra Waters sailed. "Nobody owns a wave," said Tahno Reef.
"""
MINE = """---
title: On Lakes
author: Opal
published: 2015
---
"A lake is a sea that stayed," said Korra Waters. Korra Waters smiled. "The sea is wide," said Tahno Reef.
"""
PEOPLE = '[[person]]\nname = "Korra Waters"\nrole = "creator"\n'
HERE, THERE = 5, 6


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("documents")
    lay_out(folder, {"boats.md": HOST, "other.txt": "Some words.\n"}, {"people.toml": PEOPLE})
    asyncio.run(built(folder))
    return library_path(folder)


@pytest.fixture
async def services(library: Path, tmp_path: Path, clock: Clock) -> AsyncGenerator[Services]:
    (tmp_path / "local").mkdir()
    shutil.copy(library, library_path(tmp_path))
    async with open_services(tmp_path, chance=random.Random(1), clock=clock) as opened:
        yield opened


def sent(name: str, text: str | bytes) -> Sent:
    content = text.encode() if isinstance(text, str) else text
    return Sent(name, len(content), content)


async def offered(services: Services, *files: Sent, asked: int = 1) -> Offer:
    return await services.uploads.offer(HERE, 1, asked, files)


async def added(services: Services, *files: Sent, asked: int = 1) -> str:
    """The entry of the log, by which it is undone."""
    offer = await offered(services, *files, asked=asked)
    done = await services.uploads.add(HERE, offer.id, 1)
    assert done is not None
    return done.change.entry


async def called(services: Services, title: str, server: int = HERE) -> documents.Listed:
    return await services.documents.find(server, title)


@pytest.mark.parametrize(
    ("sent_as", "name"),
    [
        ("Korra & Asami.md", "server/korra-and-asami.md"),
        ("../../etc/passwd", "server/passwd.txt"),
        ("C:\\temp\\..\\Été.TXT", "server/ete.txt"),
        ("notes.v2.markdown", "server/notes-v2.md"),
        ("...", "server/document.txt"),
        ("\u202egnp.exe", "server/gnp-exe.txt"),
        ("x" * 300 + ".txt", f"server/{'x' * 60}.txt"),
        ("taken.txt", "server/taken-3.txt"),
    ],
)
def test_a_file_is_never_stored_under_a_path_of_its_own(sent_as: str, name: str) -> None:
    assert name_for(sent_as, {"server/taken.txt", "server/taken-2.txt"}) == name


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2014-12-22", "2014-12-22"),
        ("2014-2-3", "2014-02-03"),
        ("2014", "2014"),
        ("December 2014", "2014-12"),
        ("22 December 2014", "2014-12-22"),
        ("Dec 22, 2014", "2014-12-22"),
        ("22.12.2014", "2014-12-22"),
        ("", ""),
    ],
)
def test_dates_as_people_write_them(written: str, iso: str) -> None:
    assert date_from(written) == iso


@pytest.mark.parametrize("written", ["yesterday", "2014-13", "30 February 2014", "22/12/2014"])
def test_what_is_no_date(written: str) -> None:
    with pytest.raises(UserError):
        date_from(written)


def test_a_form_s_head() -> None:
    head = head_from({"title": " On\x00 Lakes ", "url": "http://example.org/x", "published": "May 2020"})
    assert head == {
        "title": "On Lakes",
        "author": "",
        "publisher": "",
        "published": "2020-05",
        "url": "http://example.org/x",
    }
    with pytest.raises(UserError, match="https://"):
        head_from({"url": "javascript:alert(1)"})
    assert head_from({"url": "example.org/fly?x=1"})["url"] == "https://example.org/fly?x=1"


@pytest.mark.parametrize(
    ("new", "known", "alike"),
    [
        ("Brian Konietzko", "Bryan Konietzko", True),
        ("Mike DiMartino", "Mike Dante DiMartino", True),
        ("Varick", "Varrick", True),
        ("Lin Beifong", "Toph Beifong", False),
        ("Opal", "Bolin", False),
        ("Mako", "Mai", False),
    ],
)
def test_names_that_may_be_one_person_s(new: str, known: str, alike: bool) -> None:
    found = likenesses([new], [("".join(known.lower().split()), known), ("zaheer", "Zaheer")])
    assert [one.known for one in found] == ([known] if alike else [])


async def test_what_is_understood_and_what_does_not_fit(services: Services) -> None:
    text = MINE.replace("Opal", "Opal\nurl: http://example.org/boats").replace("On Lakes", "On boats")
    text = text.replace("Tahno Reef", "Tano Reef")
    [one] = (await offered(services, sent("lakes.md", text))).files
    assert (one.look.author, one.look.published, one.look.quotes_total) == ("Opal", "2015", 2)
    assert ("Korra Waters", True) in [(who.name, who.curated) for who in one.look.persons]
    assert {clash.what for clash in one.clashes} == {"title", "address", "words"}
    [words] = [clash for clash in one.clashes if clash.what == "words"]
    assert (words.mine, words.theirs, words.words) == ("Tano Reef", "Korra Waters", "The sea is wide,")
    assert [(near.new, near.known) for near in one.near] == [("Tano Reef", "Tahno Reef")]
    assert one.new == ("Tano Reef",)
    assert (await services.libraries.edits(HERE)) == [], "nothing is stored"


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("program.txt", b"\x7fELF\x02\x01" + bytes(200), "a program"),
        ("setup.txt", b"MZ\x90\x00\x03" + bytes(200), "only programs read"),
        ("bomb.txt", b"PK\x03\x04" + bytes(200), "ZIP archive"),
        ("empty.txt", b" \n\n", "empty"),
        ("head.txt", b"---\ntitle: x\n---\n\n", "no text follows"),
        ("half.txt", "Ein Wort".encode("utf-16")[:-1], "damaged"),
        ("strange.txt", bytes(range(128, 256)) * 40, "encoding"),
        ("pack.zip", b"PK\x03\x04" + bytes(200), "/admin pack"),
        ("same.md", HOST.encode(), "very same text as “On Boats”"),
    ],
)
async def test_files_that_are_refused(services: Services, name: str, content: bytes, why: str) -> None:
    offer = await offered(services, sent(name, content))
    assert not offer.id and why in offer.files[0].refused


async def test_too_large_a_file_is_not_even_read(services: Services) -> None:
    offer = await offered(services, Sent("book.txt", 25_000_000, None))
    assert "has 25 MB; a file can have 10 MB at most" in offer.files[0].refused
    assert not offer.id


async def test_the_same_file_twice_in_one_command(services: Services) -> None:
    offer = await offered(services, sent("one.md", MINE), sent("two.md", MINE), sent("three.txt", "Other."))
    assert ["very same text" in one.refused for one in offer.files] == [False, True, False]
    await services.uploads.add(HERE, offer.id, 1)
    assert {one.name for one in await services.documents.all(HERE)} >= {"server/one.md", "server/three.txt"}


async def test_two_who_send_files_of_one_name(services: Services) -> None:
    first = await offered(services, sent("lakes.md", MINE))
    second = await offered(services, sent("lakes.md", "Words that are other.\n"), asked=2)
    for offer in (first, second):
        assert await services.uploads.add(HERE, offer.id, 1)
    names = {one.name for one in await services.documents.all(HERE) if one.origin is Origin.SERVER}
    assert names == {"server/lakes.md", "server/lakes-2.md"}
    assert await services.uploads.add(HERE, second.id, 1) is None, "a second press changes nothing"


async def test_the_same_text_added_by_two_is_there_once(services: Services) -> None:
    first, second = [await offered(services, sent("lakes.md", MINE), asked=asked) for asked in (1, 2)]
    await services.uploads.add(HERE, first.id, 1)
    with pytest.raises(UserError, match="nothing left"):
        await services.uploads.add(HERE, second.id, 1)


async def test_another_server_has_nothing_of_it(services: Services) -> None:
    offer = await offered(services, sent("lakes.md", MINE))
    for attempt in (services.uploads.look(THERE, offer.id), services.uploads.add(THERE, offer.id, 1)):
        with pytest.raises(UserError, match="gone"):
            await attempt
    await services.uploads.add(HERE, offer.id, 1)
    with pytest.raises(UserError):
        await called(services, "On Lakes", THERE)


async def test_limits_say_which(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    await added(services, sent("lakes.md", MINE))
    monkeypatch.setattr(documents, "MOST", 1)
    with pytest.raises(UserError, match="1 documents of its own, and there are 1"):
        await offered(services, sent("b.txt", "Other words."), asked=2)
    monkeypatch.setattr(documents, "MOST", 5)
    monkeypatch.setattr(documents, "MOST_BYTES", len(MINE) + 100)
    waiting = await offered(services, sent("b.txt", "Other words." * 8), asked=3)
    with pytest.raises(UserError, match="MB is the most"):
        await offered(services, sent("b.txt", "Other words." * 9), asked=4)
    monkeypatch.setattr(documents, "MOST_BYTES", 0)
    with pytest.raises(UserError, match="MB is the most"):
        await services.uploads.add(HERE, waiting.id, 1)
    monkeypatch.setattr(documents, "MOST_BYTES", 10_000)
    monkeypatch.setattr(documents, "MOST_WAITING", len(MINE) - 1)
    listed = await called(services, "On Lakes")
    await services.documents.set_state(HERE, 1, 9, listed.source.id, State.REMOVED)
    with pytest.raises(UserError, match="kept for 30 days"):
        await services.uploads.add(HERE, waiting.id, 1)
    monkeypatch.setattr(documents, "MOST_WAITING", 10_000)
    assert await services.uploads.add(HERE, waiting.id, 1), "what couldn't be added still waits"


async def test_removed_and_brought_back_and_swept_away(services: Services, clock: Clock) -> None:
    entry = await added(services, sent("lakes.md", MINE))
    listed = await called(services, "On Lakes")
    quotes = services.at(HERE).quotes
    assert (await quotes.answer("Korra Waters", "lake")).quotes
    removal = await services.documents.set_state(HERE, 1, 10, listed.source.id, State.REMOVED)
    assert not (await quotes.answer("Korra Waters", "lake")).quotes
    gone = await called(services, "On Lakes")
    assert (gone.state, gone.until) == (State.REMOVED, clock.now + KEPT)
    offer = await offered(services, sent("again.md", MINE), asked=2)
    assert "same text as a removed document" in offer.files[0].refused
    back = await services.documents.set_state(HERE, 1, 11, listed.source.id, State.SHOWN)
    assert back.what == "Document “On Lakes” brought back"
    assert (await quotes.answer("Korra Waters", "lake")).quotes
    assert (await called(services, "On Lakes")).source == listed.source

    await services.curation.undo(HERE, back.entry, 1)
    clock.now += KEPT - timedelta(minutes=1)
    await services.documents.sweep()
    assert (await called(services, "On Lakes")).state is State.REMOVED
    clock.now += timedelta(minutes=2)
    await services.documents.sweep()
    with pytest.raises(UserError, match="no such document"):
        await called(services, "On Lakes")
    with pytest.raises(UserError, match="no longer here"):
        await services.documents.set_state(HERE, 1, 12, listed.source.id, State.SHOWN)
    with pytest.raises(UserError, match="kept for 30 days"):
        await services.curation.undo(HERE, removal.entry, 1)
    assert (await services.curation.line(HERE, entry)) is not None
    anew = await offered(services, sent("lakes.md", MINE), asked=3)
    assert anew.files[0].look.name == "server/lakes-2.md", "its name was another's"


async def test_a_document_of_the_host_is_hidden_and_edited_only_here(services: Services) -> None:
    listed = await called(services, "On Boats")
    assert listed.origin is Origin.HOST
    await services.documents.edit(
        HERE, 1, 1, listed.source.id, {"title": "Boats!", "publisher": "", "url": ""}
    )
    mended = await called(services, "Boats!")
    assert (mended.source.url, mended.source.publisher) == (None, None)
    assert (await called(services, "On Boats", THERE)).source == listed.source
    await services.documents.set_state(HERE, 1, 2, listed.source.id, State.HIDDEN)
    hidden = await called(services, "Boats!")
    assert (hidden.state, hidden.source.url) == (State.HIDDEN, None)
    assert not (await services.at(HERE).quotes.answer("Tahno Reef")).quotes
    assert (await services.at(THERE).quotes.answer("Tahno Reef")).quotes
    with pytest.raises(UserError, match="You can hide"):
        await services.documents.set_state(HERE, 1, 3, listed.source.id, State.REMOVED)
    other = await called(services, "Other")
    await services.documents.set_state(HERE, 1, 4, other.source.id, State.HIDDEN)
    assert not (await services.at(HERE).sources.answer()).cards, "a server may want none of the host's"
    await services.documents.set_state(HERE, 1, 7, other.source.id, State.SHOWN)
    await services.documents.set_state(HERE, 1, 5, listed.source.id, State.SHOWN)
    head = {"title": "On Boats", "publisher": "", "url": "https://example.org/boats/"}
    await services.documents.edit(HERE, 1, 6, listed.source.id, head)
    assert await services.curation.own(HERE, "document") == {}, (
        "nothing is left when all is as the host has it"
    )


async def test_an_emptied_head_stays_empty(services: Services) -> None:
    offer = await offered(services, sent("lakes.md", MINE))
    await services.uploads.mend(HERE, offer.id, 0, {"author": "", "title": "Lakes of old", "published": ""})
    await services.uploads.add(HERE, offer.id, 1)
    source = (await called(services, "Lakes of old")).source
    assert (source.author, source.published) == (None, None)
    await services.documents.edit(HERE, 1, 1, source.id, {"kind": "work"})
    assert (await called(services, "Lakes of old")).source.author is None


async def test_what_another_text_would_change(services: Services) -> None:
    await added(services, sent("lakes.md", MINE))
    listed = await called(services, "On Lakes")
    name, words = listed.name, "A lake is a sea that stayed,"
    await services.curation.change(
        HERE,
        1,
        "e",
        "Things said",
        [
            Wish("topic", {"name": "Lakes", "kind": "claim"}),
            Wish(
                "ruling",
                {
                    "topic": "Lakes",
                    "verdict": "confirmed",
                    "scope": "all lakes",
                    "says": "They are seas.",
                    "evidence": [{"text": words, "document": name, "stance": "for"}],
                },
                "lakes",
            ),
            Wish("quote", {"document": name, "words": words, "near": 1, "speaker": "Tahno Reef"}, "q1"),
        ],
    )
    new = MINE.replace(words, "A lake is a pond that dreams,").replace("Opal", "Kuvira")
    change = await services.replacements.offer(HERE, 1, 5, "On Lakes", sent("new.md", new))
    found = change.found
    assert [(quote.text, quote.speaker) for quote in found.lost] == [(words, "Tahno Reef")]
    assert [quote.text for quote in found.new] == ["A lake is a pond that dreams,"]
    assert (found.kept, found.rulings, found.corrections) == (1, (("Lakes", words),), (words,))
    assert await services.replacements.replace(HERE, change.id, 1)
    assert await services.replacements.replace(HERE, change.id, 1) is None
    after = await called(services, "On Lakes")
    assert (after.name, after.source.author) == (name, "Opal"), "its head stays"
    assert (await services.at(HERE).quotes.answer("Korra Waters", "pond")).quotes
    await services.curation.undo(HERE, f"document:{change.id}", 1)
    assert (await services.at(HERE).quotes.answer("Tahno Reef", "lake")).quotes


async def test_texts_that_replace_nothing(services: Services) -> None:
    await added(services, sent("lakes.md", MINE))
    for text, why in ((MINE, "already"), (HOST, "another document"), (b"\x7fELF" + bytes(99), "program")):
        change = await services.replacements.offer(HERE, 1, 5, "On Lakes", sent("new.md", text))
        assert not change.id and why in change.refused
    with pytest.raises(UserError, match="added itself"):
        await services.replacements.offer(HERE, 1, 5, "On Boats", sent("new.md", "New words."))
    listed = await called(services, "On Lakes")
    await services.documents.set_state(HERE, 1, 6, listed.source.id, State.HIDDEN)
    hidden = await services.replacements.offer(HERE, 1, 7, "On Lakes", sent("new.md", "New words."))
    assert hidden.found.lost_total == 2, "a hidden one can be replaced, too"
    await services.documents.set_state(HERE, 1, 8, listed.source.id, State.REMOVED)
    with pytest.raises(UserError, match="was removed"):
        await services.replacements.replace(HERE, hidden.id, 1)


async def test_previews_wait_for_a_day_and_are_of_one_kind(services: Services, clock: Clock) -> None:
    offer = await offered(services, sent("lakes.md", MINE))
    for attempt in (
        services.replacements.look(HERE, offer.id),
        services.replacements.replace(HERE, offer.id, 1),
        services.replacements.cancel(HERE, offer.id),
    ):
        with pytest.raises(UserError, match="gone"):
            await attempt
    with pytest.raises(UserError, match="gone"):
        await services.imports.apply(HERE, offer.id, 1)
    clock.now += waiting_texts.KEPT + timedelta(minutes=1)
    with pytest.raises(UserError, match="waits for a day"):
        await services.uploads.add(HERE, offer.id, 1)


async def test_reading_tells_how_far_it_is(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "TOLD_EVERY", 0.005)
    shares: list[float] = []

    async def progress(share: float) -> None:
        shares.append(share)

    text = MINE + "".join(f"Korra Waters counted {n} of the lakes.\n\n" for n in range(1500))
    await services.uploads.offer(HERE, 1, 1, [sent("long.txt", text)], progress=progress)
    assert len(set(shares)) > 1 and shares == sorted(shares) and 0 <= shares[0] <= shares[-1] <= 1


async def test_a_packs_document_keeps_its_head_while_it_is_hidden(services: Services) -> None:
    data, name, layer = MINE.encode(), "pack-ponds/lakes.md", "pack:ponds"
    wish = Wish("document", {"text": text_id(data), "state": "shown"}, name, layer)
    await services.curation.change(HERE, 1, "pack:1", "A pack", [wish], texts={text_id(data): data})
    before = await services.documents.find(HERE, "On Lakes")
    await services.documents.set_state(HERE, 1, 2, before.source.id, State.HIDDEN)
    hidden = await services.documents.find(HERE, "On Lakes")
    assert (hidden.state, hidden.source) == (State.HIDDEN, before.source)
    await services.documents.edit(HERE, 1, 3, hidden.source.id, {"publisher": "The Pond"})
    hidden = await services.documents.find(HERE, "On Lakes")
    assert (hidden.source.publisher, hidden.source.author) == ("The Pond", "Opal")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("On Lakes\nBy Anna Writer\nMay 5, 2016\n\n“Wide,” she said.", ("Anna Writer", "2016-05-05", None)),
        (
            "# On Lakes\n\n*By Ann Low and Bo* | Published: 3 June 2014\n",
            ("Ann Low and Bo", "2014-06-03", None),
        ),
        ("https://example.org/x\nPosted on December 2014\n", (None, "2014-12", "https://example.org/x")),
        ("By the lake they met.\n1984\n", (None, None, None)),
        ("By noon Korra had left\nOn May 5\n", (None, None, None)),
        ("---\ntitle: x\n---\nBy Anna Writer\n", (None, None, None)),
        ("x" * 100 + "\nBy Anna Writer\n", (None, None, None)),
        ("\x00\x01", (None, None, None)),
        ("", (None, None, None)),
    ],
)
def test_what_the_first_lines_say(text: str, found: tuple[str | None, str | None, str | None]) -> None:
    read = written_above(text.encode())
    assert tuple(map(read.get, ("author", "published", "url"))) == found


async def test_the_preview_is_filled_in_from_the_first_lines(services: Services) -> None:
    data = b'On Ponds\nBy Anna Writer\nMay 5, 2016\n\n"A pond is small," said Korra Waters.\n'
    offer = await services.uploads.offer(HERE, 1, 1, [Sent("pond.txt", len(data), data)])
    [one] = offer.files
    assert (one.look.author, one.look.published) == ("Anna Writer", "2016-05-05")
    told = {"author": "Opal", "title": "Ponds"}
    offer = await services.uploads.offer(HERE, 1, 2, [Sent("pond.txt", len(data), data)], told)
    [one] = offer.files
    assert (one.look.title, one.look.author, one.look.published) == ("Ponds", "Opal", "2016-05-05")
