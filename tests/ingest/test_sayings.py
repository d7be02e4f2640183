"""Quotes joined into sayings: whatever the order, for good, and never by words that are anybody's."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.analysis import saying_of
from bot.ingest.forms import Uttered
from bot.ingest.sayings import Saying, Standing, is_altered, misspelt, one_spelling, sayings
from tests.sayings import NOEL, PARTS, PETRA

POST = Uttered(NOEL, "Noel Konietzko", "post")


def ids(*uttered: Uttered) -> list[str]:
    return [saying.id for saying in sayings(uttered)]


def part(words: str, speaker: str | None = "Noel Konietzko", document: str = "press") -> Uttered:
    return Uttered(words, speaker, document)


def test_words_that_stand_alone_keep_their_id() -> None:
    for words in (NOEL, PARTS["waited"], "No.", "…", "I don't know."):
        assert sayings([part(words)]) == [Saying(saying_of(words))]


@pytest.mark.parametrize("words", [PARTS["celebrate"], PARTS["waited"], PARTS["stop"]])
def test_a_part_belongs_to_the_whole(words: str) -> None:
    assert ids(POST, part(words)) == [saying_of(NOEL)] * 2
    assert ids(part(words), POST) == [saying_of(NOEL)] * 2
    assert not sayings([POST, part(words)])[1].altered


def test_two_sentences_are_one_saying_only_where_a_fuller_form_holds_both() -> None:
    one, other = part(PARTS["celebrate"]), part(PARTS["waited"], document="other")
    assert ids(one, other) == [saying_of(one.text), saying_of(other.text)]
    assert set(ids(one, other, POST)) == {saying_of(NOEL)}


@pytest.mark.parametrize(
    ("words", "altered"),
    [
        ("I have waited nine years to say so plainly.", True),
        ("i have waited seven years — to say so, plainly", False),
        ("I have waited seven years to say so [very] plainly.", False),
        ("I have waited seven … to say so plainly.", False),
        ("I have waited seven to say so plainly.", True),
        ("I have really waited seven years to say so plainly.", True),
        ("Nobody at the station … told us to stop, but nobody promised us anything.", False),
        ("Nobody at the station ever told us to stop. The lamp is lit for both of them now.", False),
        ("[I] have waited seven years to [s]ay so plainly.", False),
    ],
)
def test_changed_words_belong_to_it_and_are_told_from_shortened_ones(words: str, altered: bool) -> None:
    assert sayings([POST, part(words)])[1] == Saying(saying_of(NOEL), altered)


def test_a_capital_in_brackets_is_the_same_word() -> None:
    words = "so let me say it as plainly as I can this once"
    assert len(set(ids(part("S" + words[1:]), part("[S]" + words[1:], document="journal")))) == 1


def test_a_sentence_left_out_with_its_not_changes_nothing() -> None:
    whole = part("They are married. That is not a trick or a treat for one side. It is the story we told.")
    short = part("They are married. [...] [I]t is the story we told.", document="journal")
    turned = part("They are married. That is … a trick or a treat for one side.", document="gossip")
    assert [one.altered for one in sayings([whole, short, turned])] == [False, False, True]


def test_parts_that_run_into_each_other_are_one_saying() -> None:
    one, two = "The bell was never a bell to me. ", "It was the only way I had to call her home at night. "
    three, four = "I am glad that they rang it. ", "I would have rung it until the rope broke. "
    first, later = part(one + two + three), part(two + three + four, document="later")
    found = sayings([first, later, part(four, document="third")])
    assert {one.id for one in found} == {saying_of(max(first.text, later.text, key=len))}
    assert not any(one.altered for one in found)
    other = Uttered(later.text, "Petra Amsel", "later")
    assert len(set(ids(first, other))) == 2
    assert len(set(ids(part(one + three), part(three + four, document="later")))) == 2
    assert is_altered("Well, well, the bell was never a bell to me.", "the bell was never a bell to me")


def test_a_slip_in_one_longer_copy_does_not_stand_for_what_many_have() -> None:
    slip = part(NOEL.replace("seven", "twenty seven"), document="slip")
    copies = [part(NOEL, document=f"copy{number}") for number in range(3)]
    found = sayings([slip, *copies])
    assert found == [Saying(saying_of(NOEL), altered=True), *[Saying(saying_of(NOEL))] * 3]


def test_common_phrases_of_different_speakers_stay_apart() -> None:
    for words in ("I don't know.", "I don't know what to do.", "Yes!"):
        noel, petra = part(words), part(words, "Petra DiMartino")
        assert len(set(ids(noel, petra, part(words, document="third")))) == 2
        assert len(set(ids(noel, part(words, document="third")))) == 1
    longer = part("I don't know what to do with the boat, she said to me.", "Petra DiMartino")
    assert len(set(ids(part("I don't know what to do"), longer))) == 2
    template = part("We love the harbour and Ada", "Petra DiMartino")
    assert len(set(ids(template, part("We love the harbour and everyone in it", "Noel Konietzko")))) == 2


def test_a_wrong_speaker_is_the_same_saying() -> None:
    assert len(set(ids(POST, part(PARTS["stop"], "Petra DiMartino"), part(PARTS["stop"], None)))) == 1


def test_what_somebody_quotes_is_not_his_own_saying() -> None:
    inner = Uttered(PARTS["intention"], "Petra DiMartino", "post", nested=True)
    outer = Uttered(f"As Petra wrote, {PETRA} I agree with all of that, and more.", "Noel Konietzko", "post")
    elsewhere = part(PARTS["intention"], "Petra DiMartino", "press")
    found = ids(outer, inner, elsewhere)
    assert found[1] == found[2] != found[0]


def test_a_few_words_follow_their_utterance() -> None:
    first = Uttered("You can celebrate it, mourn it,", "Noel Konietzko", "press", utterance=4)
    last = Uttered("or shrug and walk on.", "Noel Konietzko", "press", utterance=4)
    lone = Uttered("or shrug and walk on.", "Ada", "elsewhere", utterance=1)
    found = ids(POST, first, last, lone)
    assert found[:3] == [saying_of(NOEL)] * 3
    assert found[3] != saying_of(NOEL)


WORDS = "lamp pier keeper storm winter the of and a we wrote never told boat harbour letter night".split()  # noqa: SIM905
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=25).map(" ".join)
speakers = st.sampled_from([None, "Noel Konietzko", "Noel Konietsko", "Petra DiMartino", "Ada"])
places = st.builds(
    Uttered, texts, speakers, st.sampled_from("abc"), st.booleans(), st.sampled_from([None, 1, 2])
)


@given(st.lists(places, max_size=14), st.randoms(use_true_random=False))
def test_the_order_makes_no_difference(uttered: list[Uttered], chance: random.Random) -> None:
    found = sayings(uttered)
    shuffled = list(range(len(uttered)))
    chance.shuffle(shuffled)
    again = sayings([uttered[place] for place in shuffled])
    assert [found[place] for place in shuffled] == again


@given(st.lists(places, max_size=14))
def test_the_same_again_changes_nothing(uttered: list[Uttered]) -> None:
    assert sayings([*uttered, *uttered]) == sayings(uttered) * 2


@given(st.lists(places, max_size=14))
def test_a_library_grows_without_taking_others_apart(uttered: list[Uttered]) -> None:
    """Words that have nothing in common with what is there change no id, and have their own."""
    grown = sayings([*uttered, part("Quite unlike everything that anyone else has printed before today")])
    assert grown[:-1] == sayings(uttered)
    assert grown[-1].id == saying_of("Quite unlike everything that anyone else has printed before today")


@given(st.lists(places, max_size=14))
def test_a_saying_is_called_after_one_of_its_forms(uttered: list[Uttered]) -> None:
    plain = [one for one in uttered if len(one.text.split()) > 5]
    for saying in sayings(plain):
        members = [one for one, its in zip(plain, sayings(plain), strict=True) if its.id == saying.id]
        exact = {saying_of(one.text) for one in members}
        assert saying.id in exact or len({one.speaker for one in members}) <= 2


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_can_be_compared(one: str, other: str) -> None:
    assert is_altered(one, other) in (True, False)
    assert len(sayings([part(one), part(other)])) == 2


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Noel Konietsko", "Noel Konietzko", True),
        ("Konietsko", "Noel Konietzko", True),
        ("Petra Di Marino", "Petra Di Martino", True),
        ("Mr Smith", "Mrs Smith", False),
        ("Guard 1", "Guard 2", False),
        ("Noel Konietzko", "Petra Konietzko", False),
        ("Ada", "Noel Ado", False),
        ("Otto Pike", "Mara Quill", False),
        ("", "Ada", False),
    ],
)
def test_names_that_are_one_misspelt(one: str, other: str, same: bool) -> None:
    assert one_spelling(one, other) is one_spelling(other, one) is same


def slips(
    uttered: list[Uttered], known: dict[str, Standing], apart: Sequence[set[str]] = ()
) -> dict[str, str]:
    named = [(one.speaker or "", saying.id) for one, saying in zip(uttered, sayings(uttered), strict=True)]
    several = [{name for name, of in named if of == identity} for _, identity in named]
    return misspelt(Counter(name for name, _ in named), several, known, apart)


def test_a_misspelt_name_is_the_known_person_s_where_the_saying_is_the_same() -> None:
    wrong = part(PARTS["waited"], "Noel Konietsko")
    known = {"Noel Konietzko": Standing(True, 3), "Noel Konietsko": Standing(False, 1)}
    both = [POST, wrong]
    assert slips(both, known) == {"Noel Konietsko": "Noel Konietzko"}
    apart = [{"noelkonietsko", "noelkonietzko"}]
    assert slips(both, known, apart) == {}
    written = {name: Standing(True, 1) for name in known}
    assert slips(both, written) == {}
    other = [POST, part("Something else that nobody has ever printed", "Noel Konietsko")]
    assert slips(other, known) == {}


def test_a_first_name_alone_is_the_known_person_s_where_the_saying_is_the_same() -> None:
    known = {"Noel Konietzko": Standing(False, 3), "Noel": Standing(False, 1)}
    assert slips([POST, part(PARTS["waited"], "Noel")], known) == {"Noel": "Noel Konietzko"}
    mike = {"Michael Orr": Standing(False, 3), "Mike": Standing(False, 1)}
    assert slips([part(NOEL, "Michael Orr"), part(PARTS["waited"], "Mike")], mike) == {"Mike": "Michael Orr"}


def test_a_few_words_of_somebody_else_are_the_same_saying_if_they_all_stand_there() -> None:
    told = part("Nobody painted the lighthouse red before the winter storms came back to us", "Ada Orr")
    assert len(set(ids(told, part("painted the lighthouse red before winter", "Tom Pell", "b")))) == 2
    assert len(set(ids(told, part("painted the lighthouse red before the", "Tom Pell", "b")))) == 1


def test_what_somebody_reads_out_of_a_post_is_not_his_own() -> None:
    line = "I have waited four years for someone to ask me about the lighthouse"
    cites = part(
        f"I was in an airport. I read the line, “{line},” and sat down for a while.", "Tom Pell", "talk"
    )
    assert len(set(ids(part(line, "Ada Orr"), cites))) == 2
    assert len(set(ids(part(line, "Tom Pell"), cites))) == 1


def test_time_is_about_linear() -> None:
    def library(size: int) -> list[Uttered]:
        chance = random.Random(size)
        words = [f"word{number}" for number in range(3000)]
        made: list[Uttered] = []
        while len(made) < size:
            text = chance.choices(words, k=chance.randint(4, 40))
            speaker = f"Person {chance.choice('abcdefgh')}"
            made.append(part(" ".join(text), speaker, f"d{len(made)}"))
            made.append(part(" ".join(text[:-1]), speaker, f"e{len(made)}"))
        return made

    def seconds(size: int) -> float:
        uttered, begun = library(size), time.process_time()
        sayings(uttered)
        return time.process_time() - begun

    # The best of three: a collection of garbage may fall into one of them. A square would be 64 times.
    small, large = (min(seconds(size) for _ in range(3)) for size in (400, 3200))
    assert large < 8 * small * 3 + 0.1


def test_hostile_repetition_is_no_trap() -> None:
    begun = time.process_time()
    many = [part("lamp pier " * (500 - number), document=f"d{number}") for number in range(60)]
    sayings([*many, part("a " * 50_000), part("storm winter night " * 15_000)])
    assert time.process_time() - begun < 3
