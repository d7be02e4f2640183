"""`/admin pack`: out of one server and into another, with its preview, its undo and its refusals."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from simcord.actors import MemberActor
from simcord.results import ResponseMessage

from bot.errors import UserError
from bot.exchange import packs as exchange
from bot.exchange.packs import Pack, read_pack, write_pack
from bot.ingest.written import read_written
from tests.cogs.moderating import elsewhere, guild, moderator, old_button, take_permission
from tests.cogs.reading import keys, labels, shown, texts
from tests.conftest import World

MANIFEST = 'name = "Kyoshi"\nversion = "1"\nlicense = "CC0"\n'
ARTICLE = (
    "---\ntitle: The Rise\n---\n" + '"Fans are the bridge between us," said Kyoshi Warrior Suki. ' * 3 + "\n"
)
PEOPLE = '[[person]]\nname = "Suki"\naliases = ["Kyoshi Warrior Suki"]\nrole = "character"\n'
TOPICS = '[[topic]]\nname = "Sukka"\nkind = "pairing"\nmembers = ["Suki", "Sokka"]\n'
RULINGS = """[[ruling]]
topic = "Sukka"
verdict = "canon"
scope = "the series"
says = "They are together."
[[ruling.evidence]]
text = "Fans are the bridge between us,"
document = "rise.txt"
stance = "for"
"""
SOKKA = '[[person]]\nname = "Sokka"\nrole = "character"\n'


def zipped(**files: str | bytes) -> bytes:
    """`__` in a name stands for the folder's dash, `_dot_` for the dot."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return made.getvalue()


def pack(version: str = "1", article: str = ARTICLE, **more: str) -> bytes:
    files = {
        "pack_dot_toml": MANIFEST.replace('"1"', f'"{version}"'),
        "documents__rise_dot_txt": article,
        "curated__people_dot_toml": PEOPLE + SOKKA,
        "curated__topics_dot_toml": TOPICS,
        "curated__rulings_dot_toml": RULINGS,
    }
    return zipped(**{**files, **more})


async def send(world: World, who: MemberActor, content: bytes, name: str = "kyoshi.zip") -> ResponseMessage:
    return shown(await who.slash(world.channel, "admin pack import", file=(name, content)))


async def test_looked_at_brought_in_updated_and_undone(world: World) -> None:
    lin, server = moderator(world), guild(world).id
    card = await send(world, lin, pack())
    assert "Nothing is stored before" in texts(card)
    assert "topic Sukka: new" in texts(card)
    assert (await world.services.at(server).canon.answer("sukka")).ruling is None
    apply = key_of(card, "pack_apply")
    await world.restart()
    done = shown(await lin.click(card, label="Bring in"))
    assert "Pack Kyoshi 1 brought in" in texts(done)
    found = await world.services.at(server).canon.answer("sukka")
    assert found.ruling is not None
    assert found.ruling.layer == "pack:kyoshi"
    assert found.evidence[0].text == "Fans are the bridge between us,"
    assert "already" in await old_button(world, lin, apply)

    # What the server changes itself survives the pack's update.
    await world.services.curation.add_alias(server, lin.id, "mine", "sukka", "Swordfan")
    again = await send(world, lin, pack("2", ARTICLE + "And so it was.\n"))
    assert "In the place of version 1" in texts(again)
    assert "document rise.txt: changed" in texts(again)
    assert "topic Sukka: the same" in texts(again)
    await lin.click(again, label="Bring in")
    found = await world.services.at(server).canon.answer("swordfan")
    assert found.topic is not None
    assert found.topic.name == "Sukka"
    listed = shown(await lin.slash(world.channel, "admin pack list"))
    assert "Kyoshi** 2" in texts(listed)
    sure = shown(await lin.click(listed, label="Take away"))
    gone = shown(await lin.click(sure, label="Yes, take it away"))
    assert "Pack Kyoshi taken away" in texts(gone)
    back = shown(await lin.click(gone, label="Undo"))
    assert "Undone" in texts(back)
    assert (await world.services.at(server).canon.answer("sukka")).ruling is not None


def key_of(card: ResponseMessage, action: str) -> str:
    return keys(card, action)[0]


