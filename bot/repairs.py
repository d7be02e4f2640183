"""Quotes put right by moderators: who said them, where they begin and end, whether they are quotes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot import names, reading
from bot.curation import Change, Curation, Raw, Wish
from bot.errors import UserError, VanishedError
from bot.ids import content_id
from bot.ingest.corrections import Correction, beside, meant, nearest_place, result_place
from bot.ingest.evidence import nearest_words
from bot.libraries import Libraries
from bot.models import Choice, Context, Piece
from bot.store import names as stored_names
from bot.store import repairs as stored
from bot.store.library import Library

MOST_FOUND = 25
"""Quotes to choose from, and persons who may have said one."""
MOST_WORDS = 4000
"""Characters that a form holds."""
MOST_NAME = 100
REACH = 300
"""Characters that other borders may lie beside the quote and still be about the same place."""
AROUND = 4000
"""Characters on either side in which the nearest words are looked for."""

QUOTE, NONE, HIDDEN = "quote", "none", "hidden"
WORDS = "words"
"""What is no quote and never was corrected."""


@dataclass(frozen=True, slots=True)
class Repair:
    """Words as they stand now. `ref`: by which they are opened again, a piece's id, or "c" and a correction's
    subject; `subject`: of the correction that there is, or would be.
    """

    ref: str
    subject: str
    document: str  # the file's name
    words: str
    start: int
    state: str  # quote | none | hidden | words
    context: Context | None  # None where the library holds no piece there any more
    values: Mapping[str, Any] | None  # of the correction

    @property
    def corrected_ref(self) -> str:
        """By which they are opened once they were corrected."""
        return f"c{self.subject}"

    @property
    def speaker(self) -> str | None:
        if self.context is not None:
            return self.context.piece.speaker
        return str(self.values["speaker"]) if self.values and self.values.get("speaker") else None


@dataclass(frozen=True, slots=True)
class Found:
    """One of several to choose from."""

    ref: str
    words: str
    speaker: str | None
    title: str
    state: str


class BordersError(UserError):
    """The words that a quote was to hold don't stand there. `nearest`: those that do."""

    def __init__(self, nearest: str) -> None:
        self.nearest = nearest
        super().__init__("Those words don’t stand there in the document, letter by letter.")


