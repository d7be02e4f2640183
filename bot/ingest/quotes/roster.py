"""Who a document speaks of: full names, the short forms that stand for them, and every mention in order."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.ingest.quotes.bearing import believe_actors, hear_bearing, settle_name
from bot.ingest.quotes.firstnames import FIRST_NAMES, NICKNAMES
from bot.ingest.quotes.groups import GROUP_NOUNS, acronym_of
from bot.ingest.quotes.lexicon import (
    CALENDAR,
    KEPT_TITLES,
    PARTICLES,
    PLACES,
    PREPOSITIONS,
    TITLES,
    word_set,
)
from bot.ingest.quotes.model import KnownPerson
from bot.ingest.quotes.names import Candidate, Seen, candidates
from bot.ingest.quotes.namings import kin_names, other_names, shared_surnames
from bot.ingest.quotes.paragraphs import Paragraph
from bot.ingest.quotes.person import (
    PERSON_SCORE,
    Person,
    Ref,
    gender_of,
    key_of,
    misspelt,
    same_first,
    slip_of_first,
    written,
)
from bot.names import key as name_key

_NAMESAKE_REACH = 400  # characters
_SLIPS = 2  # a spelling that comes more often is no slip of the pen
_MOST = 24  # persons of one surname; a text that has more tells them apart by nothing we can read
_BEFORE_FIRST_NAMES = word_set(
    "miss lady sir aunt uncle prince princess king queen father mother brother sister master"
)
_FORMAL = word_set("lady lord sir")  # nobody calls Lady Margaret Peggy
_EPITHETS = word_set("young old poor little dear")

_TITLED = re.compile(r"([MD](?<!\w.)(?:(?<=M)(?:rs?|s|iss)|(?<=D)r))\.? ([A-Z][\w\u2019-]+)")
_AND = re.compile(r"[*_]{0,2} and [*_]{0,2}")


def _without_works(found: list[Candidate]) -> list[Candidate]:
    """Without "Grey Tide", that has creators or a finale: a series is nobody, if nobody has its name."""
    works = {candidate.key for candidate in found if candidate.work}
    works -= {one.key for one in found if not one.work and one.score >= PERSON_SCORE}
    return [candidate for candidate in found if candidate.key not in works] if works else found


def _believe_pairs(masked: str, found: Sequence[Candidate]) -> None:
    """`Sura Okwe and Dana Ortiz wrote`: who is named in one breath with a person is one, too."""
    for one, other in pairwise(found):
        if (
            len(one.words) == len(other.words) == 2
            and 0 <= one.score < other.score >= PERSON_SCORE
            and _AND.fullmatch(masked, one.end, other.full_start)
        ):
            one.score = other.score - 1


class Roster:
    """Built once for a document from its narration; then asked whom the words at a place mean."""

    def __init__(
        self,
        masked: str,
        blocks: Sequence[Paragraph],
        known: Sequence[KnownPerson] = (),
        *,
        fiction: bool = False,
        pronouns: bool = True,
        seen: Seen | None = None,
    ) -> None:
        """`pronouns`: whether anybody will ask which of the persons is he or she."""
        self.persons: list[Person] = []
        self.refs: list[Ref] = []
        self._by_key: dict[tuple[str, ...], int] = {}
        self._by_last: defaultdict[str, list[int]] = defaultdict(list)
        self._by_first: defaultdict[str, list[int]] = defaultdict(list)
        self._lasts: defaultdict[str, dict[str, None]] = defaultdict(dict)  # by their first two letters
        self._titled: dict[tuple[str, str], int] = {}
        self._last_seen: dict[int, int] = {}
        self._last_by_surname: dict[int, int] = {}
        self._fully_named: dict[int, int] = {}
        self._acronyms: dict[str, int] = {}
        self._in_full: set[int] = set()  # those whom the text gives a full name somewhere
        self._in_use: set[int] = set()  # those whom the text gives two names, and calls by one of them
        found = _without_works([*candidates(masked, blocks, seen)])
        _believe_pairs(masked, found)
        self._count = Counter(candidate.key for candidate in found)
        self._alone = Counter(c.key[0] for c in found if len(c.words) == 1 and c.title not in KEPT_TITLES)
        self._cut_epithets(found, fiction)
        self._add_known(known)
        self._add_other_names(masked, found)
        self._add_full_names(found)
        self._add_kin_names(masked, found)
        self._add_acronyms()
        for candidate in found:
            self._refer(candidate)
        if fiction:
            believe_actors(self.persons, self.refs, masked)
        self._starts = [ref.start for ref in self.refs]
        hear_bearing(self.persons, self.refs, masked, fiction=fiction, pronouns=pronouns)
        for person in self.persons:
            settle_name(person)

    # --- building -------------------------------------------------------------------------------------------

    def _new(self, name: str, words: tuple[str, ...], title: str = "") -> int:
        self.persons.append(Person(name, words, gender_of(words, title), title=title))
        return len(self.persons) - 1

    def _index(self, number: int, key: tuple[str, ...]) -> None:
        self._by_key[key] = number
        if len(key) > 1:
            for table, word in ((self._by_last, key[-1]), (self._by_first, key[0])):
                if len(table[word]) < _MOST and number not in table[word]:
                    table[word].append(number)
            alike = self._lasts[key[-1][:2]]
            if len(alike) < _MOST:
                alike[key[-1]] = None

    def _cut_epithets(self, found: list[Candidate], fiction: bool) -> None:
        """`Poor Lydia` in a text that is full of Lydia: no first name, so no part of hers.

        In a story with an Edwin Kemble `Young Kemble` is he.
        """
        full = [c.key for c in found if fiction and len(c.words) > 1]
        lasts = {key[-1] for key in full if key[0] in FIRST_NAMES}
        pairs = Counter(c.key for c in found if len(c.words) == 2)
        for i, candidate in enumerate(found):
            if len(candidate.words) != 2:
                continue
            first, last = candidate.key
            epithet = first in _EPITHETS and last in lasts
            if not epithet and (
                (first in FIRST_NAMES and first not in CALENDAR)
                or last not in FIRST_NAMES
                or self._alone[last] < 5 * pairs[first, last]
            ):
                continue
            start = candidate.end - len(candidate.words[1])
            found[i] = replace(
                candidate, start=start, full_start=start, words=candidate.words[1:], key=candidate.key[1:]
            )

    def _add_known(self, known: Sequence[KnownPerson]) -> None:
        for person in known:
            words = tuple(person.name.split())
            if not words:
                continue
            number = self._new(person.name, words)
            made = self.persons[number]
            made.known = person
            made.gender = {"he": "m", "she": "f", "they": None}.get(person.pronoun or "", made.gender)
            self._index(number, key_of(words))
            for alias in person.aliases:
                if alias.split():
                    self._by_key.setdefault(key_of(alias.split()), number)

    def _add_other_names(self, masked: str, found: Sequence[Candidate]) -> None:
        """`Nightjar, born Mary Rowe`: one person, called by the name that the text goes on with."""
        for one, other in other_names(masked, found):
            first, second = (
                self._count[c.key] + self._count[c.key[-1:]] * (len(c.key) > 1) for c in (one, other)
            )
            if second > first and len(other.words) > 1:
                one, other = other, one
            number = self._by_key.get(one.key, self._by_key.get(other.key))
            if number is None:
                number = self._new(" ".join(one.words), one.words, one.title)
            person = self.persons[number]
            person.score = max(person.score, PERSON_SCORE)
            person.gender = person.gender or gender_of(other.words, other.title)
            self._in_use.add(number)
            self._index(number, one.key)
            self._index(number, other.key)

    def _add_full_names(self, found: Sequence[Candidate]) -> None:
        """One person for each full name; "Mike Dunn" and "Michael J. Dunn" are one."""
        groups: dict[tuple[str, ...], list[Candidate]] = {}
        for candidate in found:
            if len(candidate.words) > 1:
                groups.setdefault(candidate.key, []).append(candidate)
        alone = [candidate for candidate in found if len(candidate.words) == 1]
        lively = {candidate.key[0] for candidate in alone if candidate.score >= 1}
        lively -= {candidate.key[0] for candidate in alone if candidate.score < 0}
        for key, members in groups.items():
            score = max(member.score for member in members)
            if key[-1] in lively and score >= 0:
                score += 2  # the last name alone acts or speaks somewhere
            against = sum(1 for member in members if member.score < 0)
            if against * 2 > len(members):
                score = min(score, 0)
            number = self._by_key.get(key)
            if number is None:
                number = next((n for n in self._by_last.get(key[-1], ()) if self._fits(n, key, score)), None)
            if number is None and score >= 0:
                number = self._misspelt(key)
            if number is None:
                words = next((m.words for m in members if not m.words[-1].isupper()), members[0].words)
                number = self._new(" ".join(words), words, members[0].title)
            self._in_full.add(number)
            person = self.persons[number]
            longer = len(members[0].words) > len(person.words)
            if person.known is None and longer and number not in self._in_use:
                person.words, person.name = members[0].words, " ".join(members[0].words)
            person.score = max(person.score, score)
            person.beside_cue |= any(member.beside_cue for member in members)
            for member in members:
                if member.title:
                    person.titles.add(member.title)
                if person.gender is None:
                    person.gender = gender_of(member.words, member.title)
                if member.nickname:
                    self._index(number, (*key_of([member.nickname]), key[-1]))
                    person.aliases.add(member.nickname)
            self._index(number, key)

    def _fits(self, number: int, key: tuple[str, ...], score: int) -> bool:
        person = self.persons[number]
        mine = key_of(person.words)
        if mine[-1] != key[-1] or (person.known is None and (person.score < 0 or score < 0)):
            return False
        if person.known and person.known.apart and name_key(" ".join(key)) in person.known.apart:
            return False
        short, long = sorted((mine, key), key=len)
        if short[0] in PARTICLES and len(short) > 1 and long[-len(short) :] == short:
            return True  # "Van Dunn" is Mara Van Dunn
        return same_first(mine[0], key[0]) or slip_of_first(mine[0], key[0])

    def _misspelt(self, key: tuple[str, ...]) -> int | None:
        """The one person whose name this is with a slip of the pen: "Brian Konietzco", "Konietzco"."""
        if key[-1] in self._by_last or (
            len(key) == 1 and (key[0] in self._by_first or key[0] in FIRST_NAMES)
        ):
            return None
        meant = {
            number
            for last in self._lasts.get(key[-1][:2], ())
            if misspelt(key[-1], last)
            for number in self._by_last[last]
            if self.persons[number].likely or self.persons[number].score >= 1
        }
        if len(meant) != 1:
            return None
        [number] = meant
        first = key_of(self.persons[number].words)[0]
        return number if len(key) == 1 or same_first(first, key[0]) else None

    def _add_kin_names(self, masked: str, found: Sequence[Candidate]) -> None:
        """Those called by first name only who have the surname of another, as far as the text tells it."""
        ties = [*shared_surnames(masked, found), *kin_names(masked, found, self._by_last)]
        for short, full in ties:
            first = short.key
            if first in self._by_key or self._by_last.get(first[0]) or self._by_first.get(first[0]):
                continue
            if full.score < 0:
                continue
            words = short.words if full is short else (*short.words, full.words[-1])
            number = self._new(" ".join(words), words)
            self.persons[number].score = PERSON_SCORE
            self._index(number, key_of(words))

    def _add_acronyms(self) -> None:
        """`EBH` after "Export Bank of Harlow"; letters that fit two names mean neither."""
        spelt = Counter[str]()
        for number, person in enumerate(self.persons):
            if len(person.words) > 2 and person.known is None and not person.likely:
                letters = acronym_of(person.words)
                spelt[letters] += 1
                self._acronyms[letters] = number
        for letters, count in spelt.items():
            if count > 1 or len(letters) < 3:
                del self._acronyms[letters]

    def _refer(self, candidate: Candidate) -> None:
        number = self._resolve(candidate)
        person = self.persons[number]
        person.count += 1
        if candidate.score < 0 and len(person.words) == 1:
            person.against += 1
        person.role_words += candidate.role_words
        if candidate.title:
            person.titles.add(candidate.title)
            person.gender = person.gender or gender_of(candidate.words, candidate.title)
        if candidate.before in GROUP_NOUNS and not candidate.role and candidate.key[0] not in FIRST_NAMES:
            person.grouped = candidate.before
        form = " ".join(candidate.words)
        person.aliases.add(form)
        if candidate.title in KEPT_TITLES:
            form = f"{written(candidate.title)} {form}"
        person.forms[form] = person.forms.get(form, 0) + 1
        if len(candidate.words) == 1:
            person.beside_cue |= candidate.beside_cue
            gain = candidate.score - (1 if candidate.initial else 0)
            person.score = (
                max(person.score, gain) if len(person.words) == 1 or person.score >= 1 else person.score
            )
        self._last_seen[number] = candidate.start
        if candidate.key[-1:] == key_of(
            person.words[-1:]
        ):  # "his daughter Anna, Weiss wrote": not Anna Weiss
            self._last_by_surname[number] = candidate.start
        if len(candidate.words) > 1:
            self._fully_named[number] = candidate.start
        self.refs.append(
            Ref(
                candidate.start,
                candidate.end,
                candidate.full_start,
                number,
                candidate.before,
                candidate.possessive,
                len(candidate.words) > 1,
            )
        )

    def _resolve(self, candidate: Candidate) -> int:
        key = candidate.key
        last = key[-1]
        kept = candidate.title if candidate.title in KEPT_TITLES else ""
        number = self._by_key.get(key)
        if number is None and (last[0] == "@" or "_" in last):
            number = self._owner(last)
        if len(key) > 1 and number is not None:
            return number
        if len(key) == 1 and candidate.words[0] in self._acronyms:
            return self._acronyms[candidate.words[0]]
        if number is not None and self.persons[number].known is not None:
            return number
        gender = gender_of(candidate.words, candidate.title) if kept else None
        if kept and (kept, last) in self._titled:
            return self._titled[kept, last]
        floor = 0 if candidate.title and not kept else 1
        options = self._options(last, gender, by_first=not kept or kept in _BEFORE_FIRST_NAMES, floor=floor)
        if len(key) == 1 and last in PLACES and not candidate.title:
            options = [n for n in options if n in self._last_seen and candidate.before not in PREPOSITIONS]
        if candidate.title in ("mr", "mrs"):
            # "Mrs. Gray" is not the Nell Gray whom the text calls Nell.
            options = [n for n in options if self._alone[key_of(self.persons[n].words)[0]] < 3]
        if len(options) > 1:
            seen = [n for n in options if n in self._last_seen]
            options = seen or options
            if (
                not kept
                and sum(self.persons[n].likely for n in options) > 1
                and self._both_near(options, candidate.start)
            ):
                return self._nobody(candidate)
            if len(options) > 1:
                options = [max(options, key=lambda n: self._last_by_surname.get(n, -1))]
        slip = self._misspelt(key) if not options and len(key) == 1 and self._count[key] <= _SLIPS else None
        if slip is not None:
            return slip
        if options:
            if kept:
                self._titled[kept, last] = options[0]
            return options[0]
        if kept:
            number = self._new(
                f"{written(candidate.title)} {' '.join(candidate.words)}", candidate.words, candidate.title
            )
            self.persons[number].score = PERSON_SCORE + 2
            self._titled[kept, last] = number
            if len(self._by_last[last]) < _MOST:
                self._by_last[last].append(number)
            return number
        if number is None:
            number = self._new(" ".join(candidate.words), candidate.words, candidate.title)
            self._by_key[key] = number
        return number

    def _owner(self, handle: str) -> int | None:
        """`@danaortiz` is Dana Ortiz, if the text has her."""
        named = handle.lstrip("@").replace("_", "")
        number = next((n for n, one in enumerate(self.persons) if "".join(key_of(one.words)) == named), None)
        if number is not None:
            self._by_key[handle,] = number
        return number

    def _both_near(self, options: Sequence[int], place: int) -> bool:
        """Two namesakes fully named a moment ago: the bare surname may mean either."""
        return sum(1 for n in options if place - self._fully_named.get(n, -10_000) < _NAMESAKE_REACH) > 1

    def _nobody(self, candidate: Candidate) -> int:
        key = ("", *candidate.key)
        if key not in self._by_key:
            self._by_key[key] = self._new(" ".join(candidate.words), candidate.words)
            self.persons[-1].unsure = True
        return self._by_key[key]

    def _options(self, word: str, gender: str | None, *, by_first: bool, floor: int = 1) -> list[int]:
        """Persons whom one word may mean: by last name, else by first name, else by nickname."""
        found = self._filter(self._by_last.get(word, ()), gender, floor, word)
        if not found and by_first:
            found = self._filter(self._by_first.get(word, ()), gender, floor, word)
            if not found and word in NICKNAMES:
                found = self._filter(self._by_first.get(NICKNAMES[word], ()), gender, floor, word)
                found = [n for n in found if self.persons[n].titles.isdisjoint(_FORMAL)]
        return found

    def _filter(self, numbers: Sequence[int], gender: str | None, floor: int, word: str) -> list[int]:
        kept = [n for n in numbers if self.persons[n].likely or self.persons[n].score >= floor]
        kept = [n for n in kept if not self._apart(n, word)]
        if gender is not None:
            kept = [n for n in kept if self.persons[n].gender in (None, gender)]
        local = [n for n in kept if self.persons[n].known is None or n in self._last_seen]
        return local or kept

    def _apart(self, number: int, word: str) -> bool:
        """A curator says that the word alone is somebody else, and the text itself says nothing of them."""
        known = self.persons[number].known
        return (
            known is not None
            and bool(known.apart)
            and number not in self._in_full
            and name_key(word) in known.apart
        )

    def hear_titles(self, text: str) -> None:
        """`Mr Hobart` within somebody's words: the Hobart of the narration is a person, and he."""
        for match in _TITLED.finditer(text):
            number = self._by_key.get(key_of([match[2]]))
            if (
                number is not None
                and len(self.persons[number].words) == 1
                and self.persons[number].score >= 0
            ):
                person = self.persons[number]
                person.score = max(person.score, PERSON_SCORE)
                person.gender = person.gender or gender_of([match[2]], match[1].lower())

    # --- asking ---------------------------------------------------------------------------------------------

    def between(self, start: int, end: int) -> list[Ref]:
        """Mentions that begin inside a stretch."""
        return self.refs[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def before(self, place: int, limit: int = 12) -> list[Ref]:
        """The last mentions before a place, nearest first."""
        at = bisect_left(self._starts, place)
        return self.refs[max(0, at - limit) : at][::-1]

    def namesake(self, person: int, gender: str) -> int | None:
        """The one other person of that gender with the same last name: a Gray's wife is the other Gray."""
        last = key_of(self.persons[person].words)[-1]
        others = [
            n
            for n in self._by_last.get(last, ())
            if n != person
            and self.persons[n].gender == gender
            and (self.persons[n].likely or self.persons[n].possible)
        ]
        return others[0] if len(others) == 1 else None

    def stranger(self) -> int:
        """Somebody without a name: "a passer-by"."""
        if ("",) not in self._by_key:
            self._by_key[("",)] = self._new("", ("",))
            self.persons[-1].unsure, self.persons[-1].score = True, PERSON_SCORE
        return self._by_key[("",)]

    def add(self, name: str, gender: str | None) -> int:
        """Somebody the narration never names: the story's "I", or "the landlady"."""
        number = self._new(name, tuple(name.split()))
        self.persons[number].score = PERSON_SCORE
        self.persons[number].gender = gender
        self._by_key.setdefault(key_of(name.split()), number)
        return number

    def titled(self, title: str, last: str) -> int | None:
        """`Mrs. Gray`, if the text has her."""
        return self._titled.get((title, key_of([last])[0]))

    def lookup(self, words: str) -> int | None:
        """The person whom a label or signature names: "Ortiz", "Ms. Ortiz"."""
        parts = words.split()
        if not parts:
            return None
        title = parts[0].rstrip(".").lower()
        if len(parts) == 2 and title in KEPT_TITLES:
            titled = self.titled(title, parts[1])
            if titled is not None:
                return titled
            parts = parts[1:]
        elif len(parts) > 1 and title in TITLES:
            parts = parts[1:]
        key = key_of(parts)
        number = self._by_key.get(key)
        if number is not None:
            return number
        if len(key) == 1:
            options = self._options(key[0], None, by_first=True)
            return options[0] if len(options) == 1 else None
        return next((n for n in self._by_last.get(key[-1], ()) if self._fits(n, key, 2)), None)
