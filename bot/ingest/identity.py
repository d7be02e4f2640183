"""Which names of a library are one person's: "Mike Dunn" of one document is "Michael J. Dunn" of the next.

Names are compared only with those that share a last name, or nearly; so the work grows with their number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.ingest.quotes.firstnames import NICKNAMES
from bot.ingest.quotes.lexicon import PARTICLES, word_set
from bot.ingest.quotes.person import gender_of, misspelt
from bot.names import FUNCTION_WORDS, TITLES, fold, key, sound

SUFFIXES = word_set("jr sr ii iii iv")
_MEMBERS = 50  # names of one person that are looked at for what speaks against a join
_FULLER = 3  # documents with a short name to each with a full one, up to which somebody has the full one
_RARE = 2  # documents: a spelling that more of them have is no slip of the pen


@dataclass(frozen=True, slots=True)
class Parts:
    """What a name is made of, folded. "Dr. Michael J. van Dunn Jr." -> dr, (michael, j), dunn, jr"""

    key: str
    title: str
    first: tuple[str, ...]
    last: str
    suffix: str
    whole: str = ""  # the last name with what belongs to it: vandunn

    @property
    def alone(self) -> bool:
        return not self.first


@lru_cache(maxsize=65_536)
def parts(name: str) -> Parts:
    tokens: list[str] = []
    for word in name.split():
        letters = "".join(sign for sign in word if sign.isalpha())
        if 1 < len(letters) <= 3 and letters.isupper() and not set(letters) & set("AEIOUY") and " " in name:
            tokens += letters.lower()  # JP Marlow is J. P. Marlow
        else:
            tokens += fold(word).split()
    title = suffix = ""
    while len(tokens) > 1 and tokens[0] in TITLES:
        title = tokens.pop(0)
    if len(tokens) > 2 and tokens[-1] in SUFFIXES:
        suffix = tokens.pop()
    last = tokens.pop() if tokens else ""
    first = tuple(token for token in tokens if token not in PARTICLES)
    whole = last
    while tokens and tokens[-1] in PARTICLES:
        whole = tokens.pop() + whole
    return Parts(key(name), title, first, last, suffix, whole)


@dataclass(slots=True)
class One:
    """A name that documents have, or that somebody wrote down."""

    name: str
    key: str
    documents: int
    own: bool  # written down: it is nobody else's
    role: str


Apart = Callable[[str, str], bool]


def joined(
    names: Iterable[One], apart: Apart, characters: Collection[str], taken: Mapping[str, str]
) -> tuple[dict[str, str], set[str]]:
    """By the key of a name: the key of the one that it is another form of; and which keys are misspelt.

    `apart` says of two keys that they are two persons. `characters`: keys of those who are in a story.
    `taken`: what was joined already, by key; nothing is said against that.
    """
    return _Joining(names, apart, characters, taken).run()


class _Joining:
    def __init__(
        self, names: Iterable[One], apart: Apart, characters: Collection[str], taken: Mapping[str, str]
    ) -> None:
        self.ones: dict[str, One] = {}
        for one in names:
            known = self.ones.setdefault(one.key, one)
            if known is not one:
                if (" " in one.name, one.documents) > (" " in known.name, known.documents):
                    known.name = one.name  # rather Dana Ortiz than @danaortiz
                known.documents += one.documents
                known.own |= one.own
                if known.role == "other":
                    known.role = one.role
        self.apart = apart
        self.characters = characters
        self.into: dict[str, str] = {}
        self.slips: set[str] = set()
        self.members: dict[str, list[str]] = {name_key: [name_key] for name_key in self.ones}
        self.parts = {name_key: parts(one.name) for name_key, one in self.ones.items()}
        self.by_last: defaultdict[str, list[str]] = defaultdict(list)
        for name_key, one in self.parts.items():
            if one.last and not one.alone:
                self.by_last[one.last].append(name_key)
        for name_key, head in taken.items():
            if name_key in self.ones and head in self.ones:
                self._put(name_key, head)

    def run(self) -> tuple[dict[str, str], set[str]]:
        for several in self.by_last.values():
            if len(several) > 1:
                self._first_names(several)
                self._initials(several)
                self._second_names(several)
        self._parted_names()
        self._slips()
        self._last_names()
        self._in_stories()
        return {name_key: self.of(name_key) for name_key in self.into}, self.slips

    def of(self, name_key: str) -> str:
        while name_key in self.into:
            name_key = self.into[name_key]
        return name_key

    def heads(self, several: Iterable[str]) -> list[str]:
        return list(dict.fromkeys(map(self.of, several)))

    def unite(self, one: str, other: str) -> bool:
        """Unless anybody says that two of them are two."""
        one, other = self.of(one), self.of(other)
        if one == other:
            return True
        if self.ones[one].own and self.ones[other].own:
            return False
        if any(
            self.apart(a, b) for a in self.members[one][:_MEMBERS] for b in self.members[other][:_MEMBERS]
        ):
            return False
        better, worse = sorted((one, other), key=self._rank, reverse=True)
        self._put(*((better, worse) if self._is_fuller(worse, better) else (worse, better)))
        return True

    def _is_fuller(self, one: str, other: str) -> bool:
        """Michael Dante Marlow is called so though more documents have Michael Marlow, if enough have it."""
        known, often = self.ones[one], self.ones[other]
        if often.own or known.documents * _FULLER < often.documents:
            return False
        names, others = (sum(len(word) > 1 for word in self.parts[each].first) for each in (one, other))
        return names > others > 0

    def _put(self, worse: str, better: str) -> None:
        self.into[worse] = better
        self.members[better] += self.members.pop(worse)
        self.ones[better].documents += self.ones[worse].documents
        if self.ones[better].role == "other":
            self.ones[better].role = self.ones[worse].role

    def _rank(self, name_key: str) -> tuple[bool, bool, int, int, str]:
        one, made = self.ones[name_key], self.parts[name_key]
        return one.own, not made.alone and not made.title, one.documents, len(name_key), name_key

    # --- one last name --------------------------------------------------------------------------------------

    def _first_names(self, several: list[str]) -> None:
        """Mike Dunn, Michael Dunn and Michael J. Dunn; not where there is a Michael R. Dunn as well."""
        by_first: defaultdict[str, list[str]] = defaultdict(list)
        for name_key in several:
            first = self.parts[name_key].first[0]
            if len(first) > 1:
                by_first[NICKNAMES.get(first, first)].append(name_key)
        heard: defaultdict[str, list[str]] = defaultdict(list)
        for first, group in by_first.items():
            self._agreeing(group)
            heard[sound(first)] += group
        for group in heard.values():
            heads = sorted(self.heads(group), key=self._rank)
            for wrong in heads[:-1]:  # Jana and Janna, Bryan and Brian
                if self._is_rare(wrong) and _may_be_one(self.parts[wrong], self.parts[heads[-1]]):
                    self._correct(heads[-1], wrong)

    def _agreeing(self, group: list[str]) -> None:
        """Joins those of a group who have the same second names and suffixes, or have none."""
        told: dict[tuple[tuple[str, ...], str], list[str]] = {}
        plain: list[str] = []
        for name_key in group:
            one = self.parts[name_key]
            if len(one.first) == 1 and not one.suffix:
                plain.append(name_key)
                continue
            for (second, suffix), members in told.items():
                if _agree(one.first[1:], second) and len({one.suffix, suffix} - {""}) < 2:
                    members.append(name_key)
                    break
            else:
                told[one.first[1:], one.suffix] = [name_key]
        for members in (plain, *told.values()):
            for name_key in members[1:]:
                self.unite(members[0], name_key)
        if plain and len(told) == 1:
            self.unite(plain[0], next(iter(told.values()))[0])

    def _initials(self, several: list[str]) -> None:
        """J. P. Marlow is Joanna Marlow, if there is no John Marlow."""
        short = [one for one in several if len(self.parts[one].first[0]) == 1]
        if not short:
            return
        by_letter: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for name_key in several:
            first = self.parts[name_key].first[0]
            if len(first) > 1:
                by_letter[first[0]][self.of(name_key)] = None
        grouped: defaultdict[str, list[str]] = defaultdict(list)
        for name_key in short:
            grouped[self.parts[name_key].first[0]].append(name_key)
        for letter, group in grouped.items():
            self._agreeing(group)
            heads = self.heads(by_letter.get(letter, ()))
            if len(heads) != 1:
                continue
            seconds = [self.parts[one].first[1:] for one in self.members[heads[0]]]
            for name_key in group:
                second = self.parts[name_key].first[1:]
                if all(_agree(second, other) for other in seconds):
                    self.unite(heads[0], name_key)

    def _second_names(self, several: list[str]) -> None:
        """Dante Marlow is Michael Dante Marlow, if nobody else is called Marlow."""
        heads = self.heads(several)
        if len(heads) != 2:
            return
        for one, other in (heads, heads[::-1]):
            seconds = {word for name in self.members[one] for word in self.parts[name].first[1:]}
            firsts = {self.parts[name].first[0] for name in self.members[other] if self.parts[name].first}
            if firsts and firsts <= seconds:
                self.unite(one, other)
                return

    def _parted_names(self) -> None:
        """Mike Di Marlow is Michael DiMarlow."""
        for name_key, one in self.parts.items():
            if one.whole == one.last or one.alone:
                continue
            for other in self.heads(self.by_last.get(one.whole, ())):
                if any(_one_first(one, self.parts[member]) for member in self.members[other][:_MEMBERS]):
                    self.unite(other, name_key)
                    break

    # --- one letter wrong -----------------------------------------------------------------------------------

    def _slips(self) -> None:
        """A last name that hardly anybody has, and that is a letter off one that is often written."""
        lasts: defaultdict[str, list[str]] = defaultdict(list)
        for last, several in self.by_last.items():
            lasts[last] = self.heads(several)
        rare = [
            last
            for last, heads in lasts.items()
            if len(last) >= 6
            and all(self.ones[one].documents <= _RARE and not self.ones[one].own for one in heads)
        ]
        lone = [
            name_key
            for name_key, one in self.parts.items()
            if one.alone
            and len(one.last) >= 7
            and one.last not in lasts
            and name_key not in self.into
            and self._is_rare(name_key)
        ]
        near = _Near(last for last in lasts if len(last) >= 6)
        for last in rare:
            for name_key in self.heads(lasts[last]):
                self._slip(name_key, [one for other in near.of(last) for one in lasts[other]])
        for name_key in lone:
            last = self.parts[name_key].last
            self._slip(name_key, [one for other in near.of(last) for one in lasts[other]])
        for several in self.by_last.values():
            self._slips_of_first_names(several)

    def _is_rare(self, name_key: str) -> bool:
        one = self.ones[name_key]
        return not one.own and one.documents <= _RARE

    def _slip(self, wrong: str, others: Iterable[str]) -> None:
        made, documents = self.parts[wrong], self.ones[wrong].documents
        fitting = [
            one
            for one in self.heads(others)
            if one != self.of(wrong)
            and (self.ones[one].own or self.ones[one].documents > documents)
            and (made.alone or any(_same_first(made, self.parts[other]) for other in self.members[one]))
        ]
        if len(fitting) == 1:
            self._correct(fitting[0], wrong)

    def _correct(self, right: str, wrong: str) -> None:
        several = self.members[wrong]
        if self.unite(right, wrong):
            self.slips.update(several)

    def _slips_of_first_names(self, several: list[str]) -> None:
        """Jeremy and Jeremie Marlow, who are both said to write the music."""
        heads = self.heads(several)
        if not 1 < len(heads) <= 8:
            return
        for wrong in heads:
            one = self.ones[wrong]
            if one.own or one.documents > _RARE or one.role == "other":
                continue
            fitting = [
                other
                for other in self.heads(heads)
                if other != wrong
                and self.ones[other].role == one.role
                and self.ones[other].documents > one.documents
                and _near_first(self.parts[wrong], self.parts[other])
            ]
            if len(fitting) == 1:
                self._correct(fitting[0], wrong)

    # --- one word alone -------------------------------------------------------------------------------------

    def _last_names(self) -> None:
        """A last name alone, or with Mr. or Mrs., is the person of that last name, if there is just one."""
        for name_key, one in self.parts.items():
            if not one.alone or name_key in self.into or self.ones[name_key].own:
                continue
            gender = gender_of((one.last,), one.title) if one.title else None
            heads = [
                head
                for head in self.heads(self.by_last.get(one.last, ()))
                if not any(self.apart(name_key, member) for member in self.members[head][:_MEMBERS])
            ]
            if len(heads) == 1 and (gender is None or self._gender(heads[0]) in (None, gender)):
                self.unite(heads[0], name_key)

    def _gender(self, head: str) -> str | None:
        for name_key in self.members[head]:
            if (one := self.parts[name_key]).first and (found := gender_of(one.first, one.title)):
                return found
        return None

    def _in_stories(self) -> None:
        """A first name alone is a character's, if one in the stories has it; never an actor's."""
        by_first: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for name_key, one in self.parts.items():
            if one.first and name_key in self.characters:
                by_first[one.first[0]][self.of(name_key)] = None
        for name_key, one in self.parts.items():
            if one.alone and not one.title and name_key in self.characters and name_key not in self.into:
                heads = self.heads(by_first.get(one.last, ()))
                if len(heads) == 1 and not self.ones[name_key].own:
                    self.unite(heads[0], name_key)


class _Near:
    """Words a letter apart, found by what is left of each when a letter is taken out."""

    def __init__(self, words: Iterable[str]) -> None:
        self._cut: defaultdict[str, list[str]] = defaultdict(list)
        for word in words:
            for form in _cuts(word):
                self._cut[form].append(word)

    def of(self, word: str) -> list[str]:
        found = dict.fromkeys(other for form in _cuts(word) for other in self._cut.get(form, ()))
        return [other for other in found if other != word and misspelt(word, other)]


def _cuts(word: str) -> Iterator[str]:
    yield word
    for i in range(1, len(word)):
        yield word[:i] + word[i + 1 :]


def _agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether second names may be one person's: none, the same, or J. for James."""
    return all(a == b or (1 in (len(a), len(b)) and a[0] == b[0]) for a, b in zip(one, other, strict=False))


