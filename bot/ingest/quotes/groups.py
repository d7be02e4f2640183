"""Companies, unions and offices that speak: `the association said in a release`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.ingest.quotes.firstnames import FIRST_NAMES
from bot.ingest.quotes.lexicon import ORG_WORDS, PLACES, word_set
from bot.ingest.quotes.person import Person, Ref

# What a text calls a group whose name it has given.
GROUP_NOUNS = word_set("""
agency airline airport alliance association band bank board brand broadcaster bureau business campaign carrier
chain charity church city club co-op coalition commission committee company conference convention
corporation council department developer distributor district family federation festival firm foundation
government group guild hospital institute league library manufacturer ministry museum network newspaper ngo
nonprofit office orchestra organisation organization outfit outlet paper party police producer publisher
regulator retailer school service startup store studio team theater theatre trust union university utility
website zoo choir duo label quartet trio troupe
""")
# These say so little that whatever the sentence before was about comes first.
GENERIC_NOUNS = word_set("agency business company firm group organisation organization outfit team")
# Words of a name that no person has.
_NAMED = word_set("""
academy administration agency airlines airways alliance assembly association authority bank board
broadcasting bureau coalition college comics commission committee communications company congress corp
corporation council department embassy energy entertainment federation foundation fund group guild holdings
hospital inc industries initiative institute international league library limited llc llp ltd magazine media
ministry museum network office organisation organization parliament partners pictures plc police productions
program project rescue research resources school schools senate services society studio studios systems
technologies trust union university ventures workers
""")
_SMALL = word_set("of the and for de du la les")


# `Cosmic Coast, one of the largest fan conventions on the coast,`: the noun after the name.
_APPOSED = re.compile(
    r", (?:an?|the|one of the) ((?:(?!(?:at|of|for|with|in|from|who|whose|and|by)\b)[\w'\u2019-]+ ){0,6}?)"
    r"([a-z-]+?)s?(?=[,.;)]|\s(?:in|of|on|that|which|based|for|with|founded|at|from|near)\b)"
)
_HUMAN = re.compile(r",? who\b|, (?:aged? )?(\d{1,2})\b")


def apposed_noun(masked: str, end: int) -> str:
    """`Orrin, a security firm in Salt,` -> firm"""
    if masked[end : end + 1] != ",":
        return ""
    match = _APPOSED.match(masked, end, end + 90)
    return match.group(2) if match is not None and match.group(2) in GROUP_NOUNS else ""


def age_after(masked: str, end: int) -> int | None:
    """An age or "who" comes after a person's name only: 0 where it is "who", None where it is neither."""
    match = _HUMAN.match(masked, end)
    return None if match is None else int(match.group(1) or 0)


def is_group(person: Person) -> bool:
    """By its name or by what it is said to be: `Harlow Studios`, `security firm Orrin`."""
    if person.known is not None or person.title:
        return False
    return bool(person.grouped) or not _NAMED.isdisjoint(word.lower() for word in person.words)


def may_be_group(person: Person) -> bool:
    """Whatever "it" may stand for: a group, or a name that nothing says is a person's or a place's."""
    if is_group(person):
        return True
    if person.known is not None or person.unsure or person.gender is not None or person.title or person.human:
        return False
    if len(person.words) > 1:
        human = not GROUP_NOUNS.issuperset(person.role_words)  # "the publisher" may be either
        return not (person.likely and (human or person.words[0].lower() in FIRST_NAMES))
    word = person.name.lower()
    return word not in ORG_WORDS and (word not in PLACES or person.beside_cue)


def acronym_of(words: Sequence[str]) -> str:
    """`Export Bank of Harlow` -> EBH"""
    return "".join(word[0] for word in words if word.lower() not in _SMALL).upper()


_COMPANIES = word_set("corp corporation inc ltd limited llc plc holdings industries studios airlines")


def called(noun: str, refs: Iterable[Ref], persons: Sequence[Person]) -> int | None:
    """The group whose name has the noun: "the association", of the Harlow Anglers Association."""
    weighed: set[int] = set()
    for ref in refs:
        if ref.person in weighed:
            continue
        weighed.add(ref.person)
        person = persons[ref.person]
        words = {word.lower() for word in person.words}
        named = len(words) > 1 and (
            noun in words or (noun in ("company", "firm") and not _COMPANIES.isdisjoint(words))
        )
        ends = (
            named and len(words) > 2 and person.words[-1].lower() == noun
        )  # the festival is the Harlow Folk Festival
        if ((named or person.grouped == noun) and is_group(person)) or ends:
            return ref.person
    return None
