from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.curated import Curated, load_curated
from bot.ingest.problems import Problem
from bot.models import Role, Stance, Verdict

Load = Callable[..., Curated]

PEOPLE = """\
[[person]]
name = "Ann Example"
aliases = ["Ann", "Annie"]
role = "character"
pronoun = "she/her"

[[person]]
name = "Ben Other"
role = "character"

[[person]]
name = "Cleo Writer"
role = "creator"
note = "Wrote it."
"""
TOPICS = """\
[[topic]]
name = "Annben"
kind = "pairing"
members = ["Ben Other", "Annie"]
aliases = ["Benann"]
asks = ["did they marry"]
"""
RULINGS = """\
[[ruling]]
topic = "benann"
verdict = "not canon"
scope = "all of it"
says = "It is not so."
as_of = 2014-12-22

[[ruling.evidence]]
text = "No."
document = "a.txt"
stance = "against"

[[ruling.evidence]]
text = "Yes."
document = "b.txt"
"""


@pytest.fixture
def load(tmp_path: Path) -> Load:
    def load(people: str = "", topics: str = "", rulings: str = "", works: str = "") -> Curated:
        files = {"people": people, "topics": topics, "rulings": rulings, "works": works}
        for name, text in files.items():
            (tmp_path / f"{name}.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
        return load_curated(tmp_path)

    return load


def one(curated: Curated, *words: str) -> Problem:
    (problem,) = curated.problems
    for word in words:
        assert word in problem.message, problem
    return problem


def test_missing_files_are_empty(tmp_path: Path) -> None:
    assert load_curated(tmp_path / "nowhere") == Curated()


def test_all_is_read(load: Load) -> None:
    parts = '[[work.part]]\nname = "P"\n[[work.part]]\nname = "Q"\nnumber = 7\n'
    curated = load(PEOPLE, TOPICS, RULINGS, '[[work]]\nname = "W"\nkind = "comic"\n' + parts)
    assert not curated.problems
    ann, ben, cleo = curated.people
    assert (ann.name, ann.aliases, ann.role, ann.pronoun, ann.line) == (
        "Ann Example",
        ("Ann", "Annie"),
        Role.CHARACTER,
        "she",
        1,
    )
    assert (ben.pronoun, cleo.note, cleo.line) == (None, "Wrote it.", 11)
    (topic,) = curated.topics
    assert topic.members == ("Ben Other", "Ann Example")
    assert (topic.aliases, topic.asks) == (("Benann",), ("did they marry",))
    (ruling,) = curated.rulings
    assert (ruling.topic, ruling.verdict, ruling.as_of) == ("Annben", Verdict.NOT_CANON, "2014-12-22")
    assert [(e.text, e.stance, e.line) for e in ruling.evidence] == [
        ("No.", Stance.AGAINST, 8),
        ("Yes.", Stance.FOR, 13),
    ]
    (work,) = curated.works
    assert [(part.name, part.number) for part in work.parts] == [("P", 1), ("Q", 7)]


def test_a_character_is_a_member_of_its_own_topic(load: Load) -> None:
    curated = load(PEOPLE, '[[topic]]\nname = "Ann"\nkind = "character"\naliases = ["Annie"]\n')
    assert not curated.problems
    assert curated.topics[0].members == ("Ann Example",)


@pytest.mark.parametrize(
    ("people", "line", "words", "left"),
    [
        ('[[person]]\nrole = "cast"\n', 1, ("needs a name",), True),
        ('[[person]]\nname = "!!!"\n', 1, ("no letter",), True),
        ("[[person]]\nname = 5\n", 1, ("quotation marks",), True),
        ('[[person]]\nname = "A"\nrole = "charater"\n', 1, ("charater", "“character”", "creator"), True),
        ('[[person]]\nname = "A"\nalias = ["B"]\n', 1, ("alias", "“aliases”"), False),
        ('[[person]]\nname = "A"\naliases = "B"\n', 1, ("list", '["'), False),
        ('[[person]]\nname = "A"\naliases = ["B", 7]\n', 1, ("texts only",), False),
        ('[[person]]\nname = "A"\naliases = ["B", " "]\n', 1, ("can't be used",), False),
        ('[[person]]\nname = "A"\npronoun = "xe"\n', 1, ("xe", "they"), False),
        ('[[person]]\nname = "A B"\n[[person]]\nname = "a-b"\n', 3, ("line 1",), True),
        ('[[person]]\nname = "A"\naliases = ["B"]\n[[person]]\nname = "B"\n', 1, ("“B”", "line 4"), False),
        ('[person]\nname = "A"\n', 1, ("two brackets",), False),
        ('[[persons]]\nname = "A"\n', 1, ("persons", "[[person]]"), True),
        ('person = "A"\n', 1, ("[[person]]",), True),
        ("\udcff", 1, ("UTF-8",), True),
    ],
)
def test_mistakes_in_people(load: Load, people: str, line: int, words: tuple[str, ...], left: bool) -> None:
    curated = load(people)
    problem = next(problem for problem in curated.problems if all(word in problem.message for word in words))
    assert (problem.file, problem.line) == ("people.toml", line)
    assert any(problem.left_out for problem in curated.problems) == left


@pytest.mark.parametrize(
    ("topic", "words"),
    [
        ('name = "A"\n', ("kind", "pairing")),
        ('name = "A"\nkind = "ship"\n', ("ship", "pairing")),
        ('name = "A"\nkind = "pairing"\nmembers = ["Ann"]\n', ("two or more",)),
        ('name = "A"\nkind = "pairing"\nmembers = ["Ann", "Annie"]\n', ("two or more",)),
        ('name = "Ann"\nkind = "claim"\n', ("Ann Example",)),
        ('name = "Annben"\nkind = "claim"\n', ("line 1",)),
        ('name = "B"\nkind = "pairing"\nmembers = ["Ann", "Ben Other"]\n', ("same members", "Annben")),
    ],
)
def test_a_bad_topic_is_left_out(load: Load, topic: str, words: tuple[str, ...]) -> None:
    curated = load(PEOPLE, TOPICS + "\n[[topic]]\n" + topic)
    problem = one(curated, *words)
    assert (problem.file, problem.line, problem.left_out) == ("topics.toml", 8, True)
    assert [topic.name for topic in curated.topics] == ["Annben"]


def test_a_member_that_nobody_knows_is_named_with_the_nearest(load: Load) -> None:
    curated = load(PEOPLE, '[[topic]]\nname = "E"\nkind = "event"\nmembers = ["Ann Exampel", "Ben Other"]\n')
    assert not one(curated, "Ann Exampel", "“Ann Example”").left_out
    assert curated.topics[0].members == ("Ben Other",)


def test_what_two_topics_are_asked_by_stays_with_the_first(load: Load) -> None:
    lines = [
        'name = "C"',
        'kind = "claim"',
        'asks = ["Did they marry?", "annben", "so"]',
        'aliases = ["Ann"]',
    ]
    curated = load(PEOPLE, TOPICS + "\n[[topic]]\n" + "\n".join(lines))
    assert [topic.asks for topic in curated.topics] == [("did they marry",), ("so",)]
    assert curated.topics[1].aliases == ()
    assert len(curated.problems) == 3


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('topic = "benann"', 'topic = "Anben"', ("Anben", "“Annben”")),
        ('"not canon"', '"not cannon"', ("not cannon", "“not canon”", "unsettled")),
        ('verdict = "not canon"\n', "", ("verdict", "missing")),
        ('says = "It is not so."\n', "", ("says",)),
        ('scope = "all of it"\n', 'scope = " "\n', ("scope",)),
    ],
)
def test_a_bad_ruling_is_left_out(load: Load, old: str, new: str, words: tuple[str, ...]) -> None:
    curated = load(PEOPLE, TOPICS, RULINGS.replace(old, new))
    problem = one(curated, *words)
    assert (problem.file, problem.line, problem.left_out) == ("rulings.toml", 1, True)
    assert not curated.rulings


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('text = "No."', 'text = "  "', ("text", "Annben".lower()[-3:])),
        ('"against"', '"agaisnt"', ("agaisnt", "“against”")),
        ('"against"', '"about"', ("about", "for, against")),
        ('document = "a.txt"', "", ("document",)),
    ],
)
def test_bad_evidence_is_left_out_and_the_rest_used(
    load: Load, old: str, new: str, words: tuple[str, ...]
) -> None:
    curated = load(PEOPLE, TOPICS, RULINGS.replace(old, new))
    problem = one(curated, *words)
    assert (problem.line, problem.left_out) == (8, True)
    assert [evidence.text for evidence in curated.rulings[0].evidence] == ["Yes."]


