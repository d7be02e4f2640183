"""The same look-ups in the terminal: `python -m bot ask "/canon korrasami"`, as text or as data."""

from __future__ import annotations

import shlex
from typing import Any

from bot import places
from bot.errors import UserError
from bot.models import (
    CanonAnswer,
    Choice,
    Piece,
    QuoteAnswer,
    SearchAnswer,
    SourceCard,
    SourcesAnswer,
    Stance,
)
from bot.services import Services
from bot.verify import Result, Verification
from bot.verify_alignment import Op

LOOK_UPS = ("canon", "quote", "search", "sources", "verify", "help")
MOST = 10
"""Pieces of evidence or quotes that are printed."""


def parse(line: str) -> tuple[str, str, str | None]:
    """Command, argument and its option: what a quote is to be about ("/quote mike about:the finale"), or who
    is said to have said what is to be verified ("/verify it is canon person:mike")."""
    command, _, rest = line.strip().partition(" ")
    command = command.removeprefix("/").casefold()
    if command not in LOOK_UPS:
        known = ", ".join(f"/{name}" for name in LOOK_UPS)
        raise UserError(f"“{line.strip()[:60]}” is no look-up. There are: {known}.")
    about = None
    if command == "quote":
        rest, colon, wanted = rest.partition("about:")
        about = wanted.strip() if colon else None
        about = _unquoted(about) if about else None
    if command == "verify":
        return "verify", *_to_verify(rest)
    for option in ("topic:", "person:", "words:", "document:"):
        rest = rest.strip().removeprefix(option)
    argument = rest.strip()
    if command != "search":
        argument = _unquoted(argument)
    if not argument and command not in ("sources", "help"):
        raise UserError(f"/{command} needs something to look for, as in `/{command} korra`.")
    return command, argument, about


def _to_verify(rest: str) -> tuple[str, str | None]:
    """The words as they are, with their quotation marks; and who is said to have said them."""
    words, found, person = rest.rpartition("person:")
    if not found:
        words, person = rest, ""
    elif not words.strip():
        raise UserError("/verify needs the words first, as in `/verify it is canon person:korra`.")
    words = words.strip().removeprefix("words:").strip()
    if not words:
        raise UserError("/verify needs the words to check, as in `/verify “it is canon”`.")
    return words, _unquoted(person.strip()) or None


def _unquoted(text: str) -> str:
    try:
        parts = shlex.split(text)
    except ValueError:
        return text
    return parts[0] if len(parts) == 1 else text


async def answer_data(services: Services, line: str) -> dict[str, Any]:
    """The answer as data. Offsets are code points into the document's text after its head."""
    command, argument, about = parse(line)
    if command == "canon":
        return canon_data(await services.at(0).canon.answer(argument, MOST))
    if command == "quote":
        return quote_data(await services.at(0).quotes.answer(argument, about))
    if command == "search":
        return search_data(await services.at(0).search.answer(argument, limit=MOST))
    if command == "sources":
        return sources_data(await services.at(0).sources.answer(argument or None))
    if command == "verify":
        return verify_data(await services.at(0).verify.answer(argument, about))
    facts = await services.at(0).sources.facts()
    return {"documents": facts.documents, "quotes": facts.quotes, "examples": dict(facts.examples)}


def canon_data(answer: CanonAnswer) -> dict[str, Any]:
    ruling = answer.ruling
    return {
        "found": answer.found,
        "topic": answer.topic.name if answer.topic else None,
        "verdict": str(ruling.verdict) if ruling else "no ruling" if answer.found else None,
        "scope": ruling.scope if ruling else None,
        "says": ruling.says if ruling else None,
        "evidence": [
            {
                "text": piece.text,
                "speaker": piece.speaker,
                "kind": str(piece.kind),
                "document": piece.source.title,
                "file": piece.source.name,
                "publisher": piece.source.publisher,
                "published": piece.source.published,
                "start": piece.start,
                "end": piece.end,
                "stance": str(piece.stance),
                "also_in": list(piece.also_in),
            }
            for piece in answer.evidence
        ],
        "read_as": answer.read_as,
        "suggestions": [choice.value for choice in answer.suggestions],
    }