async def test_out_of_one_server_and_into_another(world: World) -> None:
    lin, server = moderator(world), guild(world).id
    card = await send(world, lin, pack())
    await lin.click(card, label="Bring in")
    await world.services.curation.add_alias(server, lin.id, "mine", "korrasami", "The Ship")
    form = await lin.slash(world.channel, "admin pack export")
    made = shown(await lin.submit_modal(form, {"name": "Ours", "version": "7", "license": "CC0"}))
    assert "Pack Ours 7" in texts(made)
    exported = await world.services.packs.export(server, "Ours", "7", "CC0", "")
    content = write_pack(exported)
    read = read_pack(content)
    assert write_pack(read) == content
    channel, kuvira = elsewhere(world)
    assert channel.guild is not None
    there = channel.guild.id
    offered = await world.services.packs.offer(there, kuvira.id, "ours.zip", content, 99)
    before = (await world.services.at(there).canon.answer("the ship")).topic
    assert before is None or before.name != "Korrasami"
    await world.services.packs.apply(there, offered.id, kuvira.id)
    found = await world.services.at(there).canon.answer("the ship")
    assert found.topic is not None
    assert found.topic.name == "Korrasami"
    assert found.ruling is not None  # the shipped one, which the pack says nothing of


async def test_nothing_to_export(world: World) -> None:
    lin = moderator(world)
    form = await lin.slash(world.channel, "admin pack export")
    refused = shown(await lin.submit_modal(form, {"name": "Ours", "version": "7", "license": "CC0"}))
    assert "nothing to export" in texts(refused)


async def test_what_no_file_can_hold_is_left_out_of_a_packs_name(world: World) -> None:
    lin = moderator(world)
    await world.services.curation.add_topic(guild(world).id, lin.id, "topic:1", "Turtles are canon", "claim")
    form = await lin.slash(world.channel, "admin pack export")
    card = shown(await lin.submit_modal(form, {"name": "Ours\ud800", "version": "7", "license": "CC0"}))
    assert "### Pack Ours 7" in texts(card)
    form = await lin.slash(world.channel, "admin pack export")
    refused = shown(await lin.submit_modal(form, {"name": "Ours", "version": "\0\0", "license": "CC0"}))
    assert "says its name, its version" in texts(refused)


async def test_a_clash_is_named_and_left_out(world: World) -> None:
    lin = moderator(world)
    people = PEOPLE + SOKKA + '[[person]]\nname = "Bumi"\naliases = ["Korra"]\n'
    card = await send(world, lin, pack(curated__people_dot_toml=people))
    assert "person Bumi: clashes, is left out" in texts(card)
    await lin.click(card, label="Bring in")
    found = await world.services.at(guild(world).id).quotes.answer("korra")
    assert found.person != "Bumi"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"MZ\x90\x00 no zip at all", "no zip"),
        (zipped(documents__a_dot_txt="Hello there."), "holds no pack.toml"),
        (zipped(pack_dot_toml='name = "X"\n'), "lacks “version”"),
        (zipped(pack_dot_toml="name = "), "can’t be read"),
        (zipped(**{"pack_dot_toml": MANIFEST, "..__..__etc": "x"}), "leads out"),
        (zipped(**{"pack_dot_toml": MANIFEST, "__etc__passwd": "x"}), "leads out"),
        (zipped(**{"pack_dot_toml": MANIFEST, "a\\b": "x"}), "leads out"),
        (zipped(pack_dot_toml=MANIFEST, documents__a_dot_txt=b"\0" * 11_000_000), "too large"),
        (
            zipped(**{"pack_dot_toml": MANIFEST, **{f"documents__{n}_dot_txt": "x" for n in range(501)}}),
            "502",
        ),
        (pack()[:-40], "no zip"),
    ],
)
async def test_hostile_zips(world: World, content: bytes, why: str) -> None:
    with pytest.raises(UserError, match=why.replace(".", r"\.")):
        read_pack(content)
    assert why in texts(await send(world, moderator(world), content))
    assert world.env.errors


