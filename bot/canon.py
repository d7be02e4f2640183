"""`/canon`: from a question to its topic, ruling and evidence. Decides; knows no SQL and no Discord."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from bot import names, reading
from bot.errors import VanishedError
from bot.models import CanonAnswer, Choice, Kind, Piece, Stance, Topic, Verdict
from bot.reading import Found, Reading
from bot.search import Search
from bot.store import canon as stored
from bot.store import names as stored_names
from bot.store.canon import Asked, Held
from bot.store.library import Library
from bot.store.names import Name
from bot.store.servers import Servers

PAGE = 4
"""Pieces of evidence on a card: what reads well on a phone."""

RULES = {
    Verdict.CANON: "it happens in the work",
    Verdict.CONFIRMED: "a creator says so, outside the work",
    Verdict.ENDED: "it was so, and ended",
    Verdict.NOT_CANON: "the sources contradict it",
    Verdict.DISPUTED: "the sources clash",
    Verdict.UNSETTLED: "it is mentioned, and nothing decides it",
}

TOLD = "it happens in the work, as its makers or the press tell it"
"""The rule of `canon` where no words of the work itself are among the evidence."""

# A claim fits a question when it takes up most of the words that no name takes, and isn't mostly of others.
COVERS = 0.7
OF_CLAIM = 0.34

# Words of a relation that may also be the point of a claim ("endgame"): a claim that fits goes first.
_SOFT = frozenset(
    {"endgame", "love", "lovers", "married", "kiss", "confirmed", "romantic", "romance", "real"}
)


class Canon:
    def __init__(self, library: Library, servers: Servers, search: Search) -> None:
        self._library = library
        self._servers = servers
        self._search = search

    async def answer(self, asked: str, limit: int = PAGE) -> CanonAnswer:
        """The topic that is asked for, with its ruling and the first evidence; or near names, or nothing.

        At most three trips to the library.
        """
        if reading.REF.fullmatch(asked.strip()):
            return await self.more(asked.strip(), 0, limit, asked=asked)
        read = await reading.read(self._library, asked)
        if not read.words:
            return CanonAnswer(asked)
        if read.whole and _means_topic(read):
            return await self._of_name(asked, read.whole[0], limit)
        left = read.left
        if read.found and not [word for word in left if word not in _spare(read) - _SOFT]:
            return await self._of_names(asked, read, limit)
        return await self._search_further(asked, read, limit)

    async def more(self, ref: str, page: int, limit: int = PAGE, asked: str = "") -> CanonAnswer:
        """A page of evidence for a button. Raises VanishedError when the topic is no longer held."""
        if ref.startswith("w:"):
            read, _, _ = await self._understood(await reading.read(self._library, ref[2:]))
            found, total = await self._search.strict(read, limit, page * limit)
            return _of_words(asked or ref[2:], tuple(found), total, self._library.documents, page)
        ids = ref.split("+")
        if ref.startswith("p"):
            persons = [one.removeprefix("p") for one in ids]
            held = await stored.on_persons(self._library, persons, limit, page * limit)
            topic = held.topic or Topic(ref, "", "pairing" if len(ids) > 1 else "person")
            if not topic.name:
                topic = await self._named(topic, persons)
        else:
            held = await stored.on_topic(self._library, ref, limit, page * limit)
            if held.topic is None:
                raise VanishedError
            topic = held.topic
        return _answer(asked or topic.name, topic, held, page)

    async def suggest(self, typed: str) -> list[Choice]:
        """At most 25 names that `typed` may become; the most spoken of when nothing is typed."""
        return await reading.suggest(self._library, typed, ("topic", "person"))

    async def named(self, ref: str) -> tuple[str, str] | None:
        """("person" | "topic", name) of what autocomplete gives, or of words that are exactly a name."""
        ref = ref.strip()
        if reading.REF.fullmatch(ref) and "+" not in ref:
            kind = "person" if ref.startswith("p") else "topic"
            target = ref.removeprefix("p")
            found = await stored_names.titles(self._library, [target], kind)
            return (kind, found[target]) if target in found else None
        read = await reading.read(self._library, ref)
        whole = [entry for entry in read.whole if entry.target_kind in ("person", "topic")]
        return (whole[0].target_kind, whole[0].target_name) if whole else None

    async def note_miss(self, server_id: int, command: str, asked: str) -> None:
        """For the moderators' list of what was asked and not found. Call it after the answer was sent."""
        shown = " ".join(asked.split())[:100]
        if key := names.key(shown)[:100]:
            await self._servers.note_miss(server_id, command, key, shown, datetime.now(UTC))

    async def _named(self, topic: Topic, persons: Sequence[str]) -> Topic:
        found = await stored_names.titles(self._library, persons)
        if len(found) < len(persons):
            raise VanishedError
        members = tuple(found[person] for person in persons)
        return replace(topic, name=" & ".join(members), members=members)

    async def _of_name(self, asked: str, name: Name, limit: int, read_as: str | None = None) -> CanonAnswer:
        if name.target_kind == "topic":
            held = await stored.on_topic(self._library, name.target_id, limit)
            topic = held.topic or Topic(name.target_id, name.target_name, name.target_sort)
        else:
            held = await stored.on_persons(self._library, [name.target_id], limit)
            topic = held.topic or Topic("p" + name.target_id, name.target_name, "person", (name.target_name,))
        return self._if_held(_answer(asked, topic, held, 0, read_as))

    async def _of_names(self, asked: str, read: Reading, limit: int) -> CanonAnswer:
        """A question that is names and nothing else: a topic, a person, or persons together."""
        topics = [one.of("topic")[0] for one in read.found if one.of("topic")]
        persons = list(
            {
                one.of("person")[0].target_id: one.of("person")[0] for one in read.found if one.of("person")
            }.values()
        )
        pairings = [topic for topic in topics if topic.target_sort == "pairing"]
        others = reading.choices(entry for one in read.found for entry in one.entries)
        if pairings or (topics and len(persons) < 2):
            answer = await self._of_name(asked, (pairings or topics)[0], limit, read.read_as)
            meant = answer.topic.name if answer.topic else ""
            return replace(answer, suggestions=tuple(one for one in others if one.value != meant)[:5])
        if len(persons) == 1:
            return await self._of_name(asked, persons[0], limit, read.read_as)
        ids = [person.target_id for person in persons]
        held = await stored.on_persons(self._library, ids, limit)
        members = tuple(person.target_name for person in persons)
        topic = held.topic or Topic(
            "+".join("p" + one for one in ids), " & ".join(members), "pairing", members
        )
        return self._if_held(
            replace(_answer(asked, topic, held, 0, read.read_as), suggestions=tuple(others[:5]))
        )

    async def _search_further(self, asked: str, read: Reading, limit: int) -> CanonAnswer:
        """Names with slips and claims in other words; then passages with all the words; else nothing."""
        read, claims, near = await self._understood(read)
        claim = best_claim(read, claims)
        if claim is not None:
            held = await stored.on_topic(self._library, claim.topic_id, limit)
            topic = held.topic or Topic(claim.topic_id, claim.name, claim.kind)
            return self._if_held(_answer(asked, topic, held, 0, read.read_as))
        if read.found and not [word for word in read.left if word not in _spare(read)]:
            return await self._of_names(asked, read, limit)
        found, total = await self._search.strict(read, limit)
        if found:
            return _of_words(asked, tuple(found), total, self._library.documents, 0, read.read_as)
        return CanonAnswer(
            asked, suggestions=tuple(_nearby(read, claims, near)), documents=self._library.documents
        )

    async def _understood(self, read: Reading) -> tuple[Reading, list[Asked], list[Name]]:
        """One trip: the reading with slips mended, claims that share its words, and near names."""
        left = read.left
        keys = {names.key(word) for word in left} | {names.key(" ".join(left))}
        claims, near = await stored.candidates(
            self._library,
            [form for word in left for form in names.forms(word)],
            sorted(key for key in keys if len(key) >= 3),
        )
        return mend(read, near), claims, near

    def _if_held(self, answer: CanonAnswer) -> CanonAnswer:
        """A name that stands in a list by hand, but of which no document speaks, is honestly nothing."""
        if answer.evidence or answer.ruling:
            return replace(answer, documents=self._library.documents)
        return CanonAnswer(
            answer.asked,
            read_as=answer.read_as,
            suggestions=answer.suggestions,
            documents=self._library.documents,
        )


