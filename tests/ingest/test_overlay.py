"""What servers and packs lay over the host's entries: it is as wished, and undone it is as it was."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import names
from bot.curation import MOST_NAMES, SERVER, Wish, _parts, _with, in_words
from bot.errors import UserError
from bot.ids import content_id
from bot.ingest.analysis import Analysis, analyse
from bot.ingest.build import known_persons
from bot.ingest.curated import check
from bot.ingest.decided import Curated, CuratedPerson
from bot.ingest.documents import Document, read_bytes
from bot.ingest.overlay import Edit, Gathered, laid_over, overlay, subject_of
from bot.ingest.problems import Problem
from bot.ingest.subjects import Subjects
from bot.ingest.written import Raw, Written
from bot.models import Kind, Role
from bot.store.edits import Edits, Part
from bot.store.servers import Servers

KORRA = {"name": "Korra", "aliases": ["Avatar Korra"], "role": "character", "note": "The Avatar."}
MAKO = {"name": "Mako", "role": "character"}
MAKORRA = {"name": "Makorra", "kind": "pairing", "members": ["Mako", "Korra"], "aliases": ["Borra"]}
RULED = {"topic": "Borra", "verdict": "ended", "scope": "romance", "says": "It ended."}
HOST = Written(
    {
        "person": (Raw(KORRA, 3), Raw(MAKO, 9)),
        "topic": (Raw(MAKORRA, 2),),
        "ruling": (Raw(RULED, 1),),
    }
)
AT = datetime(2026, 1, 1, tzinfo=UTC)


def edit(kind: str, subject: str, value: Mapping[str, Any], layer: str = SERVER) -> Edit:
    return Edit(layer, kind, subject, value)


def by_subject(kind: str, *edits: Edit, written: Written = HOST) -> dict[str, Raw]:
    return {raw.subject: raw for raw in laid_over(written, kind, edits)}


# --- laying over -------------------------------------------------------------------------------------------


def test_without_edits_all_is_as_the_host_wrote_it() -> None:
    for kind, raws in HOST.entries.items():
        laid = laid_over(HOST, kind, ())
        assert [(raw.values, raw.line, raw.layer) for raw in laid] == [
            (raw.values, raw.line, "library") for raw in raws
        ]
    assert [raw.subject for raw in laid_over(HOST, "person", ())] == ["korra", "mako"]


def test_only_what_a_layer_says_is_changed() -> None:
    found = by_subject("person", edit("person", "korra", {"pronoun": "she", "note": None}))["korra"]
    assert found.values == {
        "name": "Korra",
        "aliases": ["Avatar Korra"],
        "role": "character",
        "pronoun": "she",
    }
    assert (found.layer, found.line) == ("library", 3)


def test_another_name_keeps_the_subject_and_with_it_the_id() -> None:
    renamed = edit("person", "korra", {"name": "The Avatar", "aliases": ["Korra"]})
    raw = by_subject("person", renamed)["korra"]
    assert raw.values["formerly"] == "korra"
    curated = check(Written({"person": laid_over(HOST, "person", [renamed])}))
    assert not curated.problems
    subjects = Subjects(curated, [])
    assert subjects.id_of("The Avatar") == Subjects(check(HOST), []).id_of("Korra")
    assert subjects.id_of("Korra") == subjects.id_of("The Avatar")


def test_a_renamed_topic_keeps_its_id_and_its_ruling() -> None:
    edits = [edit("topic", "makorra", {"name": "Korrako", "aliases": ["Makorra", "Borra"]})]
    gathered = overlay(Gathered((), HOST), edits, {})
    curated = check(gathered.written)
    subjects = Subjects(curated, [])
    assert subjects.topic_id("Korrako") == content_id("topic", "makorra")
    assert by_subject("ruling", *edits).keys() == {"makorra"}
    [ruling] = check(Written({**gathered.written.entries, "ruling": (_evident(RULED),)})).rulings
    assert ruling.topic == "Korrako"


def _evident(ruling: Mapping[str, Any]) -> Raw:
    return Raw({**ruling, "evidence": [{"text": "They broke up.", "document": "a.txt"}]})


def test_a_ruling_stays_that_of_its_topic_when_the_name_goes_to_another() -> None:
    edits = [
        edit("topic", "makorra", {"name": "Old", "aliases": ["Makorra"]}),
        edit("topic", "borra 2", {"name": "Borra", "kind": "claim"}),
    ]
    assert by_subject("ruling", *edits).keys() == {"makorra"}
    edits.append(edit("ruling", "makorra", {"topic": "Old"}))
    assert by_subject("ruling", *edits)["makorra"].values["topic"] == "Old"


def test_who_rules_last_is_named_as_the_one_who_ruled() -> None:
    pack = edit("ruling", "makorra", {"says": "As the pack says."}, "pack:a")
    assert by_subject("ruling", pack)["makorra"].layer == "pack:a"
    assert by_subject("ruling", pack, edit("ruling", "makorra", {"scope": "love"}))["makorra"].layer == SERVER


def test_taken_away_and_brought_back_by_a_layer_above() -> None:
    gone = edit("person", "mako", {"removed": True}, "pack:a")
    assert "mako" not in by_subject("person", gone)
    back = by_subject("person", gone, edit("person", "mako", {"name": "Mako", "note": "Again."}))["mako"]
    assert back.values == {"name": "Mako", "note": "Again."}
    assert back.layer == SERVER


def test_what_is_changed_goes_first_so_that_its_names_win() -> None:
    alias = edit("person", "mako", {"aliases": ["Avatar Korra"]})
    curated = check(Written({"person": laid_over(HOST, "person", [alias])}))
    assert next(one for one in curated.people if one.name == "Mako").aliases == ("Avatar Korra",)
    assert "means “Mako” already" in str(curated.problems[0])


def test_twice_the_same_entry_stays_a_problem_of_the_host_s() -> None:
    twice = Written({"person": (Raw(KORRA, 3), Raw(KORRA, 9), Raw({"role": "cast"}, 12))})
    laid = laid_over(twice, "person", ())
    assert [(raw.line, raw.subject) for raw in laid] == [(3, "korra"), (9, ""), (12, "")]


def test_packs_by_name_and_the_server_above_them() -> None:
    edits = _with(
        [],
        [
            Part(SERVER, "person", "mako", None, {"note": "server"}),
            Part("pack:z", "person", "mako", None, {"note": "z", "role": "cast"}),
            Part("pack:a", "person", "mako", None, {"note": "a", "pronoun": "he"}),
        ],
    )
    values = by_subject("person", *edits)["mako"].values
    assert (values["note"], values["role"], values["pronoun"]) == ("server", "cast", "he")


def test_a_subject_is_the_key_of_the_first_name() -> None:
    assert subject_of("person", {"name": "The Great Uniter"}) == "greatuniter"
    assert subject_of("person", {"name": "New", "formerly": "Old"}) == "old"
    assert subject_of("ruling", {"topic": "Makorra"}) == "makorra"
    assert subject_of("question", {"prompt": "Who?"}) == "who"
    assert subject_of("person", {}) == ""


# --- documents ---------------------------------------------------------------------------------------------


def document(name: str, text: str) -> Document:
    read, _ = read_bytes(text.encode(), name)
    assert read is not None
    return read


def test_documents_hidden_replaced_and_given_another_head() -> None:
    base = Gathered((document("a.txt", "First."), document("b.txt", "Second.")), HOST)
    edits = [
        edit("document", "a.txt", {"state": "hidden"}),
        edit("document", "b.txt", {"title": "New title", "published": "2014", "kind": "fan", "author": ""}),
        edit("document", "server/c.txt", {"text": "t1", "title": "Third"}),
        edit("document", "server/d.txt", {"text": "t2"}),
        edit("document", "server/e.txt", {"text": "t3"}),
    ]
    laid = overlay(base, edits, {"t1": b"Third text.", "t3": b"Second."})
    assert [(one.name, one.title, one.text) for one in laid.documents] == [
        ("b.txt", "New title", "Second."),
        ("server/c.txt", "Third", "Third text."),
    ]
    head = next(iter(laid.documents))
    assert (head.published, head.kind, head.author) == ("2014", Kind.FAN, None)
    said = [str(one) for one in laid.problems]
    assert any("server/d.txt" in one and "no longer kept" in one for one in said)
    assert any("server/e.txt" in one and "the very same text as b.txt" in one for one in said)


def test_apart_kinds_and_corrections_that_count() -> None:
    edits = [
        edit("apart", "a b", {"one": "a", "other": "b"}),
        edit("apart", "c d", {"one": "c", "other": "d", "removed": True}),
        edit("kinds", "kinds", {"order": ["creator", "work"]}),
        edit("quote", "q1", {"document": "a.txt", "words": "x", "near": 0, "removed": True}),
        edit("quote", "q2", {"document": "a.txt", "words": "y", "near": 0}),
    ]
    laid = overlay(Gathered((), HOST), edits, {})
    assert laid.apart == {frozenset("ab")}
    assert laid.kinds == (Kind.CREATOR, Kind.WORK)
    assert [one.id for one in laid.corrections] == ["q2"]


# --- what a change stores ----------------------------------------------------------------------------------


def changed(wishes: Sequence[Wish], edits: Sequence[Edit] = ()) -> list[Edit]:
    return _with(edits, _parts(HOST, edits, wishes))


def test_a_wish_stores_only_what_is_other_than_below() -> None:
    wish = Wish("person", {"name": "Korra", "aliases": ["Avatar Korra"], "role": "cast"}, "korra")
    [one] = changed([wish])
    assert one == Edit(SERVER, "person", "korra", {"role": "cast", "note": None})
    assert changed([Wish("person", KORRA, "korra")], [one]) == [], "as below: nothing of its own any more"
    assert _parts(HOST, [one], [wish]) == []


def test_taking_away_hides_what_is_below_and_forgets_what_is_one_s_own() -> None:
    assert changed([Wish("person", None, "korra")])[0].value == {"removed": True}
    [own] = changed([Wish("person", {"name": "Kya"})])
    assert own.subject == "kya"
    assert changed([Wish("person", None, "kya")], [own]) == []


def test_a_name_that_was_another_s_gets_a_subject_of_its_own() -> None:
    edits = changed([Wish("person", {**KORRA, "name": "The Avatar", "aliases": []}, "korra")])
    [_, new] = changed([Wish("person", {"name": "Korra"})], edits)
    assert new.subject == "korra2"
    curated = check(Written({"person": laid_over(HOST, "person", [*edits, new])}))
    ids = {Subjects(curated, []).id_of(name) for name in ("Korra", "The Avatar", "Mako")}
    assert len(ids) == 3
    with pytest.raises(UserError, match="“Korra” is there already"):
        changed([Wish("person", {"name": "Korra"})], [*edits, new])
    third = changed([Wish("person", {"name": "Korra 2"})], [*edits, new])[-1]
    assert names.key(third.subject) not in {"korra2", "korra"}, "an id follows from the key of a subject"


def test_too_many_names_and_what_a_host_s_file_has_anyway() -> None:
    many = [f"Name {number}" for number in range(MOST_NAMES + 1)]
    with pytest.raises(UserError, match="200 names at most"):
        changed([Wish("person", {"name": "Kya", "aliases": many})])
    with pytest.raises(UserError, match="200 names at most"):
        changed([Wish("topic", {"name": "Kya", "kind": "claim", "asks": many})])
    host = Written({"person": (Raw({"name": "Kya", "aliases": many}),)})
    assert _parts(host, (), [Wish("person", {"name": "Kya", "aliases": many, "role": "cast"}, "kya")])
    with pytest.raises(UserError):
        _parts(host, (), [Wish("person", {"name": "Kya", "aliases": [*many, "One more"]}, "kya")])


def test_a_wish_made_from_what_is_no_longer_so() -> None:
    wish = Wish("person", {**MAKO, "note": "Mine."}, "mako", seen=MAKO)
    edits = changed([wish])
    with pytest.raises(UserError, match="Somebody else changed that"):
        changed([Wish("person", {**MAKO, "note": "Theirs."}, "mako", seen=MAKO)], edits)
    with pytest.raises(UserError, match="Somebody else changed that"):
        changed([Wish("person", {"name": "Mako"}, "mako", seen={})])
    assert changed([Wish("person", {"name": "Kya"}, "kya", seen={})])


def test_problems_are_told_without_files_and_lines() -> None:
    said = in_words(
        Problem("people.toml", 3, "person “A”: “A” stands already on line 12. Put both into one.")
    )
    assert said == "Person “A”: “A” stands already. Put both into one."


# --- any number of changes, and back ---------------------------------------------------------------------

NAMES = st.sampled_from(["Korra", "Mako", "Bolin", "Asami Sato", "The Avatar", "Kya", "korra", "Mr. Sato"])
LISTS = st.lists(NAMES, max_size=3)
LAYERS = st.sampled_from([SERVER, SERVER, SERVER, "pack:a", "pack:b"])


def values_of(kind: str) -> st.SearchStrategy[dict[str, Any] | None]:
    more = {"aliases": LISTS, "note": st.sampled_from(["x", "y"]), "role": st.sampled_from(["cast", "other"])}
    if kind == "topic":
        more = {"aliases": LISTS, "members": LISTS, "asks": LISTS, "kind": st.just("event")}
    return st.none() | st.fixed_dictionaries({"name": NAMES}, optional=more)


SUBJECTS = st.sampled_from(["korra", "mako", "makorra", "bolin", "kya"])


def wishes_in(layer: str) -> st.SearchStrategy[list[Wish]]:
    """A change is of one layer: what a pack says, or what moderators say."""
    one = st.sampled_from(["person", "topic"]).flatmap(
        lambda kind: st.builds(Wish, st.just(kind), values_of(kind), SUBJECTS, st.just(layer))
    )
    return st.lists(one, min_size=1, max_size=3)


CHANGES = st.lists(LAYERS.flatmap(wishes_in), max_size=6)


def seen(edits: Sequence[Edit]) -> dict[str, list[Raw]]:
    return {kind: list(laid_over(HOST, kind, edits)) for kind in ("person", "topic", "ruling")}


@settings(max_examples=40)
@given(CHANGES)
def test_what_is_wished_is_so_and_undone_in_reverse_all_is_as_before(changes: list[list[Wish]]) -> None:
    edits: list[Edit] = []
    steps: list[tuple[list[Edit], list[Part]]] = []
    for wishes in changes:
        parts = _parts(HOST, edits, wishes)
        steps.append((edits, parts))
        edits = _with(edits, parts)
        last = {(one.layer, one.kind, one.subject): one for one in wishes}
        for wish in last.values():
            if wish.layer == SERVER:
                raw = by_subject(wish.kind, *edits).get(wish.subject)
                found = None if raw is None else {k: v for k, v in raw.values.items() if k != "formerly"}
                assert found == wish.values
        assert _parts(HOST, edits, list(last.values())) == [], "what is so already changes nothing"
    for before, parts in reversed(steps):
        edits = _with(edits, [Part(*one.place, one.after, one.before) for one in parts])
        assert edits == before
        assert seen(edits) == seen(before)
    assert seen(edits) == seen([])


@settings(max_examples=40)
@given(st.lists(wishes_in(SERVER), max_size=4))
def test_two_subjects_never_share_an_id(changes: list[list[Wish]]) -> None:
    edits: list[Edit] = []
    for wish in (one for wishes in changes for one in wishes):
        try:
            edits = changed([Wish(wish.kind, wish.values, "" if wish.values else wish.subject)], edits)
        except UserError:
            continue
    for kind in ("person", "topic"):
        keys = [names.key(raw.subject) for raw in laid_over(HOST, kind, edits) if raw.subject]
        assert len(keys) == len(set(keys))


@pytest.mark.parametrize("seed", range(3))
async def test_the_store_gives_back_every_row(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    async with Servers.open(tmp_path / "servers.db") as servers:
        store = Edits(servers.database)
        states: list[list[Edit]] = []

        async def now() -> list[Edit]:
            _, rows = await store.all(7)
            return _with([Edit(*row) for row in rows], [])

        for number in range(12):
            edits = await now()
            states.append(edits)
            values = {"name": "Ké “x”", "aliases": [f"n{chance.randrange(4)}"], "role": "cast"}
            subject = chance.choice(["korra", "mako", "kya"])
            wish = Wish("person", chance.choice([None, values, dict(KORRA), dict(MAKO)]), subject)
            parts = _parts(HOST, edits, [wish])
            assert await store.apply(7, f"e{number}", 1, AT, "x", parts)
            assert not await store.apply(7, f"e{number}", 1, AT, "x", parts), "the same click again"
            assert await now() == _with(edits, parts)
        for number in reversed(range(12)):
            await store.undo(7, f"e{number}", 1, AT)
            assert await now() == states[number]
        assert await store.all(8) == (0, [])


# --- persons across documents ------------------------------------------------------------------------------

GUARDS = 'Lin Beifong runs the police. "We hold the bridge," said Lin Beifong. "It is late," Beifong said.'
METAL = 'The town has walls. "My sons can bend all of it," Beifong said. Beifong laughed.'
GRAY = 'Mrs. Gray agreed. "It starts in May, and I will be there," Mrs. Gray said.'


def person(name: str, *aliases: str, formerly: str | None = None) -> CuratedPerson:
    return CuratedPerson(name, aliases, Role.CHARACTER, None, None, 0, formerly)


def read(curated: Curated, *texts: str) -> tuple[Subjects, list[Analysis]]:
    known = known_persons(curated)
    analyses = [analyse(document(f"{number}.txt", text), known) for number, text in enumerate(texts)]
    return Subjects(curated, analyses), analyses


def speakers(curated: Curated, *texts: str) -> list[list[str]]:
    """Who is quoted in each text, by the name under which the library has them."""
    subjects, analyses = read(curated, *texts)
    named = {row.id: row.name for row in subjects.person_rows({})}
    return [[named[subjects.id_of(one.speaker or "?")] for one in each.quotes] for each in analyses]


APART = frozenset({frozenset(("beifong", "linbeifong"))})


def test_a_last_name_alone_is_joined_until_somebody_says_otherwise() -> None:
    assert speakers(Curated(), GUARDS, METAL) == [["Lin Beifong"] * 2, ["Lin Beifong"]]
    assert speakers(Curated(apart=APART), GUARDS, METAL) == [["Lin Beifong"] * 2, ["Beifong"]]


def test_apart_also_for_a_person_whom_people_wrote_down() -> None:
    people = (person("Lin Beifong"),)
    assert speakers(Curated(people), GUARDS, METAL) == [["Lin Beifong"] * 2, ["Lin Beifong"]]
    assert speakers(Curated(people, apart=APART), GUARDS, METAL) == [["Lin Beifong"] * 2, ["Beifong"]]
    renamed = (person("Chief Lin", "Lin Beifong", formerly="linbeifong"),)
    assert speakers(Curated(renamed, apart=APART), GUARDS, METAL) == [["Chief Lin"] * 2, ["Beifong"]]


def test_apart_from_a_full_name_that_is_almost_the_same() -> None:
    text = '"The show starts in May," said Mike Dunn. Mike Dunn smiled.'
    people = (person("Michael Dunn"),)
    assert speakers(Curated(people), text) == [["Michael Dunn"]]
    apart = frozenset({frozenset(("mikedunn", "michaeldunn"))})
    assert speakers(Curated(people, apart=apart), text) == [["Mike Dunn"]]


def test_an_alias_by_hand_joins_whatever_a_document_makes_of_the_name() -> None:
    assert speakers(Curated(), GRAY) == [["Mrs. Gray"]]
    assert speakers(Curated((person("Nell Gray", "Mrs. Gray"),)), GRAY) == [["Nell Gray"]]
    merged = (person("Suyin", "Beifong"), person("Lin Beifong"))
    assert speakers(Curated(merged), METAL) == [["Suyin"]]


def test_a_name_that_is_one_s_own_is_no_alias_of_another_s() -> None:
    both = (person("Lin Beifong", "Beifong"), person("Beifong"))
    subjects, _ = read(Curated(both), METAL)
    assert subjects.id_of("Beifong") != subjects.id_of("Lin Beifong")