def _may_be_one(one: Parts, other: Parts) -> bool:
    return _agree(one.first[1:], other.first[1:]) and len({one.suffix, other.suffix} - {""}) < 2


def _same_first(one: Parts, other: Parts) -> bool:
    if not one.first or not other.first:
        return False
    first, second = (NICKNAMES.get(made.first[0], made.first[0]) for made in (one, other))
    return sound(first) == sound(second) or (1 in (len(first), len(second)) and first[0] == second[0])


def _one_first(one: Parts, other: Parts) -> bool:
    """Mike or Dante of Michael Dante."""
    return _same_first(one, other) or one.first[0] in other.first[1:]


def parted(name: str, right: str) -> bool:
    """Whether the last name of `right` is taken apart in `name`: "Di Marlow" for DiMarlow, or together."""
    one, other = parts(name), parts(right)
    return one.last != other.last and one.whole == other.whole


def _near_first(one: Parts, other: Parts) -> bool:
    if not one.first or not other.first:
        return False
    first, second = one.first[0], other.first[0]
    if min(len(first), len(second)) < 5 or first[:3] != second[:3]:
        return False
    genders = {gender_of((first,), ""), gender_of((second,), "")} - {None}
    return len(genders) < 2 and OSA.distance(sound(first), sound(second)) <= 1