def _answer(asked: str, topic: Topic, held: Held, page: int, read_as: str | None = None) -> CanonAnswer:
    ruling = replace(held.ruling, rule=rule_of(held.ruling.verdict, held.evidence)) if held.ruling else None
    return CanonAnswer(asked, topic, ruling, held.evidence, held.total, page, read_as)


def rule_of(verdict: Verdict, evidence: Sequence[Piece]) -> str:
    """Which rule gave the verdict, in words."""
    weighed = [piece for piece in evidence if piece.stance is not Stance.ABOUT]
    if verdict is Verdict.CANON and not any(piece.kind is Kind.WORK for piece in weighed):
        return TOLD
    return RULES[verdict]


def _of_words(
    asked: str, found: tuple[Piece, ...], total: int, documents: int, page: int, read_as: str | None = None
) -> CanonAnswer:
    """What speaks of words that are no name of the library's."""
    shown = " ".join(asked.split())[:80]
    topic = Topic("w:" + shown, shown, "words") if found else None
    return CanonAnswer(asked, topic, None, found, total, page, read_as, documents=documents)


def _means_topic(read: Reading) -> bool:
    """Whether the whole of what was asked is one entry's name: not when it merely is part of a person's."""
    return read.whole[0].how != "part" or len(read.whole) == 1