def quote_data(answer: QuoteAnswer) -> dict[str, Any]:
    return {
        "found": answer.found,
        "person": answer.person,
        "quotes": [
            {
                "text": piece.text,
                "speaker": piece.speaker,
                "document": piece.source.title,
                "file": piece.source.name,
                "start": piece.start,
                "end": piece.end,
                "also_in": list(piece.also_in),
                "speakers": {one.has: list(one.places) for one in piece.speakers},
                "wordings": {one.has: list(one.places) for one in piece.wordings},
            }
            for piece in answer.quotes
        ],
        "read_as": answer.read_as,
        "suggestions": [choice.value for choice in answer.suggestions],
    }


def search_data(answer: SearchAnswer) -> dict[str, Any]:
    return {
        "hits": [
            {
                "text": hit.piece.text,
                "speaker": hit.piece.speaker,
                "document": hit.piece.source.title,
                "file": hit.piece.source.name,
                "start": hit.piece.start,
                "end": hit.piece.end,
            }
            for hit in answer.hits
        ],
        "total": answer.total,
        "left_out": list(answer.loosened),
        "suggestions": [choice.value for choice in answer.suggestions],
    }


def sources_data(answer: SourcesAnswer) -> dict[str, Any]:
    return {
        "sources": [
            {
                "title": card.source.title,
                "file": card.source.name,
                "publisher": card.source.publisher,
                "published": card.source.published,
                "url": card.source.url,
                "kind": str(card.source.kind),
                "passages": card.passages,
                "quotes": card.quotes,
                "speakers": dict(card.speakers),
            }
            for card in answer.cards
        ],
        "total": answer.total,
        "suggestions": [choice.value for choice in answer.suggestions],
    }


def verify_data(found: Verification) -> dict[str, Any]:
    """`text` is the document's own words. Of what was not found, the nearest stand under `nearest` only."""
    piece = found.piece if found.found else None
    near = found.piece if not found.found else None
    return {
        "result": str(found.result),
        "speaker": piece.speaker if piece else None,
        "text": piece.text if piece else None,
        "document": piece.source.title if piece else None,
        "similarity": round(found.similarity, 3),
        "file": piece.source.name if piece else None,
        "start": piece.start if piece else None,
        "end": piece.end if piece else None,
        "checked": found.asked,
        "claimed": found.by,
        "differences": [[str(op), words] for op, words in found.parts] if piece else [],
        "also_in": list(piece.also_in) if piece else [],
        "others": [{"speaker": one.speaker, "document": one.source.title} for one in found.others],
        "nearest": {"text": near.text, "speaker": near.speaker, "document": near.source.title}
        if near
        else None,
        "documents": found.documents,
    }


async def answer_text(services: Services, line: str) -> str:
    """The answer as a terminal shows it. Raises UserError for a line that is no look-up."""
    command, argument, about = parse(line)
    if command == "canon":
        return canon_text(await services.at(0).canon.answer(argument))
    if command == "quote":
        return quote_text(await services.at(0).quotes.answer(argument, about))
    if command == "search":
        return search_text(await services.at(0).search.answer(argument))
    if command == "sources":
        return sources_text(await services.at(0).sources.answer(argument or None))
    if command == "verify":
        return verify_text(await services.at(0).verify.answer(argument, about))
    facts = await services.at(0).sources.facts()
    examples = "\n".join(f"  /{name} {argument}" for name, argument in facts.examples.items())
    return f"{facts.documents} documents, {facts.quotes} quotes. For example:\n{examples}"


def canon_text(answer: CanonAnswer) -> str:
    if answer.topic is None:
        return nothing(answer.asked, answer.documents, answer.suggestions)
    lines = [_read_as(answer.read_as)] if answer.read_as else []
    if answer.ruling:
        ruling = answer.ruling
        lines += [
            f"{answer.topic.name}: {str(ruling.verdict).upper()} ({ruling.rule})",
            f"  {ruling.scope}" + (f", as of {places.day(ruling.as_of)}" if ruling.as_of else ""),
            f"  {ruling.says}",
        ]
    else:
        lines.append(f"{answer.topic.name}: no ruling; what the documents say:")
    for piece in answer.evidence:
        against = "  AGAINST: " if piece.stance is Stance.AGAINST else "  "
        lines += ["", f"{against}“{_one_line(piece.text)}”", f"    {line_of(piece)}"]
        lines += [f"    Also in: {'; '.join(piece.also_in)}"] if piece.also_in else []
    if answer.total > len(answer.evidence):
        lines += ["", f"  … and {answer.total - len(answer.evidence)} more."]
    return "\n".join(lines)


