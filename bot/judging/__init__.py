"""Whether a typed answer is right, as a fair quizmaster would say.

Spelling is forgiven, knowledge is not: numbers and negations must be exact, a guess among several is none,
and an answer that stands somewhere in a sentence doesn't count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.judging.folding import bare, tokens
from bot.judging.numerals import BREAK, has_digit
from bot.judging.slips import allowed, distance
from bot.judging.wordings import Wording, Words, core, exact, joined, key, sides, spells, untitled

_SLACK = 200
"""How much longer than the longest answer a guess may be; what is longer is not read."""


def _phrases(listed: str) -> list[Words]:
    """The longest first, so that "the answer is" is taken off before "the"."""
    return sorted({tuple(phrase.split()) for phrase in listed.split("/")}, key=lambda p: (-len(p), p))


_LEADING = _phrases(
    """it is/it was/he is/she is/he was/she was/they are/they were/that is/that was/this is/is it/was it/
    is/was/are/were/there are/there were/i think/i guess/i believe/i say/i would say/i would go with/
    i am sure/i am pretty sure/pretty sure/must be/it must be/could be/it could be/it has to be/
    gotta be/maybe/probably/perhaps/not sure but/i am not sure but/i do not know but/
    i do not know maybe/idk/answer/answer is/the answer is/my answer is/my guess is/um/uh/hmm/surely/
    definitely/certainly/obviously/ok/okay/so/well/a/an/the/by/in/on/at/to/from/for/with/about/
    because of/the year"""
)
_TRAILING = _phrases("i think/i guess/i believe/i am sure/right/maybe/probably/lol/of course/for sure/please")


@dataclass(frozen=True, slots=True)
class Judgement:
    right: bool
    matched: str | None = None  # the answer that it was taken for, as the question spells it
    note: str | None = None  # told to the player when it counted although not spelled so
    near: bool = False  # wrong, but one more letter off would have counted


WRONG = Judgement(False)


def judge(
    given: str, answers: Sequence[str], aliases: Sequence[str] = (), wrong: Sequence[str] = ()
) -> Judgement:
    """`aliases` are other names of what the answers name; `wrong` what else could be meant (distractors)."""
    spelled = [*answers, *aliases]
    if not spelled or len(given) > 4 * max(map(len, spelled)) + _SLACK:
        return WRONG
    guessed = tokens(given)
    if not any(word != BREAK for word in guessed):
        return next((Judgement(True, text) for text in spelled if _same_signs(given, text)), WRONG)
    candidates = list(_candidates(answers, aliases))
    others = [Wording(text, words, _named(text)) for text in wrong if (words := core(tokens(text)))]
    stages = _stages(guessed)
    for candidate in candidates:
        if exact(stages, candidate):
            return Judgement(True, candidate.text)
    if any(exact(stages, other) for other in others):
        return WRONG
    for candidate in candidates:
        if spells(stages, candidate) or _agrees(guessed, candidate):
            return Judgement(True, candidate.text)
    if any(spells(stages, other) for other in others):
        return WRONG
    return _by_spelling(stages, candidates, others)


def _same_signs(given: str, text: str) -> bool:
    return bool(bare(given)) and bare(given) == bare(text)


def _candidates(answers: Sequence[str], aliases: Sequence[str]) -> Iterator[Wording]:
    """All spellings that count. An alias that is one word of an answer shows it to be a person's name."""
    single = {words[0] for text in aliases if len(words := core(tokens(text))) == 1}
    surnames: list[Wording] = []
    for text in (*answers, *aliases):
        words = core(tokens(text))
        if not words:
            continue
        yield Wording(text, words, _named(text))
        if text in answers and 2 <= len(words) <= 4 and _named(text) and single & set(words):
            surnames.append(Wording(text, words[-1:], False))
            if len(words) > 2:
                surnames.append(Wording(text, (words[0], words[-1]), True))
    yield from surnames


def _named(text: str) -> bool:
    parts = text.split()
    return 2 <= len(parts) <= 4 and all(part[:1].isupper() and not has_digit(part) for part in parts)


def _stages(guessed: Words) -> list[Words]:
    """The guess, then what is left of it as talk is taken off its front and its end."""
    stages = [core(guessed)]
    rest = tuple(guessed)
    trimmed = True
    while trimmed and len(stages) < 12:
        trimmed = False
        while rest and rest[0] == BREAK:
            rest = rest[1:]
        while rest and rest[-1] == BREAK:
            rest = rest[:-1]
        for phrase in _LEADING:
            if len(rest) > len(phrase) and rest[: len(phrase)] == phrase:
                rest, trimmed = rest[len(phrase) :], True
                break
        for phrase in _TRAILING:
            if len(rest) > len(phrase) and rest[-len(phrase) :] == phrase:
                rest, trimmed = rest[: -len(phrase)], True
                break
        if rest and (kept := core(rest)) not in stages:
            stages.append(kept)
    return stages


def _agrees(guessed: Words, candidate: Wording) -> bool:
    """ "yes, it is" and "no it isn't" for "Yes" and "No"."""
    if candidate.words == ("yes",):
        return key(guessed) in {"yesitis", "yesitwas", "yestheyare", "yesheis", "yessheis"}
    if candidate.words == ("no",):
        return key(guessed) in {"noitisnot", "noitwasnot", "notheyarenot", "noheisnot", "nosheisnot"}
    return False


def _by_spelling(
    stages: Sequence[Words], candidates: Sequence[Wording], others: Sequence[Wording]
) -> Judgement:
    best: tuple[int, Wording] | None = None
    near = False
    for candidate in candidates:
        for words in _targets(candidate):
            for stage in stages:
                off = distance(untitled(_linked(stage, words), words), words)
                if off is None:
                    continue
                if off > allowed(len(key(words))):
                    near = True
                elif best is None or off < best[0]:
                    best = (off, candidate)
    rival = min(
        (
            off
            for other in others
            for w in _targets(other)
            for s in stages
            if (off := distance(_linked(s, w), w)) is not None
        ),
        default=None,
    )
    if best is None:
        return Judgement(False, near=near and rival is None)
    off, candidate = best
    if rival is not None and rival <= off:
        return WRONG
    letters = "one letter" if off == 1 else "two letters"
    return Judgement(True, candidate.text, f"So close: “{candidate.text}” with {letters} off. It counts.")


def _targets(candidate: Wording) -> list[Words]:
    """The wording, and a pair's other order."""
    pair = sides(candidate.words)
    if len(pair) == 2 and joined(candidate.words):
        return [candidate.words, (*pair[1], "and", *pair[0]), (*pair[0], "and", *pair[1])]
    return [candidate.words]


def _linked(mine: Words, theirs: Words) -> Words:
    """ "asami x kora" written as the pair is."""
    parts = sides(mine)
    if len(parts) != 2 or "and" not in theirs:
        return mine
    return (*parts[0], "and", *parts[1])