class Repairs:
    def __init__(self, libraries: Libraries, curation: Curation) -> None:
        self._libraries = libraries
        self._curation = curation

    async def open(self, server_id: int, ref: str) -> Repair:
        """Raises VanishedError."""
        if ref.startswith("c"):
            for raw, _ in await self._corrections(server_id):
                if raw.subject == ref[1:]:
                    return await self._of_correction(server_id, raw)
            raise VanishedError
        family = await stored.family(self._libraries.at(server_id).library, ref)
        if family is None:
            raise VanishedError
        return await self._of_piece(server_id, ref, family)

    async def at(self, server_id: int, ref: str, document: str, words: str, start: int) -> Repair | None:
        """What became of words that somebody saw; None when nothing of them is left."""
        library = self._libraries.at(server_id).library
        text = await stored.text_of(library, document)
        quotes = await stored.quotes_in(library, document)
        place = nearest_place(words, text, start) if text is not None else None
        number = meant([(one.start, one.end) for one in quotes], place) if place else None
        if number is not None:
            return await self._of_piece(server_id, quotes[number].piece_id, QUOTE)
        for raw, said in await self._corrections(server_id):
            if said.document == document and said.words == words and abs(said.near - start) <= REACH:
                return await self._of_correction(server_id, raw)
        try:
            return await self.open(server_id, ref)
        except VanishedError:
            return None

    async def find(self, server_id: int, typed: str) -> list[Found]:
        """Quotes that hold these words, and words that moderators took away; at most MOST_FOUND."""
        answers, wanted = self._libraries.at(server_id), names.fold(typed)
        if not wanted:
            raise UserError("Type a few words of the quote.")
        found = [
            Found(f"c{said.id}", said.words, None, said.document, said.state)
            for _, said in await self._corrections(server_id)
            if said.state != QUOTE and wanted in names.fold(said.words)
        ]
        hits = [hit.piece for hit in (await answers.search.answer(typed, limit=MOST_FOUND)).hits]
        pieces = await stored.holding(answers.library, [piece.id for piece in hits], 4 * MOST_FOUND)
        # The search finds sentences; of the quotes round them those with the very words come first.
        pieces.sort(key=lambda piece: wanted not in names.fold(piece.text))
        found += [
            Found(piece.id, piece.text, piece.speaker, piece.source.title, QUOTE if pieces else WORDS)
            for piece in pieces or hits
        ]
        return found[:MOST_FOUND]

    async def speakers(self, server_id: int, one: Repair) -> list[Choice]:
        """Who may have said it, the likeliest first."""
        library = self._libraries.at(server_id).library
        likely = await stored.likely(library, one.document, one.start, MOST_FOUND + 1)
        return [Choice(identity, name) for identity, name in likely if name != one.speaker][:MOST_FOUND]

    async def person(self, server_id: int, person_id: str) -> str:
        """The name. Raises VanishedError."""
        found = await stored_names.titles(self._libraries.at(server_id).library, [person_id])
        if person_id not in found:
            raise VanishedError
        return found[person_id]

    async def named(self, server_id: int, typed: str) -> tuple[str, bool]:
        """The person's full name for what was typed, and whether the library knows them. Raises UserError."""
        typed = " ".join(typed.split())
        read = await reading.read(self._libraries.at(server_id).library, typed, ("person",))
        if read.whole:
            return read.whole[0].target_name, True
        if not names.key(typed) or len(typed) > MOST_NAME:
            raise UserError("That is no name: write it with letters, 100 at most.")
        return typed, False

    async def set_speaker(
        self, server_id: int, by_id: int, interaction_id: int, ref: str, speaker: str | None
    ) -> Change:
        """`speaker`: a full name; None for nobody that is known."""
        one = await self.open(server_id, ref)
        before = f", not {one.speaker}" if one.speaker and one.speaker != speaker else ""
        said = f"is by {speaker}{before}" if speaker else "has no known speaker"
        return await self._put(
            server_id, by_id, interaction_id, one, said, {"speaker": speaker or "", "state": QUOTE}
        )

    async def said_by(self, server_id: int, ref: str, speaker: str) -> Wish:
        """`set_speaker` as a part of some greater change."""
        one = await self.open(server_id, ref)
        return Wish("quote", _values(one, {"speaker": speaker, "state": QUOTE}), one.subject)

    async def set_borders(
        self, server_id: int, by_id: int, interaction_id: int, ref: str, words: str
    ) -> Change:
        """Raises BordersError when the words don't stand around the same place."""
        one = await self.open(server_id, ref)
        text = await stored.text_of(self._libraries.at(server_id).library, one.document)
        if text is None:
            raise VanishedError
        start, end = one.start, one.start + len(one.words)
        place = nearest_place(words.strip(), text, start)
        if place is None or place[0] > end + REACH or place[1] < start - REACH:
            raise BordersError(nearest_words(words, text[max(start - AROUND, 0) : end + AROUND]))
        wanted = text[slice(*place)]
        said = f"begins and ends elsewhere now: “{_short(wanted)}”"
        return await self._put(server_id, by_id, interaction_id, one, said, {"to": wanted, "state": QUOTE})

    async def not_a_quote(self, server_id: int, by_id: int, interaction_id: int, ref: str) -> Change:
        one = await self.open(server_id, ref)
        return await self._put(server_id, by_id, interaction_id, one, "is not a quote", {"state": NONE})

    async def hide(self, server_id: int, by_id: int, interaction_id: int, ref: str) -> Change:
        """The words are shown to nobody any more, in no answer and in no context."""
        one = await self.open(server_id, ref)
        return await self._put(server_id, by_id, interaction_id, one, None, {"state": HIDDEN})

    async def undo_all(self, server_id: int, by_id: int, interaction_id: int, ref: str) -> Change:
        """As the documents have it again. Raises UserError when nothing was corrected."""
        one = await self.open(server_id, ref)
        if one.values is None:
            raise UserError("Nothing of this quote was corrected.")
        what = f"Corrections of {_called(one)} taken back"
        return await self._curation.change(
            server_id, by_id, _entry(interaction_id), what, [Wish("quote", None, one.subject)]
        )

    async def _put(
        self,
        server_id: int,
        by_id: int,
        interaction_id: int,
        one: Repair,
        said: str | None,
        changed: Mapping[str, Any],
    ) -> Change:
        title = f"“{one.context.piece.source.title}”" if one.context else one.document
        what = f"{_called(one)} {said}" if said else f"Words in {title} are hidden"
        wish = Wish("quote", _values(one, changed), one.subject)
        return await self._curation.change(server_id, by_id, _entry(interaction_id), what, [wish])

    async def _of_piece(self, server_id: int, piece_id: str, family: str) -> Repair:
        answers = self._libraries.at(server_id)
        context = await answers.places.context(piece_id)
        piece = context.piece
        quotes = await stored.quotes_in(answers.library, piece.source.name)
        if family != QUOTE:
            # A sentence that members see is corrected as the quote that it belongs to.
            if (number := _quote_at(quotes, piece)) is not None:
                return await self._of_piece(server_id, quotes[number].piece_id, QUOTE)
            if (raw := await self._taken_out(server_id, answers.library, piece)) is not None:
                return await self._of_correction(server_id, raw)
            subject, values = await self._correction(server_id, answers.library, piece_id, context, [])
            return Repair(
                piece_id, subject, piece.source.name, piece.text, piece.start, WORDS, context, values
            )
        subject, values = await self._correction(server_id, answers.library, piece_id, context, quotes)
        return Repair(piece_id, subject, piece.source.name, piece.text, piece.start, QUOTE, context, values)

    async def _of_correction(self, server_id: int, raw: Raw) -> Repair:
        library = self._libraries.at(server_id).library
        said = Correction.of(raw.subject, raw.values)
        if said.state == QUOTE:
            text = await stored.text_of(library, said.document)
            place = result_place(said, text) if text is not None else None
            quotes = await stored.quotes_in(library, said.document)
            number = meant([(one.start, one.end) for one in quotes], place) if place else None
            if number is not None:
                return await self._of_piece(server_id, quotes[number].piece_id, QUOTE)
        return Repair(
            f"c{raw.subject}", raw.subject, said.document, said.words, said.near, said.state, None, raw.values
        )

    async def _correction(
        self,
        server_id: int,
        library: Library,
        piece_id: str,
        context: Context,
        quotes: Sequence[stored.Standing],
    ) -> tuple[str, Mapping[str, Any] | None]:
        """The subject and values of the correction whose result this is; else a subject that is free."""
        corrections = await self._corrections(server_id)
        document = context.piece.source.name
        of_this = [(raw, said) for raw, said in corrections if said.document == document]
        text = await stored.text_of(library, document) if of_this else None
        places = [(one.start, one.end) for one in quotes]
        for raw, said in of_this:
            place = result_place(said, text) if text is not None and said.state == QUOTE else None
            number = meant(places, place) if place else None
            if number is not None and quotes[number].piece_id == piece_id:
                return raw.subject, raw.values
        if piece_id not in {said.id for _, said in corrections}:
            return piece_id, None
        # The same words stood earlier in the document, and were taken out there.
        return content_id("quote", piece_id, str(context.piece.start)), None

    async def _taken_out(self, server_id: int, library: Library, piece: Piece) -> Raw | None:
        """The correction by which a sentence, or a part of it, is no quote any more."""
        document = piece.source.name
        for raw, said in await self._corrections(server_id):
            if (said.document, said.state) != (document, NONE):
                continue
            text = await stored.text_of(library, document)
            place = result_place(said, text) if text is not None else None
            if place and place[0] < piece.end and piece.start < place[1]:
                return raw
        return None

    async def _corrections(self, server_id: int) -> list[tuple[Raw, Correction]]:
        """All whose words are known: what a server changed in a pack's says little once the pack is gone."""
        entries = (await self._curation.entries(server_id, "quote")).values()
        known = (raw for raw in entries if {"document", "words", "near"} <= raw.values.keys())
        return [(raw, Correction.of(raw.subject, raw.values)) for raw in known]


