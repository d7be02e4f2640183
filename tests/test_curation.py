"""What moderators change, undone in reverse, leaves nothing behind; and a rebuild changes nothing."""

from __future__ import annotations

import asyncio
import random
import tempfile
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.curation import Wish, text_id
from bot.errors import UserError
from bot.models import Kind
from bot.server_settings import Key
from bot.services import Services, open_services
from tests.libraries import built, lay_out

SERVER, OTHER = 11, 22
DOCUMENTS = {
    "harbour.txt": '"The lamp was never out," said Mira Voss. "Not once."\n\n'
    'Tove Brandt laughed. "Mira and Tove are canon," said Mira Voss.\n',
    "letters.txt": '"We fell in love at the harbour," wrote Tove Brandt.\n\nReyes said: "I saw it all."\n',
}
CURATED = {
    "people.toml": '[[person]]\nname = "Mira Voss"\naliases = ["Mira"]\nrole = "character"\n'
    '[[person]]\nname = "Tove Brandt"\naliases = ["Tove"]\nrole = "character"\n',
    "topics.toml": '[[topic]]\nname = "Mirtove"\nkind = "pairing"\nmembers = ["Mira Voss", "Tove Brandt"]\n'
    '[[topic]]\nname = "The lamp went out"\nkind = "claim"\n',
    "rulings.toml": '[[ruling]]\ntopic = "Mirtove"\nverdict = "canon"\nscope = "the book"\nsays = "Yes."\n'
    '[[ruling.evidence]]\ntext = "Mira and Tove are canon,"\ndocument = "harbour.txt"\n',
}
TABLES = {
    "documents": "id, name, title, author, published, kind, text",
    "persons": "id, name, role, pronoun, curated, mentions",
    "topics": "id, name, kind, members, date",
    "names": "key, shown, target_kind, target_id, how, weight",
    "rulings": "id, topic_id, verdict, scope, says, as_of, layer",
    "pieces": "id, document_id, family, starts, ends, text, kind, person_id, saying_id, parent_id",
    "questions": "id, prompt",
    "drafts": "id, topic_id, verdict, cue",
}
Given = TypeVar("Given")

NAMES = [
    "Mira Voss",
    "Tove Brandt",
    "Reyes",
    "Sigrun",
    "Ada 🏮",
    "*Jonas*",
    "\u202eEvil",
    "@everyone",
    "Mira",
]
ALIASES = ["Lampkeeper", "The Captain", "Tove", "M.", "灯台", "Mirtove", "Voss"]
WORDS = ["The lamp was never out,", "Not once.", "We fell in love at the harbour,", "I saw it all."]
TEXTS = [
    b'"Turtles are slow," said Ada.\n',
    b'---\ntitle: A letter\nkind: work\n---\n"I saw it all," said Tove Brandt.\n',
    "“Never,” sagte Reyes – „nein“ 🏮.\n".encode(),
]


async def seen(services: Services, server_id: int) -> dict[str, list[tuple[Any, ...]]]:
    """Everything of the library that an answer can be made of, whatever the order it was written in."""
    library = services.at(server_id).library
    found = {
        table: sorted(await library.fetch(f"select {columns} from {table}"), key=repr)
        for table, columns in TABLES.items()
    }
    found["evidence"] = sorted(
        await library.fetch(
            """
            select evidence.ruling_id, pieces.id, evidence.stance
              from evidence join pieces on pieces.number = evidence.piece_number
            """
        ),
        key=repr,
    )
    return found


