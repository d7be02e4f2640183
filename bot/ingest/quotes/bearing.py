"""What follows the mentions of a document's persons tells of them: he or she, alive or not, by which name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from bot.ingest.quotes.cues import is_cue
from bot.ingest.quotes.groups import age_after, apposed_noun, is_group
from bot.ingest.quotes.lexicon import PREPOSITIONS, word_set
from bot.ingest.quotes.person import PERSON_SCORE, Person, Ref
from bot.ingest.quotes.roles import gender_of_roles

_LONG = 60  # mentions
_PRONOUN = re.compile(r"\b(he|his|himself|she|her|hers|herself)\b")  # "Ortiz told him": somebody else
_SUBJECT = re.compile(r"\b(he|she)\b")  # who acts is meant; "her" may be somebody told or given something
_OBJECT = re.compile(r"(?:him|her)(?=[,.;:!?])")  # not whoever is the sentence's subject
_ACTION = re.compile(r" (?:\w+ly )?([a-z]+)\b")
_BEFORE_THE = re.compile(r"(\w+) [Tt]he $")
_OTHERS = re.compile(r"\b([Hh]er|[Hh]is)(?: [a-z-]+){1,3} $")  # her colleague Kip Quill: "her" isn't he
_ANOTHER = re.compile(  # a sentence about somebody else: "Ortiz came. Wick left when she was home."
    r"[.!?\x01]\s+(?!(?:An?|And|After|As|At|Before|But|By|For|From|If|In|It|Now|On|Once|So|That|The|Then|There"
    r"|This|To|When|While|With|Yet)\b)[A-Z][a-z]+ "
)
_OF_KIN = re.compile(  # Farida Pell, whose late father said that he
    r"\b(?:father|mother|brother|sister|son|daughter|husband|wife|uncle|aunt|dad|mom|mum|boyfriend|girlfriend)\b"
)
_STOP = re.compile(r"[.!?\n\x01]")
_IT_WAS = re.compile(r"\bIt was $")
_ACTIONS = word_set("""
put took stood sat went came ran rose fell drew threw held kept left met saw looked heard felt knew thought
turned made gave got bent broke caught shook spoke began swung lay led let lit leant leaned set shot shut slid
stuck struck swept tore woke wore blew bit bowed crept dug flew fled flung froze hid hung hit leapt paid rode
sank sprang stole strode swore swam won wept
""")


def _is_action(word: str) -> bool:
    return word in _ACTIONS or (word.endswith("ed") and len(word) > 4)


def settle_name(person: Person) -> None:
    """A long text that hardly ever says "Nell Gray" calls her Nell, and so do we."""
    full = sum(count for form, count in person.forms.items() if form.endswith(person.name))
    if person.known is None and person.count >= _LONG and full * 12 < person.count:
        person.name = max(person.forms, key=lambda form: person.forms[form])


def _own_pronoun(masked: str, start: int, end: int) -> re.Match[str] | None:
    """The first pronoun that may mean the name: `Ortiz sat beside her and ate his lunch` is his."""
    for match in _PRONOUN.finditer(masked, start, end + 8):
        if match.start() >= end:
            break
        if not _OBJECT.match(masked, match.start()) or _STOP.search(masked, start, match.start()):
            return match
    return None


def hear_bearing(
    persons: Sequence[Person], refs: Sequence[Ref], masked: str, *, fiction: bool, pronouns: bool
) -> None:
    """Ages and nouns beside a name tell persons from bodies; a pronoun after it, he from she, if asked."""
    votes: defaultdict[int, Counter[str]] = defaultdict(Counter)
    earlier: Ref | None = None
    for ref, following in zip(refs, [*(ref.start for ref in refs[1:]), len(masked)], strict=False):
        person = persons[ref.person]
        before, earlier = earlier, ref
        age = age_after(masked, ref.end)
        if age is not None:
            person.human, person.age = True, age or person.age
        if person.gender is None and person.role_words:
            person.gender = gender_of_roles(person.role_words)
        if person.gender is not None:
            continue
        if not (ref.possessive or person.human or person.role_words or person.grouped):
            person.grouped = apposed_noun(masked, ref.end)
        if is_group(person) or not pronouns:
            continue
        reach = min(following, ref.end + 90)
        match = None if fiction else _within(_SUBJECT, masked, ref.end, reach)
        match = match or _own_pronoun(masked, ref.end, reach)
        if match and before and ref.before in PREPOSITIONS and before.person != ref.person:
            between = masked[before.end : match.start()]
            if not fiction and not _STOP.search(between):
                continue  # "Ortiz agreed with Okwe in her own post"
        if match and not fiction and _ANOTHER.search(masked, ref.end, match.start()):
            continue
        if match and _OF_KIN.search(masked, ref.end, match.start()):
            continue
        if match and match[1] not in ("he", "she"):
            owner = _OTHERS.search(masked, max(0, ref.full_start - 60), ref.full_start)
            if owner and owner[1].lower()[:2] == match[1][:2]:
                continue
        if match:
            votes[ref.person]["m" if match.group(1).startswith("hi") or match.group(1) == "he" else "f"] += 1
    for number, person in enumerate(persons):
        if person.gender is None and number not in votes:
            person.gender = _gender_of_role(person.role_words)
    for number, counted in votes.items():
        (best, most), *rest = counted.most_common()
        if not rest or most >= 2 * rest[0][1] + 1:
            persons[number].gender = best


def _gender_of_role(words: Sequence[str]) -> str | None:
    """`spokeswoman`, `chairman`."""
    if any(word.endswith("woman") or word == "actress" for word in words):
        return "f"
    return "m" if any(word.endswith("man") for word in words) else None


def _within(pattern: re.Pattern[str], masked: str, start: int, reach: int) -> re.Match[str] | None:
    """A pronoun that begins within reach; cut off there, "her" would read "he"."""
    match = pattern.search(masked, start, reach + 8)
    return match if match is not None and match.start() < reach else None


def believe_actors(persons: Sequence[Person], refs: Sequence[Ref], masked: str) -> None:
    """`Kester put the lamp down`: in a story whoever acts is somebody, however seldom named."""
    for ref in refs:
        person = persons[ref.person]
        if person.likely or ref.possessive:
            continue
        following = _ACTION.match(masked, ref.end)
        if ref.before == "the":
            _believe_beast(person, ref, masked)
            continue
        if person.against or person.score < -2:
            continue
        if (following is not None and _is_action(following.group(1))) or _IT_WAS.search(
            masked, max(0, ref.full_start - 12), ref.full_start
        ):
            person.score = PERSON_SCORE


def _believe_beast(person: Person, ref: Ref, masked: str) -> None:
    """`said the Badger`: in a story that may be somebody's name, and then every "the Badger" is."""
    following = _ACTION.match(masked, ref.end)
    before = _BEFORE_THE.search(masked, max(0, ref.full_start - 24), ref.full_start)
    if (following is not None and is_cue(following.group(1), weak=False)) or (
        before is not None and is_cue(before.group(1), weak=False)
    ):
        person.score, person.against = PERSON_SCORE, 0