def _quote_at(quotes: Sequence[stored.Standing], piece: Piece) -> int | None:
    """The innermost quote that holds a sentence, whatever marks stand at its ends; else the one that shares
    most with it.
    """
    start, end, text = piece.start, piece.end, piece.text
    letters = [place for place, letter in enumerate(text) if letter.isalnum()]
    if letters:
        start, end = start + letters[0], start + letters[-1] + 1
    holding = [number for number, one in enumerate(quotes) if one.start <= start and end <= one.end]
    if holding:
        return min(holding, key=lambda number: quotes[number].end - quotes[number].start)
    shared = [min(one.end, end) - max(one.start, start) for one in quotes]
    best = max(range(len(quotes)), key=shared.__getitem__, default=None)
    return best if best is not None and shared[best] > 0 else None


def _values(one: Repair, changed: Mapping[str, Any]) -> Mapping[str, Any]:
    """All that the correction is to say: what it said before, and what changes."""
    values = {**(one.values or _found(one)), **changed}
    if values.get("to") == values["words"]:
        del values["to"]
    return values


def _found(one: Repair) -> Mapping[str, Any]:
    """By which a quote is known again that was not corrected yet."""
    found: dict[str, Any] = {"document": one.document, "words": one.words, "near": one.start}
    if one.context is not None:
        found["lead"] = beside(one.context.before, behind=False)
        found["tail"] = beside(one.context.after, behind=True)
    return found


def _entry(interaction_id: int) -> str:
    return f"quote:{interaction_id}"


def _called(one: Repair) -> str:
    if one.state == HIDDEN:
        return f"hidden words in {one.document}"
    return f"“{_short(one.words)}”"


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 80 else words[:79] + "…"
