"""Questions made from a library: what is asked, and what never is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.ingest.questions import Dated, Judged, Material, Named, Someone, Titled, Words, fairness, generate
from bot.models import Origin, Question, Role, Verdict
from bot.names import fold, key
from bot.store import questions as stored
from tests.libraries import built, opened, own_data


def person(name: str, role: Role = Role.CREATOR, gender: str | None = "she", *aliases: str) -> Someone:
    return Someone(key(name), name, role, aliases, gender, mentions=3, quotes=2, sure=True, curated=True)


MARA, ODO, PELL, IRIS = (person(name) for name in ("Mara Quill", "Odo Vane", "Pell Arden", "Iris Holm"))
PEOPLE = (MARA, ODO, PELL, IRIS)
SAID = "We painted the lighthouse green because every other tower was white."


def said(text: str, speaker: Someone | None = MARA, piece: str = "piece") -> Words:
    return Words(piece, text, "d", "A title", "quote", speaker.id if speaker else None, certain=True)


def told(text: str, *names: Someone, works: Sequence[str] = (), piece: str = "piece") -> Words:
    named = tuple(Named(text.index(one.name), text.index(one.name) + len(one.name), one.id) for one in names)
    titles = tuple(Named(text.index(one), text.index(one) + len(one), one) for one in works)
    return Words(piece, text, "d", "A title", "passage", persons=named, works=titles)


def asked(*words: Words, form: str | None = None, people: Sequence[Someone] = PEOPLE) -> list[Question]:
    made = generate(Material(words=words, persons=tuple(people)))
    return [question for question in made if form in (None, question.form)]


class TestWhoSaidIt:
    def test_the_speaker_among_others_of_the_same_role(self) -> None:
        (question,) = asked(said(SAID), form="who said it")
        assert question.prompt == f"Who said this? “{SAID}”"
        assert question.answers == ("Mara Quill",)
        assert set(question.distractors) == {"Odo Vane", "Pell Arden", "Iris Holm"}
        assert (question.origin, question.piece_id) == (Origin.GENERATED, "piece")

    def test_not_with_too_few_of_the_same_role(self) -> None:
        others = [MARA, ODO, PELL, person("Iris Holm", Role.CHARACTER)]
        assert not asked(said(SAID), form="who said it", people=others)

    def test_not_when_the_speaker_is_uncertain(self) -> None:
        assert not asked(replace(said(SAID), certain=False))
        assert not asked(said(SAID, None))

    def test_not_when_two_people_said_it(self) -> None:
        assert not asked(said(SAID), said(SAID, ODO, "other"), form="who said it")
        assert not asked(said(SAID), said(f"Listen! {SAID} So there.", None, "other"), form="who said it")

    def test_not_what_nobody_really_said(self) -> None:
        assert not asked(replace(said(SAID), hypothetical=True))

    def test_not_half_of_a_sentence(self) -> None:
        assert not asked(replace(said("We painted the whole lighthouse green again,"), whole=False))

    @pytest.mark.parametrize(
        "words",
        [
            "Every keeper knows that Mara Quill painted the lighthouse green.",
            "Every keeper knows that Quill painted the lighthouse green.",
            "Odo and I painted the lighthouse green last summer.",
            "I, Mara, painted the lighthouse green last summer.",
            "My husband painted the lighthouse green last summer.",
            "When I was mayor the lighthouse was painted green.",
        ],
    )
    def test_not_when_the_words_tell_who_speaks(self, words: str) -> None:
        mara = person("Mara Quill", Role.CREATOR, "she", "Quill")
        assert not asked(said(words, mara), form="who said it", people=(mara, ODO, PELL, IRIS))

    def test_nobody_named_in_the_words_is_a_wrong_answer(self) -> None:
        words = "The green paint was bought by Odo Vane, who loves the lighthouse."
        named = replace(said(words), persons=(Named(30, 38, ODO.id),))
        assert not asked(named, form="who said it")
        (question,) = asked(named, form="who said it", people=(*PEOPLE, person("Wren Sorley")))
        assert "Odo Vane" not in question.distractors

    def test_a_wrong_answer_is_no_other_name_of_the_right_one(self) -> None:
        doubtful = (MARA, person("Quill"), person("Ms. Quill"), ODO, PELL)
        assert not asked(said(SAID), form="who said it", people=doubtful)


class TestGaps:
    NAMES = "Odo Vane rowed across the stormy bay so that Mara Quill could repair the broken lamp."

    def test_a_name_with_others_to_choose_from(self) -> None:
        more = (*PEOPLE, person("Wren Sorley"))
        (question,) = asked(told(self.NAMES, ODO, MARA), form="fill the gap", people=more)
        assert question.answers == ("Odo Vane",)
        assert question.prompt == (
            "Which name is missing? “____ rowed across the stormy bay so that Mara Quill could repair the "
            "broken lamp.”"
        )
        assert set(question.distractors) == {"Pell Arden", "Iris Holm", "Wren Sorley"}

    def test_not_when_two_names_fit(self) -> None:
        more = (*PEOPLE, person("Wren Sorley"))
        again = self.NAMES.replace("Odo Vane", "Pell Arden")
        made = asked(
            told(self.NAMES, ODO, MARA), told(again, PELL, MARA, piece="2"), form="fill the gap", people=more
        )
        assert not any("____ rowed" in question.prompt for question in made)

    def test_a_pronoun_does_not_point_at_the_answer(self) -> None:
        sentence = "Odo Vane rowed his boat across the stormy bay so that Mara Quill could repair the lamp."
        odo = person("Odo Vane", Role.CREATOR, "he")
        people = (MARA, odo, PELL, IRIS, person("Wren Sorley"))
        made = asked(told(sentence, odo, MARA), form="fill the gap", people=people)
        assert not any(question.answers[0] == "Odo Vane" for question in made)

    def test_not_when_the_answer_stands_elsewhere_in_the_sentence(self) -> None:
        sentence = (
            "Odo Vane rowed across the stormy bay where the Vane family keeps Mara Quill from the lamp."
        )
        made = asked(told(sentence, ODO, MARA), form="fill the gap", people=(*PEOPLE, person("Wren Sorley")))
        assert not any(question.answers[0] == "Odo Vane" for question in made)

    def test_a_number_written_alike(self) -> None:
        sentence = "The lighthouse on Gull Island burned 1,250 litres of oil in 40 winters."
        assert not asked(told(sentence), form="fill the gap"), "two numbers"
        sentence = "The lighthouse on Gull Island stood empty for 35 years before the keepers returned."
        (question,) = asked(told(sentence), form="fill the gap")
        assert question.answers == ("35",)
        assert all(len(other) == 2 and other != "35" for other in question.distractors)
        assert "____ years" in question.prompt

    def test_no_year_after_the_last_one_of_the_document(self) -> None:
        sentence = "The keepers returned to the lighthouse on Gull Island in 2014 with fresh paint."
        (question,) = asked(told(sentence), form="fill the gap")
        assert all(int(year) < 2014 for year in question.distractors)

    def test_a_work_among_works(self) -> None:
        works = tuple(Titled(name) for name in ("Salt and Rope", "The Long Tide", "Grey Harbour", "Windfall"))
        sentence = (
            "The first chapter of The Long Tide shows how the keepers painted the old lighthouse green."
        )
        made = generate(Material((told(sentence, works=["The Long Tide"]),), PEOPLE, works))
        (question,) = [one for one in made if one.form == "fill the gap"]
        assert question.answers == ("The Long Tide",)
        assert set(question.distractors) == {"Salt and Rope", "Grey Harbour", "Windfall"}


class TestEndings:
    OTHERS = (
        "Nobody ever climbed the tower again because we feared the broken stairs.",
        "The boats stayed in the harbour because we had no rope left.",
        "All the lamps went dark at once because I forgot the oil.",
    )

    def test_endings_of_other_sentences_fit_the_grammar(self) -> None:
        sentence = "Everybody laughed at the green tower because it looked like a pickle."
        rest = [told(text, piece=str(number)) for number, text in enumerate(self.OTHERS)]
        (question,) = asked(said(sentence), *rest, form="finish the quote")
        assert (
            question.prompt
            == "How does this sentence end? “Everybody laughed at the green tower because ____”"
        )
        assert question.answers == ("it looked like a pickle",)
        assert set(question.distractors) == {
            "we feared the broken stairs",
            "we had no rope left",
            "I forgot the oil",
        }

    def test_not_when_the_same_beginning_ends_in_two_ways(self) -> None:
        sentence = "Everybody laughed at the green tower because it looked like a pickle."
        other = "Everybody laughed at the green tower because it seemed so very small."
        rest = [told(text, piece=str(number)) for number, text in enumerate(self.OTHERS)]
        assert not asked(said(sentence), told(other, piece="x"), *rest, form="finish the quote")


class TestVerdicts:
    def judged(self, verdict: Verdict, kind: str = "claim", topic: str = "The tower was green") -> Judged:
        return Judged(topic, kind, verdict, "as of the last chapter", "piece", ("Mara Quill",))

    @pytest.mark.parametrize("verdict", list(Verdict))
    @pytest.mark.parametrize("kind", ["claim", "pairing", "event"])
    def test_no_two_verdicts_that_can_both_be_defended(self, verdict: Verdict, kind: str) -> None:
        topic = "Tower and harbour"
        (question,) = generate(Material(rulings=(self.judged(verdict, kind, topic),)))
        options = {*question.answers, *question.distractors}
        assert question.answers == (verdict.value,)
        assert not {"canon", "confirmed"} <= options
        if verdict is Verdict.ENDED:
            assert not {"canon", "confirmed"} & options
        else:
            assert not {"disputed", "unsettled"} <= options
            assert kind == "pairing" or "ended" not in options
        assert "as of the last chapter" in question.prompt

    def test_not_when_the_prompt_tells(self) -> None:
        assert not generate(Material(rulings=(self.judged(Verdict.CANON, topic="That it is canon"),)))

    def test_not_a_mere_heading_and_not_an_opinion(self) -> None:
        assert not generate(Material(rulings=(self.judged(Verdict.CANON, "character", "Mara"),)))
        opinion = replace(self.judged(Verdict.UNSETTLED), scope="an opinion, as reported")
        assert not generate(Material(rulings=(opinion,)))


class TestDates:
    def test_the_earliest_of_documents_with_exact_dates(self) -> None:
        documents = (
            Dated("How the tower was built", "2011-03-04", "1"),
            Dated("Green paint for the keepers", "2014-12", "2"),
            Dated("Lamps and their oil", "2014-12-22", "3"),
        )
        first, *rest = sorted(
            generate(Material(documents=documents)), key=lambda question: -len(question.distractors)
        )
        assert first.answers == ("How the tower was built",)
        assert first.piece_id == "1"
        assert not rest, "within December 2014 nothing is sure"


@pytest.mark.parametrize(
    ("rule", "bad", "good"),
    [
        (fairness.is_of_a_good_length, "He did it.", SAID),
        (fairness.is_of_a_good_length, "word " * 41, SAID),
        (fairness.is_a_whole_sentence, "painted the lighthouse green.", SAID),
        (fairness.is_a_whole_sentence, "A very green lighthouse.", SAID),
        (fairness.is_a_whole_sentence, "If I could only see one of them happily settled here,", SAID),
        (fairness.is_balanced, 'She said "we painted it.', 'She said "we painted it."'),
        (fairness.is_balanced, "We painted it (green.", "We painted it (green)."),
        (fairness.is_balanced, "“We painted it.", "“We painted it.”"),
        (fairness.stands_alone, "But we painted it green.", "We painted it green."),
        (fairness.stands_alone, "That’s why we painted it green.", "We painted it green."),
        (fairness.points_nowhere_else, "We painted the lighthouse for that.", SAID),
        (fairness.points_nowhere_else, "Originally, it was meant to be white.", SAID),
        (fairness.points_nowhere_else, "Was it a victory for the keepers?", SAID),
        (fairness.is_one_sentence, "We painted it. Nobody liked green.", SAID),
        (fairness.is_one_sentence, "We painted it. Nobody liked green.", "Mr. Hill painted it green."),
        (fairness.has_its_referents, "The lighthouse was painted by him.", SAID),
        (fairness.says_something, "I do think that it is so.", SAID),
        (fairness.is_plain, "READ MORE: We painted the lighthouse.", SAID),
        (fairness.is_plain, "OTTAWA — We painted the lighthouse.", SAID),
        (fairness.is_plain, "Open this photo in gallery, painted green.", SAID),
        (fairness.is_plain, "We _painted_ the lighthouse.", SAID),
        (fairness.is_english, "Der Turm wurde von uns ganz neu gestrichen.", SAID),
        (fairness.follows_no_article, "She is an ", "She is the "),
    ],
)
def test_each_rule_tells_bad_from_good(rule: object, bad: str, good: str) -> None:
    assert callable(rule)
    assert not rule(bad)
    assert rule(good)


@pytest.mark.parametrize(
    ("before", "after", "fit"),
    [
        ("The keeper ", " painted it.", True),
        ("", " painted it.", True),
        ("Said ", "'s brother.", True),
        ("Mr. ", " painted it.", False),
        ("“Mr. ", " painted it.", False),
        ("Mayor ", " painted it.", False),
        ("The old Mayor ", " painted it.", False),
        ("The keeper ", " Quill painted it.", False),
        ("The non-", " keeper", False),
        ("The team's coach ", " painted it.", False),
        ("The keeper James", "' brother", False),
        ("his mother (", ").", False),
    ],
)
def test_a_gap_stands_alone(before: str, after: str, fit: bool) -> None:
    assert fairness.is_bare(before, after) is fit


def test_options_are_apart() -> None:
    assert fairness.are_apart(("Mara Quill", "Odo Vane"))
    assert not fairness.are_apart(("Zhu Li", "Zhu-Li"))
    assert not fairness.are_apart(("Quill", "Mara Quill"))


def test_the_same_library_gives_the_same_questions() -> None:
    words = [said(SAID), *(told(text, piece=str(n)) for n, text in enumerate(TestEndings.OTHERS))]
    assert asked(*words) == asked(*words)
    assert {q.id for q in asked(*words)} == {q.id for q in asked(*reversed(words))}


def test_a_library_gives_at_most_so_many() -> None:
    rulings = tuple(
        Judged(f"Claim {number}", "claim", Verdict.CONFIRMED, "all", str(number)) for number in range(60)
    )
    assert len(generate(Material(rulings=rulings), most=20)) == 20


async def test_the_questions_of_our_own_documents(tmp_path: Path) -> None:
    """Every one shows on Discord, has one right answer, and cites words that stand in the library."""
    folder = own_data(tmp_path)
    report = await built(folder)
    async with opened(folder) as services:
        pool = await stored.pool(services.at(0).library)
        assert len(pool) == report.questions
        made = [question for question in pool if question.origin is Origin.GENERATED]
        assert {question.form for question in made} >= {
            "who said it",
            "fill the gap",
            "finish the quote",
            "verdict",
        }
        assert len(made) >= 50
        texts = dict(await services.at(0).library.fetch("select id, text from pieces"))
        for question in made:
            assert question.piece_id in texts
            assert len(question.prompt) <= 300
            assert question.form == "verdict" or fairness.are_apart(question.distractors)
            assert key(question.answers[0]) not in map(key, question.distractors)
            assert f" {fold(question.answers[0])} " not in f" {fold(question.prompt)} "
            if question.form in ("who said it", "finish the quote"):
                shown = question.prompt.partition("“")[2].rstrip("”").replace("____", "").strip()
                assert shown in " ".join(texts[question.piece_id].split()), question.prompt