def quote_text(answer: QuoteAnswer) -> str:
    if answer.person is None:
        if answer.is_topic:
            return f"{answer.is_topic} is a topic, not a person: try /canon {answer.is_topic}."
        return nothing(answer.asked, answer.documents, answer.suggestions)
    if not answer.quotes and answer.total:
        return f"{answer.person} is quoted {answer.total} times, but not about “{answer.about}”."
    if not answer.quotes:
        told = ", ".join(f"{name} ({times})" for name, times in answer.spoken_of_by)
        tail = f" Quoted about {answer.person}: {told}." if told else ""
        return f"{answer.person} is known, but quoted in none of the {answer.documents} documents.{tail}"
    best = answer.quotes[0]
    lines = [_read_as(answer.read_as)] if answer.read_as else []
    return "\n".join([*lines, f"“{best.text}”", f"    {line_of(best)}"])


def search_text(answer: SearchAnswer) -> str:
    if not answer.hits:
        return nothing(answer.asked, answer.documents, answer.suggestions)
    lines = [f"{answer.total} found"]
    for hit in answer.hits:
        lines += ["", f"  “{_one_line(hit.piece.text)}”", f"    {line_of(hit.piece)}"]
    return "\n".join(lines)


def verify_text(found: Verification) -> str:
    piece = found.piece
    if piece is None or not found.found:
        lines = [f"Nothing like it in {found.documents} documents."]
        if piece is not None:
            lines += ["", "The nearest:", f"  “{_one_line(piece.text)}”", f"    {line_of(piece)}"]
        return "\n".join(lines)
    said = {
        Result.VERBATIM: "Verbatim: these words stand in a document.",
        Result.MISATTRIBUTED: f"Verbatim, but not said by {found.by}: by {piece.speaker}.",
        Result.SHORTENED: "Shortened: words were left out.",
        Result.ALTERED: "Altered: some words are not those of the document.",
        Result.NARRATION: "The document’s own words: nobody is quoted with them.",
    }[found.result]
    lines = [_read_as(found.read_as)] if found.read_as else []
    lines += [said, "", f"  “{_one_line(piece.text)}”", f"    {line_of(piece)}"]
    if found.result is not Result.MISATTRIBUTED and found.by_other:
        lines.append(f"    Not by {found.by}.")
    if found.elsewhere:
        lines.append("    The speaker is named by other documents, not by this one.")
    if piece.also_in:
        lines.append(f"    Also in: {'; '.join(piece.also_in)}")
    lines += [f"    Elsewhere it is said by: {line_of(one)}" for one in found.others]
    if any(op is not Op.SAME for op, _ in found.parts):
        shown = {Op.SAME: "{}", Op.ADDED: "[-{}-]", Op.LEFT_OUT: "[+{}+]"}
        compared = " ".join(shown[op].format(_one_line(words)) for op, words in found.parts)
        lines += ["", f"  {compared}", "  [-not in the document-] [+only in the document+]"]
    return "\n".join(lines)


def sources_text(answer: SourcesAnswer) -> str:
    if not answer.cards:
        return nothing(answer.asked or "", answer.total, answer.suggestions)
    return "\n".join(_card(card) for card in answer.cards)


def _card(card: SourceCard) -> str:
    source = card.source
    where = f"{source.publisher or 'publisher not given'}, {places.published(source)}, {source.kind}"
    lines = [source.title, f"  {where}: {card.passages} passages, {card.quotes} quotes"]
    if source.url:
        lines.append(f"  {source.url}")
    if card.speakers:
        lines.append("  quoted: " + ", ".join(f"{name} ({times})" for name, times in card.speakers))
    return "\n".join(lines)


def nothing(asked: str, documents: int, suggestions: tuple[Choice, ...]) -> str:
    """The honest end of a search, with what to try instead."""
    text = f"Nothing on “{_one_line(asked)[:100]}” in {documents} documents."
    if suggestions:
        text += " Did you mean: " + "; ".join(choice.label for choice in suggestions) + "?"
    return text


def line_of(piece: Piece) -> str:
    """Who, in which document, from whom, when."""
    source = piece.source
    who = f"{piece.speaker}, " if piece.speaker else ""
    publisher = source.publisher or "publisher not given"
    return f"{who}{places.kind_in_words(piece)}; {source.title}; {publisher}, {places.published(source)}"


def _read_as(name: str) -> str:
    return f"(showing {name}, the nearest name)"


def _one_line(text: str) -> str:
    return " ".join(text.split())
