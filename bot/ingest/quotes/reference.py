"""Whom a tag's words mean: pronouns, descriptions, and the subjects of the narration around."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from bot.ingest.quotes.cues import is_cue
from bot.ingest.quotes.groups import GENERIC_NOUNS, GROUP_NOUNS, called, is_group, may_be_group
from bot.ingest.quotes.lexicon import DEMONYMS, HE, KIN, PREPOSITIONS, SHE, word_set
from bot.ingest.quotes.openings import (
    INDEFINITE,
    begins_clause,
    described,
    head_of,
    interviewed,
    is_person_noun,
    is_verb,
    main_clause,
    main_verb,
    noun_gender,
    owner_of,
    source_of,
    topic_of,
)
from bot.ingest.quotes.paragraphs import Paragraph, sentence_ends
from bot.ingest.quotes.roster import Roster
from bot.ingest.quotes.sentences import DOCUMENTS, ENDS, Sentences
from bot.ingest.quotes.subjects import Tag
from bot.ingest.quotes.units import modifies

_BACK = 1200  # characters: a subject farther back is not what a pronoun means
_SENTENCES = 5
_AGED = re.compile(r"\d{2}-year-old")
_MENTIONS = 400  # among so many names before it the role that a description speaks of is looked for
_WORDS = 75  # of a sentence: its subject stands among them
_ASKED = re.compile(r"\s*(?:[Ww]hen |[Oo]nce )?[Aa]sked\b")
_THEM = re.compile(r" h(im|er)[,:]? \x01")
_TELLS = word_set("tell tells told ask asks asked answer answers answered remind reminds reminded")
_CAPITALISED = re.compile(r"the [A-Z][a-z]+ (?!of\b)")
_INTRODUCES = re.compile(r",? (?:who|whose)\b|, (?:an?|the|her|his|\d\d),? ")
_HE_OR_SHE = re.compile(r"[Ss]?[Hh]e(?:['\u2019](?:s|d|ll))?")
_SHORT_TITLES = {  # the senator is Sen. Ortiz
    "senator": "sen",
    "representative": "rep",
    "governor": "gov",
    "doctor": "dr",
    "professor": "prof",
    "captain": "capt",
    "lieutenant": "lt",
    "sergeant": "sgt",
    "inspector": "insp",
    "detective": "det",
    "colonel": "col",
    "general": "gen",
    "reverend": "rev",
    "councillor": "cllr",
    "superintendent": "supt",
}
_AFTER_MARKS = re.compile(r"(\x01+) (?=[A-Z])")
_BELIEFS = word_set("believes believed thinks thought hopes hoped knows knew feels felt figures figured")
_HELD = word_set(
    "of in to for with by from at on and about against under told tell asked ask like as near into including"
)
_WROTE = word_set("wrote writes written posted posts emailed emails texted cabled tweeted replied answered")


class Referents(Sentences):
    """What has been read of a document so far, and whom its pronouns stand for."""

    def __init__(self, text: str, masked: str, blocks: Sequence[Paragraph], roster: Roster) -> None:
        super().__init__(text, masked, blocks, roster)
        self._depth = 0
        self.fiction = False
        self.last_speaker: int | None = None
        self.last_named: int | None = None  # the last speaker who is no stranger
        self.strangers: dict[str, int] = {}  # "official": where the text last spoke of a nameless one
        self.quoted: set[int] = set()  # paragraphs that hold somebody's words
        self.spoke: list[tuple[int, int]] = []  # (place, person) of the latest words, for pronouns

    def resolve(self, tag: Tag, number: int) -> int | None:
        """The person whom a tag means, or None when unsure."""
        return self.known(self.meant(tag, number))

    def meant(self, tag: Tag, number: int) -> int | None:
        """As `resolve`, but with the stranger of "a passer-by said", whom "he" and "the man" then mean."""
        if tag.plural:
            return None
        if tag.person is not None:
            return tag.person
        if tag.pronoun is not None:
            return self.resolve_pronoun(tag.pronoun, tag.place, number)
        return self.resolve_description(tag.description or "", tag.place, number)

    def resolve_pronoun(self, pronoun: str, place: int, number: int) -> int | None:
        """He or she: who opened the paragraph, else who spoke last, else the nearest person before."""
        gender = "m" if pronoun in HE else "f" if pronoun in SHE else None
        if gender is None:
            return self.plural_or_thing(pronoun, place, number)
        teller = self._teller(gender, place, number)
        subjects = self.subjects_before(place, number, HE if gender == "m" else SHE)
        subjects = [one for one in subjects if one != teller]
        subject = next((one for one in subjects if self.fits(self.roster.persons[one], gender)), None)
        if subject is None or self.roster.persons[subject].gender is None:
            subject = self._introduced(place, number, gender, subject)
        if subject is not None:
            return subject
        for someone in (self.told_before(number), self.topic_before(number), self.last_speaker):
            if someone is not None and someone != teller and self.fits(self.roster.persons[someone], gender):
                return someone
        for ref in self.roster.before(place, 10):
            if ref.person == teller:
                continue
            bracketed = self.masked[ref.full_start - 1 : ref.full_start] == "("  # Ann Orr (Nell) said she
            if self.fits(self.roster.persons[ref.person], gender) and not (bracketed or self._is_byline(ref)):
                return ref.person
        return None

    def _introduced(self, place: int, number: int, gender: str, subject: int | None) -> int | None:
        """`It drew less from Captain Des Orrin, who fishes. He said`: whom the paragraph has just introduced.

        `subject` else, who may be a he as well as a she for all that the text tells.
        """
        if self.fiction:
            return subject
        start = self.blocks[number].start
        for ref in reversed(self.roster.between(max(start, place - 300), place)):
            person = self.roster.persons[ref.person]
            if self.fits(person, gender) and person.likely:
                introduced = (
                    ref.full and not ref.possessive and _INTRODUCES.match(self.masked, ref.end, place)
                )
                return ref.person if introduced else subject
        return subject

    def _teller(self, gender: str, place: int, number: int) -> int | None:
        """`Dorn tells her, "No," and she answers, "`: she isn't Dorn, who told her."""
        low = max(self.blocks[number].start, place - _BACK)
        told = [
            (verb, match[1])
            for match in _THEM.finditer(self.masked, low, place)
            if self.masked[(verb := self.masked.rfind(" ", low, match.start()) + 1) : match.start()] in _TELLS
        ]
        if not told or (told[-1][1] == "im") != (gender == "m"):
            return None
        teller = self.roster.before(told[-1][0], 1)
        return teller[0].person if teller and teller[0].start >= low else None

    def plural_or_thing(self, pronoun: str, place: int, number: int) -> int | None:
        """It: the group that is the subject so far; they: the last speaker who is known as they."""
        if pronoun == "it":
            writer = self.writer_before(place, number)
            return self.group_before(place, number) if writer is None else writer
        if pronoun != "they" or self.last_speaker is None:
            return None
        person = self.roster.persons[self.last_speaker]
        if person.known is not None and person.known.pronoun == "they":
            return self.last_speaker
        return self.last_speaker if person.gender is None and not person.likely else None

    def writer_before(self, place: int, number: int) -> int | None:
        """`Ortiz sent a telegram. "Cat may stay," it read.`: whose sentence brings it up, or whose it is."""
        ends = [self.blocks[number].start, *self._sentences(number)]
        for start, end in reversed([*pairwise(ends)]):
            if end <= place:
                units = self.tags.units(start, min(end, start + 300))
                if (DOCUMENTS | _WROTE).isdisjoint(unit.value for unit in units):
                    return None
                source = self.tags.spoken_for(units)
                if source is not None:
                    return source.person
                owner = self._writer(start, end)
                return self.first_subject(start, number, end) if owner is None else owner
        return None

    def group_before(self, place: int, number: int, noun: str = "") -> int | None:
        """`the agency`, `the company`, `it`: who is so called, else the nearest subject that is no person."""
        persons = self.roster.persons
        if noun and noun not in GENERIC_NOUNS:
            named = called(noun, self.roster.before(place, _MENTIONS), persons)
            if named is not None:
                return named
        previous = self.previous(number)
        stretches = [(max(self.blocks[number].start, place - _BACK), place)]
        if previous is not None and previous not in self.quoted:
            end = self.blocks[previous].end
            stretches.append((max(self.blocks[previous].start, end - _BACK), end))
        for low, high in stretches:
            ends = [low, *sentence_ends(self.masked, low, high)][-_SENTENCES - 1 :]
            for start, end in reversed([*pairwise(ends)]):
                subject = self._acting_group(start, min(end, place))
                if subject is not None:
                    return subject
        for low, high in stretches:
            for ref in reversed(self.roster.between(low, high)):
                if is_group(persons[ref.person]):
                    return ref.person
        last = self.last_speaker
        if last is not None and may_be_group(persons[last]):
            return last
        return called(noun, self.roster.before(place, _MENTIONS), persons) if noun in GENERIC_NOUNS else None

    def _acting_group(self, start: int, end: int) -> int | None:
        """The group that is the subject of a sentence: its first name, with a verb or apposition after it."""
        units = self.tags.units(start, min(end, start + 300))
        for i, unit in enumerate(units[:-1]):
            if unit.ref is None or unit.ref.possessive or unit.ref.before in _HELD or modifies(units, i):
                continue
            if unit.ref.before == "that":
                return None  # the ministry said that Canada had
            if may_be_group(self.roster.persons[unit.ref.person]):
                following = units[i + 1]
                return unit.ref.person if is_verb(following) or following.value in ",(" else None
            return None
        return None

    def subjects_before(self, place: int, number: int, same: frozenset[str] = frozenset()) -> list[int]:
        """Who speaks or acts in a paragraph before a place, nearest sentence first.

        A sentence about one of the pronouns `same` goes on about whoever was meant before it.
        """
        block = self.blocks[number]
        low = max(block.start, place - _BACK)
        found: list[tuple[int, int]] = [
            (span_start, person) for span_start, person in self.spoke if low <= span_start < place
        ]
        ends = self._sentences(number)
        first, last = bisect_right(ends, low), bisect_left(ends, place)
        begun = [low] if low == block.start else []  # what begins amid a sentence has no subject of its own
        near = [*begun, *ends[first:last], place][-_SENTENCES - 1 :]
        for start, end in pairwise(near):
            subject = self._subject_of(start, end, number)
            goes_on = (
                same and end < place and self._opens_with(start, end, same) and not self._apposed(start, end)
            )
            if subject is not None and not goes_on:
                found.append((start, subject))
        return [person for _, person in sorted(found, reverse=True)]

    def _subject_of(self, start: int, end: int, number: int) -> int | None:
        if (start, end) not in self._subjects:
            self._subjects[start, end] = self._read_subject(start, end, number)
        return self._subjects[start, end]

    def _read_subject(self, start: int, end: int, number: int) -> int | None:
        asked = _ASKED.match(self.masked, start, end) is not None
        if asked and not main_clause(self.tags.units(start, min(end, start + 300), _WORDS)):
            return None  # "Asked whether Ortiz knew, she said": not Ortiz
        if not self.fiction and self._is_about_stranger(start, end):
            return self.roster.stranger()  # "One fan has begun a petition. She writes": not who spoke before
        subject = self.first_subject(start, number, end, inner=False)
        return self._writer(start, end) if subject is None else subject

    def resolve_description(self, description: str, place: int, number: int) -> int | None:
        """`the founder`: the person last named in the paragraph, else the last speaker."""
        words = description.split()
        if words and words[0] == "their" and words[-1] in KIN:
            return self._of_role(words[-1], place)
        if words and words[0] in ("his", "her"):
            owner = self.resolve_pronoun(words[0], place, number)
            return owner if any(word in DOCUMENTS for word in words) else self.relative(owner, words, place)
        if not words:
            return None
        if words[0] in ("my", "our") and not self.fiction:
            return None  # "my wife told me": of whoever says so, and the text names her nowhere
        if words[0] in INDEFINITE:
            if self.fiction or len(words) < 2 or not is_person_noun(words):
                return None
            self.strangers[head_of(words)] = place
            return self.roster.stranger()
        if any(word in DOCUMENTS for word in words):
            owner = next((i for i, word in enumerate(words) if word.endswith(("'s", "\u2019s"))), 0)
            if owner and not self.fiction:  # the network's statement
                return self.resolve_description(" ".join([*words[:owner], words[owner][:-2]]), place, number)
            writer = self.writer_before(place, number)
            if writer is not None:
                return writer
            if self.spoke and self.spoke[-1][0] >= self.blocks[number].start:
                return self.spoke[-1][1]
            writers = self.subjects_before(place, number)
            told = writers[0] if writers else self.told_before(number)
            return told if told is not None else self.last_speaker
        if head_of(words) in GROUP_NOUNS:
            return self.group_before(place, number, head_of(words))
        if not is_person_noun(words):
            return None
        told = self.told_before(number)
        age = next((int(word[:2]) for word in words if _AGED.match(word)), 0)
        if age:
            return self._aged(age, place, self._person_described(words, place, number, told))
        return self._person_described(words, place, number, told)

    def _aged(self, age: int, place: int, person: int | None) -> int | None:
        """`the 19-year-old`: the one person of that age, and never one of another age."""
        persons = self.roster.persons
        near = {ref.person for ref in self.roster.before(place, _MENTIONS)}
        same = [number for number in near if persons[number].age == age]
        if len(same) == 1:
            return same[0]
        return None if person is not None and persons[person].age not in (0, age) else person

    def _person_described(
        self, words: Sequence[str], place: int, number: int, told: int | None
    ) -> int | None:
        """`the founder`: whoever has that role, else the subject so far, else the last speaker."""
        if not self.fiction:
            titled = self._of_role(head_of(words), place)
            if titled is not None:
                return titled
            if head_of(words) not in DEMONYMS and _CAPITALISED.match(self.masked, place):
                return None  # "the Cartographer answers": one who is called so
        gender = noun_gender(head_of(words))
        for someone in self.subjects_before(place, number):
            if self.fits(self.roster.persons[someone], gender):
                return someone
        for ref in self.roster.before(place, 12):
            if ref.start < self.blocks[number].start:
                break
            if (
                self.roster.persons[ref.person].likely
                and not ref.possessive
                and self._may_be(ref.person, gender)
            ):
                return ref.person
        last = told if self.known(told) is not None else self.last_named
        if last is None and not self.fiction:
            last = self.first_named(place)
        return last if last is not None and self._may_be(last, gender) else None

    def _may_be(self, number: int, gender: str | None) -> bool:
        """No he is "the actress"."""
        return None in (gender, self.roster.persons[number].gender) or (
            self.roster.persons[number].gender == gender
        )

    def first_named(self, place: int) -> int | None:
        """`The star` of an article in which nobody has spoken yet: whom its opening names most often."""
        named = Counter(
            ref.person for ref in self.roster.before(place, 30) if self.roster.persons[ref.person].likely
        ).most_common(2)
        clear = named and named[0][1] > 1 and (len(named) == 1 or named[0][1] > named[1][1])
        return named[0][0] if clear else None

    def _of_role(self, role: str, place: int) -> int | None:
        """`the mayor` after "Mayor Orla Finch", `the official` after "a senior official"."""
        for ref in self.roster.before(place, _MENTIONS):
            if ref.start < self.strangers.get(role, -1):
                break
            person = self.roster.persons[ref.person]
            if person.likely and (role in person.role_words or _SHORT_TITLES.get(role) in person.titles):
                return ref.person
        return self.roster.stranger() if role in self.strangers else None

    def relative(self, owner: int | None, words: Sequence[str], place: int) -> int | None:
        """`his wife`, `her father`: the Mrs. or Mr. of the same last name."""
        if owner is None:
            return None
        last = self.roster.persons[owner].words[-1]
        found = None
        if any(word in ("wife", "lady", "mother", "mamma", "mama") for word in words):
            found = self.roster.titled("mrs", last)
        elif any(word in ("husband", "father", "papa") for word in words):
            found = self.roster.titled("mr", last)
        if found is not None or self.fiction:
            return found
        found = self._of_role(words[-1], place)
        if found is None and words[-1] in ("wife", "husband"):
            found = self.roster.namesake(owner, "f" if words[-1] == "wife" else "m")
        return found if found != owner else None

    def told_before(self, number: int) -> int | None:
        """The subject of the paragraph before, if that only narrates: "Ortiz said the pier would stay." """
        previous = self.previous(number)
        if previous is None or previous in self.quoted:
            return None
        return self.narration_subject(previous)

    def topic_before(self, number: int) -> int | None:
        """The subject of the narrating paragraph before as it begins: `Ortiz came. The pier stayed.`"""
        previous = self.previous(number)
        if previous is None or previous in self.quoted:
            return None
        start = self.blocks[previous].start
        end = next(sentence_ends(self.masked, start, self.blocks[previous].end))
        subject = self.first_subject(start, previous, end)
        if subject is not None or self.fiction:
            return subject
        named = self.roster.between(start, self.blocks[previous].end)
        who = [ref.person for ref in named if self.masked.startswith(", who ", ref.end)]
        return who[0] if len(who) == 1 else None  # That drew a smile from Ortiz, who knew

    def told_earlier(self, number: int) -> int | None:
        """Whom the narration before the first words of a text is about, though its last sentence is not."""
        previous = self.previous(number)
        if previous is None or self.fiction:
            return None
        subjects = self.subjects_before(self.blocks[previous].end, previous)
        return next((one for one in subjects if self.fits(self.roster.persons[one], None)), None)

    def _resolve_earlier(self, pronoun: str, place: int, number: int) -> int | None:
        """A pronoun of the paragraphs before; a few steps back, then it is open whom it means."""
        if self._depth >= 3:
            return self.last_speaker
        self._depth += 1
        try:
            return self.resolve_pronoun(pronoun, place, number)
        finally:
            self._depth -= 1

    def _described_earlier(self, words: Sequence[str], place: int, number: int) -> int | None:
        """As `_resolve_earlier`, for "The 51-year-old has won eight of ten games."."""
        if self._depth >= 3:
            return self.last_speaker
        self._depth += 1
        try:
            return self.resolve_description(" ".join(words), place, number)
        finally:
            self._depth -= 1

    def last_sentence(self, number: int) -> int:
        """Where a paragraph's last sentence begins."""
        block = self.blocks[number]
        low = max(block.start, block.end - 2 * _BACK)
        start = low
        for end in sentence_ends(self.masked, low, block.end):
            if end < block.end:
                start = end
        for match in _AFTER_MARKS.finditer(self.masked, start, block.end):
            ended = self.text[match.end(1) - 2] in ENDS
            if ended and self.tags.after(match.end(1), block.end, ended=True) is None:
                start = match.end()
        return start

    def lead_subject(self, number: int, start: int) -> int | None:
        """The subject of a lead-in without a verb of speaking: "He even accepts the criticisms:"."""
        return self.first_subject(start, number)

    def narration_subject(self, number: int) -> int | None:
        """The subject of a narrating paragraph's last sentence: it often speaks next."""
        return self.first_subject(self.last_sentence(number), number)

    def first_subject(
        self, start: int, number: int, end: int | None = None, *, inner: bool = True
    ) -> int | None:
        """The subject of the sentence that begins at a place; "..., Ortiz believes." counts as well."""
        block = self.blocks[number]
        limit = block.end if end is None else end
        units = self.tags.units(start, min(limit, start + 300), _WORDS)
        if not self.fiction:
            source = source_of(units) or topic_of(units)
            if source is not None:
                return source.person
            if len(units) > 2 and units[0].value.lower() == "as" and units[1].value == "for" and units[2].ref:
                return units[2].ref.person  # As for Ortiz herself, she was splitting wood
            if met := interviewed(units):
                return met.person
            if owner := owner_of(units):
                return self._resolve_earlier(owner, start, number) if inner else None
            if len(units) > 2 and units[0].value in ("But", "And", "Yet", "Still"):
                units = units[1:]
            units = units[main_clause(units) :]
            words = described(units)
            if is_person_noun(words):
                if inner:
                    return self._described_earlier(words, start, number)
                titled = self._of_role(head_of(words), start) if words[0] == "the" else None
                if self.known(titled) is not None:
                    return titled
                units = units[: main_verb(units)]  # the hoaxer, a student called Orrin, has come clean
        late = max(start, limit - 60)
        tail = self.tags.units(late, limit) if self.roster.between(late, limit) else []
        tail = [unit for unit in tail if unit.kind != "mark"][-2:]
        if (
            len(tail) == 2
            and tail[0].ref is not None
            and (is_cue(tail[1].value) or tail[1].value in _BELIEFS)
            and tail[0].ref.before not in PREPOSITIONS
        ):
            return tail[0].ref.person
        if len(units) > 1 and units[1].value in DOCUMENTS and units[0].ref and units[0].ref.possessive:
            return units[0].ref.person  # Ortiz's post ends with thanks
        for i, unit in enumerate(units[:30]):
            if unit.kind == "quote":
                break
            if inner and unit.kind == "word" and _HE_OR_SHE.fullmatch(unit.value):
                return self._resolve_earlier(unit.value[: 2 + (unit.value[0] in "sS")].lower(), start, number)
            if (
                unit.ref is None
                or unit.ref.possessive
                or not self.fits(self.roster.persons[unit.ref.person], None)
            ):
                continue
            held = i > 1 and (units[i - 1].value.lower() in _HELD or unit.ref.before in _HELD)
            if held and not begins_clause(units, i):
                continue
            if i == 1 and units[0].value.lower() in _HELD - {"for", "to", "like", "as"}:
                continue
            if modifies(units, i):
                continue
            apposed = units[i + 2].ref if i + 2 < len(units) and units[i + 1].value == "," else None
            if apposed is not None and apposed.full and is_group(self.roster.persons[unit.ref.person]):
                return apposed.person  # the head of security firm Orrin, Dana Ortiz,
            return unit.ref.person
        return None
