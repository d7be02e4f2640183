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

LOOK_UPS = ("canon", "quote", "search", "sources", "help")
MOST = 10
"""Pieces of evidence or quotes that are printed."""


def parse(line: str) -> tuple[str, str, str | None]:
    """Command, argument and what a quote is to be about ("/quote mike about:the finale")."""
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
    for option in ("topic:", "person:", "words:", "document:"):
        rest = rest.strip().removeprefix(option)
    argument = rest.strip()
    if command != "search":
        argument = _unquoted(argument)
    if not argument and command not in ("sources", "help"):
        raise UserError(f"/{command} needs something to look for, as in `/{command} korra`.")
    return command, argument, about


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
