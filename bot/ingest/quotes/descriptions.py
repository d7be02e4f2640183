"""Whom a story means by "the inspector", "the old man", "his wife": a person, or at least a he or a she."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.ingest.quotes.lexicon import (
    FEMALE_TITLES,
    MALE_TITLES,
    NEUTRAL_TITLES,
    PREPOSITIONS,
    ROLE_NOUNS,
    TITLES,
    word_set,
)
from bot.ingest.quotes.person import gender_of
from bot.ingest.quotes.roster import Roster
from bot.ingest.quotes.units import is_adverb

_MALE = MALE_TITLES | word_set(
    "man boy lad gentleman fellow husband son nephew chap priest vicar clergyman parson policeman sergeant "
    "landlord butler footman waiter frenchman englishman irishman scotchman scotsman general colonel captain "
    "major admiral sheriff squire bishop guy papa father grandfather grandson schoolboy youth "
    "barman cop trooper bartender coachman foreman doorman chairman postman fisherman salesman workman "
    "baronet"
)
_FEMALE = FEMALE_TITLES | word_set(
    "woman girl lady wife daughter niece housekeeper landlady maid parlourmaid housemaid nurse waitress "
    "governess widow mamma mother grandmother cook frenchwoman englishwoman hostess actress matron "
    "barmaid charwoman saleswoman chambermaid stewardess headmistress nun"
)
# What somebody is called who bears a title: "the priest" is Father Moran.
_BEARERS = {
    "doctor": ("dr", "doctor"),
    "physician": ("dr", "doctor"),
    "surgeon": ("dr", "doctor"),
    "priest": ("father",),
    "professor": ("professor", "prof"),
    "inspector": ("inspector", "insp"),
    "detective": ("inspector", "detective", "insp"),
    "sergeant": ("sergeant", "sgt"),
    "captain": ("captain", "capt"),
    "colonel": ("colonel", "col"),
    "general": ("general", "gen"),
    "lieutenant": ("lieutenant", "lt"),
    "clergyman": ("rev", "reverend"),
    "vicar": ("rev", "reverend"),
    "minister": ("rev", "reverend"),
    "curate": ("rev", "reverend"),
    "baronet": ("sir",),
    "knight": ("sir",),
    "lordship": ("lord", "sir"),
    "ladyship": ("lady",),
    "majesty": ("king", "queen", "emperor", "empress"),
    "highness": ("prince", "princess"),
    "policeman": ("constable", "const", "officer", "sergeant", "inspector"),
    "cop": ("officer", "sergeant", "detective"),
    "lawman": ("sheriff", "marshal", "deputy"),
}
_TITLED = re.compile(r"\b([A-Z][a-z]+)\.? ([A-Z][\w'\u2019-]+(?: [A-Z][\w'\u2019-]+)?)")
_NO_ONE = word_set("voice voices crowd chorus people men women boys girls children others two three both")
_GENERIC = word_set(
    "man boy lad gentleman fellow chap youth guy woman girl lady child person stranger friend companion "
    "visitor guest other latter former newcomer one creature thing speaker host hostess husband wife father "
    "mother son daughter brother sister nephew niece uncle aunt cousin master mistress"
)
_OFFICES = NEUTRAL_TITLES | word_set("father")
_RELATIVE = word_set(
    "other latter former one friend companion visitor guest husband wife father mother son daughter brother "
    "sister nephew niece uncle aunt cousin person creature speaker"
)
_STYLES = word_set("lordship ladyship majesty highness")  # said her ladyship
_WORD = re.compile(r"[A-Za-z][\w'\u2019-]*")


@dataclass(frozen=True, slots=True)
class Meaning:
    """Those whom a description may stand for (None: anybody it fits), and the one it makes up itself."""

    only: frozenset[int] | None = None
    gender: str | None = None
    own: int | None = None
    generic: bool = False  # "the old lady" may be anybody; "the postman" is only one
    new: bool = False  # "a woman": somebody the scene hasn't had


class Descriptions:
    """The descriptions of one story; somebody who is never named is called by theirs."""

    def __init__(self, text: str, roster: Roster) -> None:
        self.text = text
        self.roster = roster
        self._own: dict[str, int] = {}
        self._titled: defaultdict[str, list[int]] = defaultdict(list)
        self._roles: defaultdict[str, list[int]] = defaultdict(list)
        for match in _TITLED.finditer(text):  # in the words, too: "This is Captain Teck."
            title = match[1].lower()
            if title == "mr":  # and no "she", whatever pronoun stands behind the name
                number = roster.lookup(match[2])
                if number is not None and gender_of(roster.persons[number].words, "") is None:
                    roster.persons[number].gender = "m"
            if title in _OFFICES:
                number = roster.lookup(match[2])
                if number is None and " " in match[2]:
                    number = roster.lookup(match[2].split()[0])
                if number is not None:
                    roster.persons[number].titles.add(title)
        for number, person in enumerate(roster.persons):
            if not (person.likely or person.possible):
                continue
            for title in person.titles:
                self._titled[title].append(number)
            for role in set(person.role_words):
                self._roles[role].append(number)

    def bearers(self, noun: str) -> list[int]:
        """Who has a title: doctor -> Dr. Amory."""
        found = [n for title in _BEARERS.get(noun, (noun,)) for n in self._titled.get(title, ())]
        if not found and f"the {noun}" in self._own:
            found = [self._own[f"the {noun}"]]
        return list(dict.fromkeys(found))

    def read(self, words: Sequence[str], place: int, *, tag: bool) -> Meaning | None:
        """`the little old gentleman`, `our landlady`: None where no person is described.

        Only a tag, or an office, makes somebody up who has no name: "The barman came down.".
        """
        words = [*words]
        while len(words) > 2 and is_adverb(words[-1]):
            words.pop()
        head_at = len(words) - 1
        for i, word in enumerate(words):
            if i > 1 and (word in PREPOSITIONS or word in ("who", "whose", "whom", "in")):
                head_at = i - 1
                break
        if head_at < 1:
            return None
        head = words[head_at].lower().rstrip("'\u2019")
        if head in _NO_ONE:
            return Meaning(frozenset(), None) if tag else None
        gender = "m" if head in _MALE else "f" if head in _FEMALE else None
        known = self.bearers(head)
        if known and (words[0] in ("the", "our", "my", "this", "that") or head in _STYLES):
            return Meaning(frozenset(known), gender)
        roles = [
            n
            for n in self._roles.get(head, ())
            if gender is None or self.roster.persons[n].gender in (None, gender)
        ]
        if len(roles) == 1 and words[0] == "the":
            return Meaning(frozenset(roles), gender)
        generic = head in _GENERIC
        if not generic and not _is_office(head) and gender is None and not tag:
            return None
        name = " ".join(["the", *words[1 if not generic else max(1, head_at - 1) : head_at + 1]])
        if not generic:
            name = f"the {words[head_at]}"
        own = self._own.get(name)
        somebody = tag or (not generic and _is_office(head))
        if own is None and somebody and words[0] in ("the", "our") and head not in _RELATIVE:
            own = self._make(name, place, gender)
        if own is None and not tag and not generic and not _is_office(head):
            return None
        return Meaning(None, gender, own, generic, words[0] in ("a", "an", "another"))

    def _fits(self, number: int, gender: str | None) -> bool:
        return gender is None or self.roster.persons[number].gender in (None, gender)

    def _make(self, name: str, place: int, gender: str | None) -> int:
        head = name.split()[-1]
        written = next(
            (m.group() for m in _WORD.finditer(self.text, place, place + 90) if m.group().lower() == head),
            head,
        )
        number = self.roster.add(" ".join([*name.split()[:-1], written]), gender)
        self._own[name] = number
        return number


def _is_office(noun: str) -> bool:
    return noun in ROLE_NOUNS or noun in TITLES or noun in _MALE or noun in _FEMALE
