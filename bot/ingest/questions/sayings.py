"""Questions about who said something."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from bot.ingest.questions import fairness
from bot.ingest.questions.choosing import DISTRACTORS, People, answers, flat, question_id
from bot.ingest.questions.model import Material, Someone, Words
from bot.models import Origin, Question
from bot.names import fold

WHO = "who said it"
_RUN = 4


class Spoken:
    """Which persons said which runs of words: the library's own evidence on who said a thing."""

    def __init__(self, words: Iterable[Words]) -> None:
        self._by_run: defaultdict[tuple[str, ...], set[str | None]] = defaultdict(set)
        for one in words:
            if one.family == "quote" or one.speaker:
                for run in _runs(one.text):
                    self._by_run[run].add(one.speaker)

    def only_by(self, text: str, speaker: str) -> bool:
        """Nobody else, named or not, is quoted with these words."""
        others: set[str | None] | None = None
        for run in _runs(text):
            here = self._by_run.get(run, set()) - {speaker}
            others = here if others is None else others & here
        return not others


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    folded = fold(text).split()
    for place in range(max(1, len(folded) - _RUN + 1)):
        yield tuple(folded[place : place + _RUN])


def who_said_it(material: Material, people: People, spoken: Spoken) -> Iterator[Question]:
    """Sentences whose speaker is certain, with others of the same role to choose from."""
    for words in material.words:
        speaker = people.by_id.get(words.speaker or "")
        if speaker is None or not speaker.sure or not _can_be_asked(words, speaker, spoken):
            continue
        if any(
            people.by_id[named.id].name == speaker.name for named in words.persons if named.id in people.by_id
        ):
            continue
        identity = question_id(WHO, words.piece_id, speaker.name)
        wrong = people.some(people.fit_beside(speaker, words), identity)
        options = (speaker.name, *(person.name for person in wrong))
        if len(wrong) < DISTRACTORS or not fairness.are_apart(options):
            continue
        yield Question(
            id=identity,
            form=WHO,
            prompt=f"Who said this? “{_shown(words.text)}”",
            answers=answers(speaker.name, speaker.aliases),
            distractors=options[1:],
            level=_level(speaker, people),
            origin=Origin.GENERATED,
            subjects=_subjects(speaker, words, people),
            piece_id=words.piece_id,
            category="Quotes",
        )


def _can_be_asked(words: Words, speaker: Someone, spoken: Spoken) -> bool:
    return (
        words.certain
        and words.whole
        and not words.hypothetical
        and fairness.is_fit(flat(words.text), len(words.persons))
        and fairness.says_something(words.text, 4)
        and fairness.hides_its_speaker(flat(words.text), (speaker.name, *speaker.aliases))
        and spoken.only_by(words.text, speaker.id)
    )


def _level(speaker: Someone, people: People) -> int:
    """By how much of the library's talk is this speaker's: the more, the easier."""
    most = people.most_quotes
    return 1 if speaker.quotes * 2 >= most else 2 if speaker.quotes * 8 >= most else 3


def _subjects(speaker: Someone, words: Words, people: People) -> tuple[str, ...]:
    named = (people.by_id[one.id].name for one in words.persons if one.id in people.by_id)
    return tuple(dict.fromkeys((speaker.name, *named)))


def _shown(text: str) -> str:
    """On one line, without the comma that stands there only for "he said"."""
    shown = flat(text)
    return shown[:-1] if shown.endswith(",") else shown