def test_a_second_ruling_on_a_topic_is_refused(load: Load) -> None:
    curated = load(PEOPLE, TOPICS, RULINGS + RULINGS)
    assert len(curated.rulings) == 1
    assert one(curated, "line 1").line == 16


def test_a_ruling_needs_evidence(load: Load) -> None:
    assert one(load(PEOPLE, TOPICS, RULINGS.split("\n\n")[0]), "evidence").left_out


def test_an_impossible_day_counts_as_not_given(load: Load) -> None:
    for day in ('"2014-02-30"', '"last week"', "true"):
        curated = load(PEOPLE, TOPICS, RULINGS.replace("2014-12-22", day))
        assert one(curated, "as_of").left_out is False
        assert curated.rulings[0].as_of is None
    for day in ("2014", '"2014-12"'):
        assert load(PEOPLE, TOPICS, RULINGS.replace("2014-12-22", day)).rulings[0].as_of == day.strip('"')


@pytest.mark.parametrize(
    ("wrong", "line", "word"),
    [
        ('name = "Ben Other', 8, "quotation mark"),
        ("name = Ben Other", 8, "quotation marks"),
        ("name: Ben", 8, "key = value"),
        ('name = "Ben" Other"', 8, "left over"),
        ('name = "Ben"\nname = "Other"', 9, "twice"),
        ('name = "Ben"\naliases = ["a" "b"]', 9, "list"),
        ('name = "C:\\People"', 8, "\\"),
        ("name = " + "[" * 3000, 7, "nested"),
        ("name = " + "9" * 5000, 7, "number"),
    ],
)
def test_a_slip_of_the_pen_costs_one_entry(load: Load, wrong: str, line: int, word: str) -> None:
    curated = load(PEOPLE.replace('name = "Ben Other"', wrong))
    problem = one(curated, word)
    assert (problem.file, problem.line, problem.left_out) == ("people.toml", line, True)
    assert (curated.people[0].name, curated.people[0].line) == ("Ann Example", 1)
    assert curated.people[-1].name == "Cleo Writer"
    assert curated.people[-1].line == 11 + wrong.count("\n")