class Moderating(RuleBasedStateMachine):
    """Three moderators at work in one server, while another server looks on."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        self.stack = AsyncExitStack()
        data = lay_out(Path(self.folder.name), DOCUMENTS, CURATED)
        self.run(built(data))
        self.services = self.run(self.stack.enter_async_context(open_services(data, chance=random.Random(1))))
        self.first = self.run(seen(self.services, SERVER))
        self.done: list[str] = []
        self.tried = 0

    def run(self, coroutine: Coroutine[Any, Any, Given]) -> Given:
        return self.loop.run_until_complete(coroutine)

    def change(self, moderator: int, *wishes: Wish, texts: dict[str, bytes] | None = None) -> None:
        self.tried += 1
        entry = f"edit:{self.tried}"
        try:
            change = self.run(
                self.services.curation.change(SERVER, moderator, entry, "changed", wishes, texts=texts)
            )
        except UserError as error:
            assert str(error)
            return
        if change.done:
            self.done.append(entry)

    moderators = st.integers(1, 3)

    @rule(moderator=moderators, name=st.sampled_from(NAMES), alias=st.sampled_from(ALIASES))
    def person_added(self, moderator: int, name: str, alias: str) -> None:
        self.change(moderator, Wish("person", {"name": name, "aliases": [alias], "role": "cast"}))

    @rule(moderator=moderators, of=st.sampled_from(NAMES[:4]), to=st.sampled_from(NAMES))
    def person_renamed(self, moderator: int, of: str, to: str) -> None:
        raw = self.run(self.services.curation.entry(SERVER, "person", of))
        if raw is not None:
            self.change(moderator, Wish("person", {**raw.values, "name": to, "aliases": [of]}, raw.subject))

    @rule(moderator=moderators, kept=st.sampled_from(NAMES), gone=st.sampled_from(NAMES))
    def merged(self, moderator: int, kept: str, gone: str) -> None:
        one = self.run(self.services.curation.entry(SERVER, "person", kept))
        other = self.run(self.services.curation.entry(SERVER, "person", gone))
        if one is not None and other is not None and one.subject != other.subject:
            aliases = [*one.values.get("aliases", []), gone, *other.values.get("aliases", [])]
            self.change(
                moderator,
                Wish("person", None, other.subject),
                Wish("person", {**one.values, "aliases": aliases}, one.subject),
            )

    @rule(moderator=moderators, ref=st.sampled_from([*NAMES, "Mirtove"]), alias=st.sampled_from(ALIASES))
    def alias_added(self, moderator: int, ref: str, alias: str) -> None:
        self.tried += 1
        entry = f"edit:{self.tried}"
        try:
            change = self.run(self.services.curation.add_alias(SERVER, moderator, entry, ref, alias))
        except UserError:
            return
        if change.done:
            self.done.append(entry)

    @rule(
        moderator=moderators,
        name=st.sampled_from(["Mirtove", "Lamp & Sea", "Reyes x Tove"]),
        members=st.lists(st.sampled_from(NAMES), min_size=2, max_size=3, unique=True),
    )
    def topic_added(self, moderator: int, name: str, members: list[str]) -> None:
        self.change(moderator, Wish("topic", {"name": name, "kind": "pairing", "members": members}))

    @rule(
        moderator=moderators,
        verdict=st.sampled_from(["canon", "not canon", "disputed", None]),
        topic=st.sampled_from(["mirtove", "thelampwentout"]),
        words=st.sampled_from(WORDS),
    )
    def ruled(self, moderator: int, verdict: str | None, topic: str, words: str) -> None:
        document = "letters.txt" if words in WORDS[2:] else "harbour.txt"
        values = {
            "topic": topic,
            "verdict": verdict,
            "scope": "all of it",
            "says": "So it is.",
            "evidence": [{"text": words, "document": document, "stance": "for"}],
        }
        self.change(moderator, Wish("ruling", values if verdict else None, topic))

    @rule(
        moderator=moderators,
        name=st.sampled_from(["server/a.txt", "server/b.md", "letters.txt"]),
        content=st.sampled_from(TEXTS),
        state=st.sampled_from(["shown", "shown", "hidden", "removed"]),
    )
    def document(self, moderator: int, name: str, content: bytes, state: str) -> None:
        values = {"text": text_id(content), "state": state, "title": f"Title of {name}"}
        self.change(moderator, Wish("document", values, name), texts={text_id(content): content})

    @rule(
        moderator=moderators,
        words=st.sampled_from(WORDS),
        speaker=st.sampled_from([*NAMES, None]),
        state=st.sampled_from(["quote", "quote", "none", "hidden"]),
    )
    def corrected(self, moderator: int, words: str, speaker: str | None, state: str) -> None:
        document = "letters.txt" if words in WORDS[2:] else "harbour.txt"
        near = DOCUMENTS[document].index(words)
        values = {"document": document, "words": words, "near": near, "state": state, "speaker": speaker}
        self.change(moderator, Wish("quote", values, words))

    @rule(moderator=moderators)
    def not_the_same(self, moderator: int) -> None:
        self.change(moderator, Wish("apart", {"one": "voss", "other": "miravoss"}, "miravoss voss"))

    @precondition(lambda self: self.done)
    @rule(moderator=moderators)
    def the_last_one_undone(self, moderator: int) -> None:
        undone = self.run(self.services.curation.undo(SERVER, self.done.pop(), moderator))
        assert undone is not None

    @invariant()
    def every_word_stands_in_its_document(self) -> None:
        library = self.services.at(SERVER).library
        rows = self.run(
            library.fetch(
                """
                select pieces.text, pieces.starts, pieces.ends, documents.text
                  from pieces join documents on documents.id = pieces.document_id
                """
            )
        )
        assert all(whole[start:end] == text for text, start, end, whole in rows)

    def teardown(self) -> None:
        try:
            self.check()
        finally:
            self.run(self.stack.aclose())
            self.loop.close()
            self.folder.cleanup()

    def check(self) -> None:
        now = self.run(seen(self.services, SERVER))
        self.run(self.services.libraries.forget(SERVER))
        self.run(self.services.libraries.remade(SERVER))
        assert self.run(seen(self.services, SERVER)) == now, "a rebuild from scratch changes nothing"
        assert self.run(seen(self.services, OTHER)) == self.first, "another server sees nothing of it"
        for entry in reversed(self.done):
            assert self.run(self.services.curation.undo(SERVER, entry, 9)) is not None
        assert self.run(seen(self.services, SERVER)) == self.first, "undone in reverse, all is as it was"


few = settings(
    max_examples=3,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    derandomize=True,
)
many = settings(few, max_examples=3, stateful_step_count=200, derandomize=False)


class TestModerating(Moderating.TestCase):
    settings = few


@pytest.mark.load
class TestModeratingLong(Moderating.TestCase):
    settings = many


async def test_fifty_members_ask_while_it_is_changed(tmp_path: Path) -> None:
    data = lay_out(tmp_path, DOCUMENTS, CURATED)
    await built(data)
    async with open_services(data, chance=random.Random(1)) as services:
        answered, over = 0, asyncio.Event()

        async def member() -> None:
            nonlocal answered
            while not over.is_set():
                answer = await services.at(SERVER).canon.answer("mirtove")
                assert answer.topic is not None
                assert answer.ruling is not None
                answered += 1
                await asyncio.sleep(0)

        members = [asyncio.create_task(member()) for _ in range(50)]
        for number in range(6):
            name = f"Ship {number}"
            await services.curation.add_alias(SERVER, 1, f"edit:{number}", "mirtove", name)
            found = (await services.at(SERVER).canon.answer(name)).topic
            assert found is not None
            assert found.name == "Mirtove"
        await services.curation.undo(SERVER, "edit:5", 1)
        gone = (await services.at(SERVER).canon.answer("Ship 5")).topic
        assert gone is None or gone.name != "Mirtove"
        over.set()
        await asyncio.gather(*members)
        assert answered > 50


async def test_changes_made_at_once_are_all_there(tmp_path: Path) -> None:
    """Several wait for one making of the library; each sees its own change when it returns."""
    data = lay_out(tmp_path, DOCUMENTS, CURATED)
    await built(data)
    async with open_services(data, chance=random.Random(1)) as services:

        async def add(number: int) -> None:
            values = {"name": f"Person {number}", "role": "cast"}
            await services.curation.change(SERVER, 1, f"edit:{number}", "added", [Wish("person", values)])
            entries = await services.curation.entries(SERVER, "person")
            assert f"person{number}" in entries

        await asyncio.gather(*(add(number) for number in range(12)))
        names = await services.at(SERVER).library.fetch("select name from persons where name like 'Person %'")
        assert len(names) == 12


async def test_a_change_that_was_not_built_in_is_caught_up_with(tmp_path: Path) -> None:
    """The program ended between storing a change and making the library: the next question makes it."""
    data = lay_out(tmp_path, DOCUMENTS, CURATED)
    await built(data)
    async with open_services(data, chance=random.Random(1)) as services:
        await services.curation.add_alias(SERVER, 1, "edit:1", "mirtove", "The Ship")
        await services.servers.database.write(
            "update library_revisions set revision = revision + 1 where server_id = ?", [SERVER]
        )
        await services.servers.database.write(
            """
            update edits set value = '{"aliases": ["The Boat"]}' where server_id = ?
            """,
            [SERVER],
        )
    async with open_services(data, chance=random.Random(1)) as services:
        found = (await services.at(SERVER).canon.answer("the boat")).topic
        assert found is not None
        assert found.name == "Mirtove"


async def test_the_host_builds_anew_and_servers_follow(tmp_path: Path) -> None:
    data = lay_out(tmp_path, DOCUMENTS, CURATED)
    await built(data)
    async with open_services(data, chance=random.Random(1)) as services:
        await services.curation.add_alias(SERVER, 1, "edit:1", "mirtove", "The Ship")
        lay_out(tmp_path, {"more.txt": '"Turtles are slow," said Tove Brandt.\n'})
        await built(data)
        for _ in range(200):
            if (await services.at(SERVER).quotes.answer("tove", "turtles")).found:
                break
            await asyncio.sleep(0.05)
        assert (await services.at(SERVER).quotes.answer("tove", "turtles")).found
        found = (await services.at(SERVER).canon.answer("the ship")).topic
        assert found is not None
        assert found.name == "Mirtove"


async def test_every_document_hidden(tmp_path: Path) -> None:
    data = lay_out(tmp_path, DOCUMENTS, CURATED)
    await built(data)
    async with open_services(data, chance=random.Random(1)) as services:
        wishes = [Wish("document", {"state": "hidden"}, name) for name in DOCUMENTS]
        await services.curation.change(SERVER, 1, "edit:1", "hidden", wishes)
        assert not (await services.at(SERVER).quotes.answer("mira")).found
        assert (await services.at(OTHER).quotes.answer("mira")).found
        await services.curation.undo(SERVER, "edit:1", 1)
        assert (await services.at(SERVER).quotes.answer("mira")).found


async def test_kinds_that_do_not_count(tmp_path: Path) -> None:
    """A ruling whose evidence is of no kind that counts here isn't shown; another server keeps its own."""
    data = lay_out(tmp_path, DOCUMENTS, CURATED)
    await built(data)
    async with open_services(data, chance=random.Random(1)) as services:
        assert (await services.at(SERVER).canon.answer("mirtove")).ruling is not None
        entry = await services.settings.change(SERVER, 1, 5, Key.KINDS, (Kind.CREATOR,))
        assert (await services.at(SERVER).canon.answer("mirtove")).ruling is None
        assert (await services.at(OTHER).canon.answer("mirtove")).ruling is not None
        assert entry is not None
        assert await services.settings.undo(SERVER, entry, 1)
        assert (await services.at(SERVER).canon.answer("mirtove")).ruling is not None