async def test_a_header_that_lies_about_its_size() -> None:
    bomb = bytearray(zipped(pack_dot_toml=MANIFEST, documents__a_dot_txt=b"\0" * 30_000_000))
    size = (30_000_000).to_bytes(4, "little")
    small = (1000).to_bytes(4, "little")
    assert size in bomb
    with pytest.raises(UserError, match=r"no zip|too large"):
        read_pack(bytes(bomb.replace(size, small)))


@pytest.mark.parametrize("how", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_unpacks_without_an_end_is_not_unpacked(how: int) -> None:
    """A gigabyte of nothing is 800 bytes of bzip2, and comes out at once, whatever one asks for."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", how) as archive:
        archive.writestr("pack.toml", MANIFEST)
    with pytest.raises(UserError, match="packed in a way that is not read"):
        read_pack(made.getvalue())


@pytest.mark.parametrize("name", ["_dot_", "documents", "documents__"])
def test_files_without_a_name_of_their_own_are_left_out(name: str) -> None:
    read = read_pack(zipped(**{"pack_dot_toml": MANIFEST, name: "x"}))
    assert not read.documents
    in_folder = read_pack(zipped(**{"kyoshi__pack_dot_toml": MANIFEST, f"kyoshi__{name}": "x"}))
    assert not in_folder.documents


def test_a_place_beyond_all_bounds() -> None:
    """The big form of a zip may say that a file begins at any of 2^64 places."""
    content = bytearray(zipped(pack_dot_toml=MANIFEST))
    entry, end = content.rfind(b"PK\1\2"), content.rfind(b"PK\5\6")
    name = int.from_bytes(content[entry + 28 : entry + 30], "little")
    content[end + 12 : end + 16] = (end - entry + 12).to_bytes(4, "little")
    content[entry + 30 : entry + 32] = (12).to_bytes(2, "little")
    content[entry + 42 : entry + 46] = b"\xff" * 4
    content[entry + 46 + name : entry + 46 + name] = b"\1\0\x08\0" + (2**63).to_bytes(8, "little")
    with pytest.raises(UserError, match="no zip"):
        read_pack(bytes(content))


async def test_refusals(world: World) -> None:
    lin = moderator(world)
    card = await send(world, lin, pack())
    apply, cancel = key_of(card, "pack_apply"), key_of(card, "pack_cancel")
    channel, kuvira = elsewhere(world)
    for key in (apply, apply.replace("apply", "questions"), apply.replace("_apply", "") + ":0"):
        assert "gone" in await old_button(world, kuvira, key, channel)
    assert "already" in await old_button(world, kuvira, cancel, channel)
    assert "no such pack" in await old_button(world, kuvira, "pack_remove:kyoshi:sure", channel)
    assert "Manage Server" in await old_button(world, world.member, apply)
    take_permission(world, lin)
    assert "Manage Server" in texts(shown(await lin.click(card, label="Bring in")))
    assert labels(card)[:2] == ["Bring in", "Cancel"]
    tenzin = moderator(world, "Tenzin")
    assert "nothing was stored" in await old_button(world, tenzin, cancel)
    assert "already" in await old_button(world, tenzin, apply)
    assert await world.services.packs.held(guild(world).id) == []


def test_curated_files_come_out_as_they_went_in(tmp_path: Path) -> None:
    for name, text in {"people": PEOPLE, "topics": TOPICS, "rulings": RULINGS}.items():
        (tmp_path / f"{name}.toml").write_text(text)
    written = read_written(tmp_path)
    read = read_pack(write_pack(Pack("A", "1", "CC0", "", {}, written)))
    assert {kind: [raw.values for raw in raws] for kind, raws in read.written.entries.items()} == {
        kind: [raw.values for raw in raws] for kind, raws in written.entries.items()
    }


def test_a_head_is_written_before_the_very_same_text() -> None:
    data = b'---\ntitle: Old\n---\nText: with \xc3\xa4 and "marks".\n'
    changed = exchange.with_head(data, "a.txt", {"title": "New: yes", "published": "2020"})
    assert changed.endswith(b'Text: with \xc3\xa4 and "marks".\n')
    assert b"New: yes" in changed
    assert exchange.with_head(data, "a.txt", {"title": "Old"}) == data
