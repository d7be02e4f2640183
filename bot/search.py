"""`/search`: the best passages for a member's words, with the found words marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from bot import names, reading
from bot.models import Choice, Hit, Piece, SearchAnswer
from bot.reading import Found, Reading
from bot.store import fulltext
from bot.store import search as stored
from bot.store.library import Library

PAGE = 4

_PART = re.compile(
    r"""(?P<not>(?<!\S)[-−–](?=\S))?(?:["“”„«»](?P<phrase>[^"“”„«»]+)["“”„«»]|(?P<word>[^\s"“”„«»]+))"""
)


@dataclass(frozen=True, slots=True)
class Query:
    """What a member typed, taken apart: words to find, phrases that must stand so, words to keep out."""

    words: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]
    without: tuple[tuple[str, ...], ...]


def parse(typed: str) -> Query:
    """Quoted phrases and `-word` as in any search box; an unclosed quotation mark opens nothing."""
    words: list[str] = []
    phrases: list[tuple[str, ...]] = []
    without: list[tuple[str, ...]] = []
    for part in _PART.finditer(typed[: names.MAX_ASKED]):
        text = part["phrase"] or part["word"]
        found = tuple(names.index_words(text) if part["phrase"] or part["not"] else names.words(text))
        if not found:
            continue
        if part["not"]:
            without.append(found)
        elif part["phrase"]:
            phrases.append(found)
        else:
            words += found
    return Query(tuple(words[: reading.MOST_WORDS]), tuple(phrases), tuple(without))


def word_query(word: str) -> str:
    """A word in any of its forms."""
    return fulltext.either(fulltext.phrase([form]) for form in names.forms(word))


def name_query(asked: Sequence[str], found: Found) -> str:
    """A name as asked, or in full, or by its last part; a pairing also by all of its members together.

    Another title of a document stands for its title, or just for its words.
    """
    ways = [fulltext.phrase(asked)]
    for entry in found.entries:
        full = names.words(re.sub(r"\([^()]*\)$", "", entry.target_name))
        if entry.how == "title":
            ways.append(fulltext.every(map(word_query, asked)))
        ways.append(fulltext.phrase(full))
        if entry.target_kind == "person" and len(full) > 1:
            ways += [fulltext.phrase([full[-1]]), fulltext.phrase([full[0]])]
        if entry.target_kind == "topic" and entry.target_sort == "pairing" and entry.members:
            ways.append(fulltext.every(_member(name) for name in entry.members.split(" & ")))
    return fulltext.either(dict.fromkeys(ways))


def _member(name: str) -> str:
    full = names.words(name)
    return fulltext.either(dict.fromkeys([fulltext.phrase(full), fulltext.phrase([full[0]])]))


def queries(read: Reading, words: Sequence[str] | None = None) -> list[str]:
    """One query for each name and each remaining word of a question."""
    named = [name_query(read.words[one.start : one.end], one) for one in read.found]
    return named + [word_query(word) for word in dict.fromkeys(read.left if words is None else words)]


class Search:
    def __init__(self, library: Library) -> None:
        self._library = library

    async def answer(self, words: str, page: int = 0, limit: int = PAGE) -> SearchAnswer:
        """Passages that hold all words, in any form, themselves or with their paragraph.

        Where none does, up to a third of the words may be missing, but never the rarest half; a word that
        stands in no document is mended if it is a slip, and otherwise nothing is found: no false answer.
        At most three trips to the library.
        """
        query = parse(words)
        read = await reading.read(self._library, " ".join(query.words), ("topic", "person", "title"))
        wanted = self._wanted(query, read)
        if not wanted:
            return SearchAnswer(words, documents=self._library.documents)
        unknown = [word for word in dict.fromkeys(read.left) if not read.count(word)]
        mended: dict[str, list[str]] = {}
        if unknown:
            mended = await self._mend(unknown)
            if len(mended) < len(unknown):
                return SearchAnswer(
                    words,
                    loosened=tuple(word for word in unknown if word not in mended),
                    suggestions=self._without(read, unknown, mended),
                    documents=self._library.documents,
                )
            wanted = self._wanted(query, read, mended)
        without = [fulltext.phrase(one) for one in query.without]
        found, total = await stored.passages(
            self._library,
            fulltext.every(wanted, without),
            limit,
            page * limit,
            within=fulltext.every(wanted, column="text"),
        )
        loosened: tuple[str, ...] = ()
        if not found and not mended:
            looser = self._looser(query, read)
            found, total = await stored.passages(
                self._library,
                fulltext.every(looser, without) or fulltext.NOTHING,
                limit,
                page * limit,
                within=fulltext.every(looser, column="text") or fulltext.NOTHING,
            )
        if not found:
            return SearchAnswer(words, page=page, documents=self._library.documents)
        marked = [part for word in names.content(query.words) for part in mended.get(word, [word])]
        marked += [word for phrase in query.phrases for word in phrase]
        marked += [
            part for one in read.found for entry in one.entries for part in names.words(entry.target_name)
        ]
        if total and not mended:
            loosened = _missing(found, read)
        return SearchAnswer(
            words,
            tuple(Hit(piece, tuple(marks(piece.text, marked))) for piece in found),
            total,
            page,
            loosened,
            ", ".join(term for terms in mended.values() for term in terms) or read.read_as,
            documents=self._library.documents,
        )

    async def strict(self, read: Reading, limit: int, offset: int = 0) -> tuple[list[Piece], int]:
        """One trip: passages that hold every name and word of a question themselves, or none.

        A word counts in its own forms only: near words ("film" for "movie") would answer another question.
        """
        if not read.left and not read.found:
            return [], 0
        wanted = queries(read, []) + [fulltext.phrase([word]) for word in dict.fromkeys(read.left)]
        return await stored.passages(self._library, fulltext.every(wanted, column="text"), limit, offset)

    def _wanted(
        self, query: Query, read: Reading, mended: Mapping[str, Sequence[str]] | None = None
    ) -> list[str]:
        mended = mended or {}
        wanted = queries(read, [word for word in read.left if word not in mended])
        wanted += [fulltext.either(map(fulltext.beginning, terms)) for terms in mended.values()]
        wanted += [fulltext.phrase(phrase) for phrase in query.phrases]
        return wanted or [word_query(word) for word in query.words]  # "who are you": grammar is all there is

    def _looser(self, query: Query, read: Reading) -> list[str]:
        """All but some of the commonest words; none when nothing may be left out. Phrases and names stay."""
        left = sorted(dict.fromkeys(read.left), key=read.count)
        generic = [word for word in left if word in names.GENERIC_WORDS]
        left = [word for word in left if word not in generic]
        droppable = (len(left) + len(read.found)) // 3
        rare, common = left[: (len(left) + 1) // 2], left[(len(left) + 1) // 2 :]
        droppable = min(droppable, len(common))
        if droppable == 0 and not (generic and (left or read.found)):
            return []
        fixed = queries(read, rare) + [fulltext.phrase(phrase) for phrase in query.phrases]
        kept = len(common) - droppable
        ways = [fulltext.every(map(word_query, some)) for some in combinations(common, kept)] if kept else []
        return [*fixed, fulltext.either(ways)]

    async def _mend(self, unknown: Sequence[str]) -> dict[str, list[str]]:
        """Words that no document has, as what some document has instead: longer words that hold them
        ("imprisoned" for "prison"), else the one word that is a slip away.
        """
        stems = {word: names.stem(word) for word in unknown if names.allowed_slips(word)}
        terms = await stored.vocabulary(
            self._library, sorted(stems.values()), sorted({s[:2] for s in stems.values()})
        )
        mended: dict[str, list[str]] = {}
        for word, stem in stems.items():
            if holding := sorted(term for term in terms if stem in term and len(stem) >= 5):
                mended[word] = holding[:5]
            elif (best := reading.nearest(stem, terms)) is not None:
                mended[word] = [best[0]]
        return mended

    def _without(
        self, read: Reading, unknown: Sequence[str], mended: Mapping[str, Sequence[str]]
    ) -> tuple[Choice, ...]:
        """What to search for instead: the same without the words that stand nowhere."""
        missing = {word for word in unknown if word not in mended}
        kept = [word for word in read.words if word not in missing]
        if not names.content(kept) or all(word in names.FUNCTION_WORDS for word in kept):
            return ()
        value = " ".join(kept)
        return (Choice(value[: reading.LABEL], reading.shorten(value, "search for the rest")),)


def _missing(found: Sequence[Piece], read: Reading) -> tuple[str, ...]:
    """Words of the question that none of the passages on this page holds: said, not hidden."""
    held = {names.stem(word) for piece in found for word in names.words_of(piece.text)}
    return tuple(word for word in dict.fromkeys(read.left) if not names.stems(word) & held)


def marks(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Where any form of the words stands in `text`."""
    wanted = {stem for word in words for stem in names.stems(word)}
    return [(start, end) for start, end, word in names.words_at(text) if names.stem(word) in wanted]