def test_all_problems_at_once(load: Load) -> None:
    curated = load(
        PEOPLE + '\n[[person]]\nname = "A\n[[person]]\nrole = "x"\n',
        TOPICS + '\n[[topic]]\nkind = "y"\n',
        RULINGS + '\n[[ruling]]\ntopic = "z"\n',
    )
    assert {problem.file for problem in curated.problems} == {"people.toml", "topics.toml", "rulings.toml"}
    assert len(curated.problems) >= 6
    assert (len(curated.people), len(curated.topics), len(curated.rulings)) == (3, 1, 1)


def test_headers_inside_a_text_are_no_entries(load: Load) -> None:
    curated = load('[[person]]\nname = "A"\nnote = """\n[[person]]\n"""\n[[person]]\nname = "B"\n')
    assert [person.name for person in curated.people] == ["A", "B"]


def test_a_hundred_thousand_aliases_take_seconds(load: Load) -> None:
    names = ", ".join(f'"alias {number}"' for number in range(100_000))
    begun = time.monotonic()
    curated = load(
        f'[[person]]\nname = "A"\naliases = [{names}]\n[[person]]\nname = "B"\naliases = [{names}]\n'
    )
    assert len(curated.people[0].aliases) == 100_000
    assert len(curated.problems) == 100_000
    assert time.monotonic() - begun < 30


def test_a_hostile_file_is_refused_in_seconds(load: Load) -> None:
    begun = time.monotonic()
    loose = "".join(f"a{number} = 1\n" for number in range(30_000))
    rows = ", ".join(['{name = "A"}'] * 30_000)
    curated = load(loose, f"topic = [{rows}]", "[[ruling]\n" * 30_000, "[[work]]\n" * 30_000)
    assert not (curated.people or curated.topics or curated.rulings or curated.works)
    assert len(curated.problems) > 30_000
    assert time.monotonic() - begun < 30


@given(st.text(alphabet=st.sampled_from('[]"= \n\\personamlistkd#\u00e9\x00'), max_size=200))
def test_no_text_breaks_it(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("hostile")
    for name in ("people", "topics", "works", "rulings"):
        (folder / f"{name}.toml").write_text(text)
    load_curated(folder)