def mend(read: Reading, near: Sequence[Name]) -> Reading:
    """The reading with a word, or all of its left-over words, taken for the one name that is a slip away."""
    if not near:
        return read
    by_key: dict[str, list[Name]] = {}
    for name in near:
        if name.how != "ask":
            by_key.setdefault(name.key, []).append(name)
    taken = {place for one in read.found for place in range(one.start, one.end)}
    found = list(read.found)
    for start, end in sorted(names.spans(len(read.words)), key=lambda span: span[0] - span[1]):
        run = read.words[start:end]
        if (
            taken.intersection(range(start, end))
            or run[0] in names.FUNCTION_WORDS
            or run[-1] in names.FUNCTION_WORDS
        ):
            continue
        # A word that the documents themselves use is meant as it stands.
        if end - start == 1 and read.count(run[0]):
            continue
        best = reading.nearest(names.key(" ".join(run)), by_key)
        if best is not None:
            taken.update(range(start, end))
            found.append(Found(start, end, tuple(reading.ranked(by_key[best[0]])), exact=False))
    return replace(read, found=tuple(sorted(found, key=lambda one: one.start)))


def best_claim(read: Reading, claims: Sequence[Asked]) -> Asked | None:
    """The claim that a question puts in other words; None when none fits, or when it is about others.

    Of the question's words that are no names, most must stand in the claim (COVERS), and they must be a fair
    part of the claim (OF_CLAIM).
    """
    left = [word for word in read.left if word not in names.RELATION_WORDS - _SOFT] or read.left
    if not left:
        return None
    asked = [names.stems(word) for word in dict.fromkeys(left)]
    persons = _characters(read)
    best: tuple[tuple[float, float, float], Asked] | None = None
    for claim in claims:
        if claim.kind == "pairing" or claim.kind == "character":
            continue
        own = set(names.words(claim.phrase))
        about = {word for name in claim.members.split(" & ") for word in names.words(name)}
        if not all(_speaks_of(claim, own, person) for person in persons):
            continue
        called = {word for one in read.found for word in read.words[one.start : one.end]}
        told = [word for word in own if word not in names.FUNCTION_WORDS and word not in about | called]
        told_stems = {names.stem(word) for word in told}
        covered = sum(bool(stems & told_stems) for stems in asked) / len(asked)
        fitting = sum(any(names.stem(word) in stems for stems in asked) for word in told) / max(len(told), 1)
        # Small words decide between claims that share the others: "come out" isn't "come up with".
        alike = names.likeness(" ".join(read.words), " ".join(names.words(claim.phrase)))
        fit = (covered, fitting, alike)
        if covered >= COVERS and fitting >= OF_CLAIM and (best is None or fit > best[0]):
            best = (fit, claim)
    return best[1] if best else None


def _spare(read: Reading) -> frozenset[str]:
    """Words that add nothing to the names in a question; "married" does, where only one person is named."""
    subjects = {(entry.target_kind, entry.target_id) for one in read.found for entry in one.entries[:1]}
    alone = len(subjects) == 1 and all(one.entries[0].target_sort != "pairing" for one in read.found)
    return names.CANON_WORDS if alone else names.RELATION_WORDS


def _speaks_of(claim: Asked, phrase: set[str], person: str) -> bool:
    """Whether a claim is about this person too: as a member, or by the first name in its own words.

    A last name may be another's: Hiroshi Sato's death isn't Asami Sato's.
    """
    return person in claim.members.split(" & ") or names.words(person)[0] in phrase | set(
        names.words(claim.name)
    )


def _characters(read: Reading) -> set[str]:
    """Whom a question is about: the persons it names, and a pairing's members; those who tell don't count."""
    about: set[str] = set()
    for one in read.found:
        entry = one.entries[0]
        if entry.target_kind == "topic":
            about.update(entry.members.split(" & ") if entry.members else ())
        elif entry.target_sort not in ("creator", "cast"):
            about.add(entry.target_name)
    return about


def _nearby(read: Reading, claims: Sequence[Asked], near: Sequence[Name]) -> list[Choice]:
    """What to choose from when nothing was found: names in the question, near names, near claims."""
    named = [entry for one in read.found for entry in one.entries]
    wanted = [names.key(word) for word in read.left] or [names.key(read.asked)]
    scored = sorted(
        ((max(names.likeness(key, name.key) for key in wanted), name) for name in near if name.how != "ask"),
        key=lambda pair: -pair[0],
    )
    return reading.choices([*named, *(name for score, name in scored if score >= 0.8)], limit=5)