def short_forms(name: str) -> list[str]:
    """What of a name may stand alone: "Dr. Ann van der Groot" -> Groot, van der Groot, Ann.

    Of "Michael Dane Orwin" also Dane Orwin and Michael Orwin.
    """
    words = name.split()
    while len(words) > 1 and fold(words[0]) in TITLES:
        words.pop(0)
    if len(words) > 2 and fold(words[-1]) in SUFFIXES:
        words.pop()
    if len(words) < 2 or fold(words[0]) in FUNCTION_WORDS:
        return words if len(words) == 1 and words[0] != name else []
    at = len(words) - 1
    while at > 1 and words[at - 1].casefold() in PARTICLES:
        at -= 1
    found = [words[-1], " ".join(words[at:]), words[0]]
    if 1 < at < 4 and all(len(fold(word)) > 1 for word in words):
        found += [f"{word} {' '.join(words[at:])}" for word in words[:at]]
    return [one for one in dict.fromkeys(found) if len(fold(one)) > 1]


def best_spelling(spellings: Mapping[str, int]) -> str:
    """Of the ways to write one name: the commonest, rather not in capitals, rather with its accents."""
    return max(
        spellings,
        key=lambda name: (not name.isupper(), spellings[name], sum(not sign.isascii() for sign in name)),
    )
