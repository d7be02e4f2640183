"""Block quotations without marks: a lead-in in the article's voice, then paragraphs in somebody else's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.ingest.quotes.apart import signature
from bot.ingest.quotes.article import Article, speaking
from bot.ingest.quotes.leads import (
    last_sentence,
    read_subject,
)
from bot.ingest.quotes.paragraphs import Paragraph
from bot.ingest.quotes.roster import Roster


@dataclass(slots=True)
class Block:
    lead: int  # number of the lead-in's paragraph
    lead_start: int  # where the lead-in's last sentence begins
    strong: bool = True  # it has a subject that speaks; a weak one may be no lead-in at all
    paragraphs: list[int] = field(default_factory=lambda: list[int]())
    signed: str | None = None  # whose name stands below the words


def find_blocks(
    text: str,
    masked: str,
    blocks: Sequence[Paragraph],
    roster: Roster,
    marked: frozenset[int],
    taken: frozenset[int],
    apart: frozenset[int] = frozenset(),
) -> list[Block]:
    """Every block quotation; `marked` are paragraphs with marked words, `taken` those of turns, `apart` those
    that are quotations whatever their lead-in says.
    """
    apart -= taken
    article = Article(text, masked, blocks, roster, marked, taken)
    found = _scan(article, taken, apart, again=False)
    by_words = any(block.paragraphs[0] not in apart for block in found)
    if not by_words:
        return found
    article.hear_again()
    return _scan(article, taken, apart, again=True)


def _scan(article: Article, taken: frozenset[int], apart: frozenset[int], *, again: bool) -> list[Block]:
    """The blocks in order; what quotes so once (`again`) quotes so more readily."""
    masked, blocks = article.masked, article.blocks
    stops = taken | apart
    found: list[Block] = []
    i = 0
    while i < len(blocks) - 1:
        if i in taken or i + 1 in taken:
            i += 1
            continue
        if i + 1 in apart:
            block = _set_apart(article, apart, i)
            if i not in apart or block.signed is not None:
                found.append(block)
            i += len(block.paragraphs) + (block.signed is not None)
            continue
        lead = article.leads[i]
        if lead is None and again and not article.says_i:
            lead = read_subject(article.text, masked, blocks[i], article.roster)
        if lead is None:
            i += 1
            continue
        whose = speaking(masked, lead.start, blocks[i].end, article.roster)
        if not article.begins(i + 1, lead, whose, again or bool(found)):
            i += 1
            continue
        block = Block(i, lead.start, lead.strong, [i + 1])
        at = i + 2
        while at < len(blocks) and at not in stops and article.goes_on(at, lead, whose):
            block.paragraphs.append(at)
            at += 1
        found.append(block)
        i = block.paragraphs[-1] if masked[blocks[block.paragraphs[-1]].end - 1] == ":" else at
        i = max(i, block.paragraphs[-1] + 1)
    return found


def _set_apart(article: Article, apart: frozenset[int], lead: int) -> Block:
    """The paragraphs after `lead` that are set apart, without the name of their writer below them."""
    blocks = article.blocks
    block = Block(lead, last_sentence(article.text, article.masked, blocks[lead]))
    for at in range(lead + 1, len(blocks)):
        if at not in apart:
            break
        signed = signature(article.text, blocks[at], article.roster) if block.paragraphs else None
        if signed is not None:
            block.signed = signed
            break
        block.paragraphs.append(at)
    return block
