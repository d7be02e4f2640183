"""A small library in which names are easily mistaken, and how its cards are used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from simcord.actors import MemberActor
from simcord.results import ResponseMessage

from tests.cogs.reading import shown, texts
from tests.conftest import World
from tests.libraries import built, lay_out

DOCUMENTS = {
    "guards.txt": (
        'Lin Beifong runs the police of the city. "We hold the bridge until dawn," said Lin Beifong. Beifong '
        'smiled. "Nobody crosses it tonight," Beifong said.'
    ),
    "metal.txt": 'The town has walls. "My sons can bend all of it by noon," Beifong said. Beifong laughed.',
    "friends.txt": (
        'Katara met Aang in the ice. "I will always be there for you," said Katara. "You were there from '
        'day one," Aang said. Katara and Aang went home together. "They are a lovely pair," said Mikey Dunn. '
        "Korra and Mako broke up on the bridge."
    ),
    "letter.txt": (
        '"The new show starts in May," said Michael Dunn. Mrs. Gray agreed. "It does start in May, and I '
        'will be there," Mrs. Gray said. Korra loves Asami Sato.'
    ),
}
CURATED = {
    "people.toml": """
[[person]]
name = "Korra"
aliases = ["Avatar Korra"]
role = "character"
pronoun = "she"
note = "The Avatar."
[[person]]
name = "Mako"
role = "character"
[[person]]
name = "Asami Sato"
aliases = ["Asami"]
role = "character"
""",
    "topics.toml": """
[[topic]]
name = "Makorra"
kind = "pairing"
members = ["Mako", "Korra"]
aliases = ["Borra"]
asks = ["did mako and korra break up"]
[[topic]]
name = "Korrasami"
kind = "pairing"
members = ["Avatar Korra", "Asami Sato"]
[[topic]]
name = "The bridge"
kind = "event"
""",
    "rulings.toml": """
[[ruling]]
topic = "Borra"
verdict = "ended"
scope = "romance"
says = "It ended on the bridge."
[[ruling.evidence]]
text = "Korra and Mako broke up on the bridge."
document = "friends.txt"
""",
}


async def small_library(folder: Path) -> Path:
    report = await built(lay_out(folder, DOCUMENTS, CURATED))
    assert not report.problems
    return folder


async def card(world: World, who: MemberActor, kind: str, name: str) -> ResponseMessage:
    """What `/admin person show` or `/admin topic show` opens, or the refusal."""
    found = shown(await who.slash(world.channel, f"admin {kind} show", **{kind: name}))
    assert found.ephemeral
    return found


async def fill(who: MemberActor, opened: ResponseMessage, label: str, **values: Any) -> str:
    """Fills in the form behind a button; what stands there or is told then."""
    form = await who.click(opened.message, label=label)
    return texts(shown(await who.submit_modal(form, values)))


async def canon(world: World, topic: str) -> str:
    return texts(shown(await world.member.slash(world.channel, "canon", topic=topic)))


async def quote(world: World, person: str) -> str:
    return texts(shown(await world.member.slash(world.channel, "quote", person=person)))


async def offered(world: World, command: str, option: str, typed: str) -> list[str]:
    return [one["name"] for one in await world.member.autocomplete(world.channel, command, option, typed)]


async def everything(world: World, server_id: int) -> list[Any]:
    """All that the library of a server says of persons, topics, rulings and quotes."""
    library = world.services.at(server_id).library
    found: list[Any] = []
    for sql in (
        "select id, name, role, pronoun, curated, mentions from persons order by id",
        "select id, name, kind, members, date from topics order by id",
        "select id, topic_id, verdict, says, layer from rulings order by id",
        "select key, shown, target_kind, target_id, how from names order by key, target_kind, target_id",
        "select id, person_id, kind from pieces order by id",
    ):
        found.append([tuple(row) for row in await library.fetch(sql)])
    return found
