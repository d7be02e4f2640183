"""Quotation marks to spans, one paragraph at a time: marks are never counted across paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.ingest.quotes.cues import is_cue
from bot.ingest.quotes.names import NICKNAMED
from bot.ingest.quotes.paragraphs import Paragraph

_DOUBLE = re.compile("\"|[\u201c\u201d\u201e\u201f\u00ab\u00bb\u300c-\u300f]|''|\u2018\u2018|\u2019\u2019|``")
_SINGLE = re.compile("['\u2018\u2019`]")
_NEXT_SINGLE = re.compile(r"(?<=[^\W_])[,?!]['\u2019](?=\s)")
_WIKI_LINE = re.compile(r"''[^'\n]+(?:'[^'\n]+)*''$")  # a whole line in italics
_FEET = re.compile(r"\d['\u2019\u2032] ?\d{1,2}$")
_SINGLE_OPENS = re.compile(r"(?:^|[\s(\[\u2014\u2013-])['\u2018](?=[\w\u201c\"\u2026.])", re.MULTILINE)
_DOUBLE_OPENS = re.compile('(?:^|[\\s(\\[\u2014\u2013-])["\u201c\u201e\u00ab](?=\\S)', re.MULTILINE)
_SINGLE_TAG = re.compile(
    r"[,?!]['\u2019] (?:(?:he|she|[A-Z][\w-]+(?: [A-Z][\w-]+)?) )?(?:said|says|asked|asks|told)\b"
)
_DOUBLE_WITHIN = re.compile(
    r"(?:^|(?<=[\s(\[\u2014\u2013-]))['\u2018][^'\u2018\"\u201c\u201d\n]{0,120}(?<=[\s'\u2018])[\"\u201c](?=\S)",
    re.MULTILINE,
)
_TAG_AT_END = re.compile(r"[,?!] (?:[A-Z][\w'\u2019-]+(?: [A-Z][\w'\u2019-]+)?|he|she) ([a-z]+)\.$")
_TAG_AND_WHO = re.compile(  # said Ana Berg, its head.
    r"[,?!] ([a-z]+) (?:[A-Z][\w'\u2019-]+ ?){1,3},[^.!?]{3,80}\.$"
)
_TAG_WITHIN = re.compile(r"[,?!] (?:(?:he|she) (?P<his>[a-z]+)[,.]|(?P<verb>[a-z]+) [A-Z][\w'\u2019-]+)")
_SAID_WITHIN = re.compile(
    r"\b(?:said|says|asked|goes|thought|(?:told|tells|asked|asks) (?:me|him|her|us|them|you)"
    r"|(?:was|were|'s) like),? $"
)
_TAG_BEFORE = re.compile(r"[,?!] (?:[A-Z][\w-]+(?: [A-Z][\w-]+)?|he|she|they|I) \w+,? $")
_ELIDED = re.compile(
    r"(?:tis|twas|twere|twill|em|til|till|cause|course|fraid|scuse|ullo|round|bout|n|cos|ere|neath"
    r"|\d0s|\d\d)\b",
    re.IGNORECASE,
)
_DASH_START = re.compile(
    "[\u2014\u2013\u2015]\\s?(?=\\S)|-{2,3}\\s?(?=[A-Z\u00bf\u00a1])|- (?=[A-Z\u00bf\u00a1])"
)
_DASH = re.compile("\\s?[\u2014\u2013\u2015]\\s?|\\s-{1,3}\\s")
_COMMA_TAG = re.compile(
    r"[,!?] (?=([a-z]+) (?:the |(?:old |young |little |poor )?[A-Z]|he\b|she\b)"
    r"|(?:he|she|I|[A-Z][\w'\u2019-]+(?: [A-Z][\w'\u2019-]+)?) ([a-z]+)\b)"
)
_GOES_ON = re.compile(r"[.!?\u2026]\s+(?!(?:He|She|They)\b)(?=\S)")
_WORD = re.compile(r"[\w'\u2019]+")
_BEFORE_OPEN = " \t\n\r\u00a0([{\u2014\u2013-/*_"


@dataclass(slots=True)
class Span:
    """Quoted words without their marks; `outer_*` take in the marks."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    paragraph: int
    closed: bool = True
    parent: int | None = None  # index in the list of spans


def _straight_opens(text: str, at: int, low: int, high: int, width: int, is_open: bool) -> bool:
    """A straight mark opens after a blank or bracket if no blank follows: `"yes"`, but not `6'2" tall`."""
    before = text[at - 1] if at > low else " "
    after = text[at + width] if at + width < high else " "
    if after.isspace():
        return (
            at == low and not is_open and text.find(text[at : at + width], at + width, high) > 0
        )  # " No , "
    if before in "\u2014\u2013-":
        return not is_open
    if not is_open and (before in "'\u2018" or (before in ".!?" and after.isupper())):  # left."Why?"
        return True
    return before.isspace() or before in _BEFORE_OPEN


def _opens(
    text: str, at: int, low: int, high: int, width: int, is_open: bool, reversed_guillemets: bool
) -> bool:
    """Which way a double mark points; a curly one that points the wrong way is turned round."""
    mark = text[at]
    before = text[at - 1] if at > low else " "
    after = text[at + width] if at + width < high else " "
    if mark in "\u00ab\u00bb":
        return (mark == "\u00bb") == reversed_guillemets
    if "\u300c" <= mark <= "\u300f":
        return mark in "\u300c\u300e"
    if mark in "\"'`" and text[at : at + width] != "``":
        return _straight_opens(text, at, low, high, width, is_open)
    if mark in "\u201d\u2019":
        # A closing mark at a word's beginning with nothing open is a slip for an opening one.
        return not is_open and before.isspace() and (after.isalnum() or after in "\u2026.")
    turned = mark == "\u201c" and is_open and not before.isspace()
    return not (turned and (after.isspace() or after in ",.;:!?)\u2014"))


def _add(spans: list[Span], text: str, span: Span) -> None:
    """Blanks at the edges are taken off; a span of nothing is none."""
    while span.start < span.end and text[span.start].isspace():
        span.start += 1
    while span.end > span.start and text[span.end - 1].isspace():
        span.end -= 1
    if any(character.isalnum() for character in text[span.start : min(span.end, span.start + 200)]):
        spans.append(span)


def double_marks(
    text: str, paragraph: Paragraph, number: int, reversed_guillemets: bool = False
) -> list[Span]:
    """Spans between double marks of any make; `"Go. ` without a closing mark ends with its paragraph."""
    spans: list[Span] = []
    low, high = paragraph.start, paragraph.end
    if _DOUBLE.search(text, low, high) is None:
        return spans
    opened: tuple[int, int] | None = None
    seen_close = False
    inner = 0  # double marks within double marks, where both are closed: “He said “no” to me”
    balanced = text.count("\u201c", low, high) == text.count("\u201d", low, high)
    nicknames = {match.start() for match in NICKNAMED.finditer(text, low, high)}
    skipped = -1
    wiki = "'''" in text[low:high] or (text.startswith("''", low) and _WIKI_LINE.match(text, low, high))
    for match in _DOUBLE.finditer(text, low, high):
        if match.start() in nicknames and opened is None:
            skipped = text.find(" ", match.start())
        if wiki and match.group() == "''":
            continue  # bold and italics
        if match.start() < skipped:
            continue  # Robert "Bobby" Lind, or words within words
        at, width = match.start(), match.end() - match.start()
        if opened is not None and _of_another_make(text, opened[0], at, high):
            continue
        if (
            text[at] == '"'
            and at > low
            and text[at - 1].isdigit()
            and (opened is None or (_FEET.search(text, max(low, at - 6), at) and '"' in text[at + 1 : high]))
        ):
            continue  # inches
        if _opens(text, at, low, high, width, opened is not None, reversed_guillemets):
            if opened is not None and balanced and text[at] == "\u201c":
                inner += 1
                continue
            if opened is not None and text[at] == '"' and _said_within(text, opened[1], at):
                skipped = _outer_close(text, at, low, high)
                if skipped > at:
                    continue
            if opened is not None:
                end = _lost_closer_within(text, opened[1], at)
                _add(spans, text, Span(opened[1], end, opened[0], end, number, closed=False))
            opened = (at, at + width)
        elif opened is not None and inner:
            inner -= 1
        elif opened is not None:
            _add(spans, text, Span(opened[1], at, opened[0], at + width, number))
            opened = None
            seen_close = True
        elif not spans and not seen_close and _lost_opener(text, low, at, high, width):
            _add(spans, text, Span(low, at, low, at + width, number))
            seen_close = True
    if opened is not None:
        end = _lost_closer(text, opened[1], high)
        _add(spans, text, Span(opened[1], end, opened[0], end, number, closed=end < high))
    return spans


def _of_another_make(text: str, opening: int, at: int, high: int) -> bool:
    """`\u201cShe writes \u00abmerci\u00bb,\u201d he says`: guillemets in marks that are still to close."""
    return text[at] in "\u00ab\u00bb" and text[opening] == "\u201c" and text.find("\u201d", at, high) > 0


def _lost_closer(text: str, start: int, high: int) -> int:
    """`"We left at dawn, Ortiz said.`: an unclosed span ends before the tag at its paragraph's end."""
    for pattern, reach in ((_TAG_AT_END, 60), (_TAG_AND_WHO, 150)):
        match = pattern.search(text, max(start, high - reach), high)
        if match is not None and is_cue(match.group(1), weak=False):
            return match.start() + 1
    return high


def _lost_closer_within(text: str, start: int, end: int) -> int:
    """`"We left, said Ortiz, who saw it. "At dawn."`: the words before the tag, where a mark opens."""
    for match in _TAG_WITHIN.finditer(text, start, min(end, start + 600)):
        if is_cue(match["his"] or match["verb"], weak=False):
            return match.start() + 1
    return end


def _said_within(text: str, start: int, at: int) -> bool:
    """`"I looked up and said, "Go," so he did."`: quoted words tell what was said, with the same marks."""
    before = text[max(start, at - 60) : at]
    return _SAID_WITHIN.search(before) is not None and _TAG_BEFORE.search(before) is None


def _outer_close(text: str, at: int, low: int, high: int) -> int:
    """The last closing mark before words that are marked on their own."""
    found = -1
    for match in _DOUBLE.finditer(text, at + 1, min(high, at + 2000)):
        if not _straight_opens(text, match.start(), low, high, 1, True):
            found = match.start()
        elif not _said_within(text, at, match.start()):
            break
    return found


def _lost_opener(text: str, low: int, at: int, high: int, width: int) -> bool:
    """`It is all right," Pike responds.`: only the closing mark is there, and a tag follows it."""
    if at <= low or text[at - 1] not in ",?!":
        return False
    following = re.findall(r"[\w'\u2019]+", text[at + width : min(high, at + width + 60)])[:3]
    return any(is_cue(word.lower()) for word in following)


def _single_opens(text: str, at: int, low: int, high: int) -> bool:
    before = text[at - 1] if at > low else " "
    after = text[at + 1] if at + 1 < high else " "
    if text[at] not in "'\u2018`" and not (text[at] == "\u2019" and before.isspace()):
        return False
    if after.isspace() or not (before.isspace() or before in _BEFORE_OPEN + '"\u201c\u201d,:'):
        return False
    if text[at] == "\u2018":
        return True
    if after in "'\u2019":  # ''Tis a pity,' he said
        return _ELIDED.match(text, at + 2, min(high, at + 13)) is not None
    return not _ELIDED.match(text, at + 1, min(high, at + 12)) and (
        after.isalnum() or after in '"\u201c\u2026.[('
    )


def _elided_opens(text: str, at: int, low: int, high: int) -> bool:
    """`'Tis a pity,' said Alun`: mark and apostrophe in one, where a sentence and a tag's mark follow."""
    if at > low and not (text[at - 1].isspace() and text[at - 2 : at - 1] in ".!?:,"):
        return False
    if not _ELIDED.match(text, at + 1, min(high, at + 12)) or not text[at + 1 : at + 2].isupper():
        return False
    closing = _NEXT_SINGLE.search(text, at + 1, min(high, at + 300))
    return closing is not None and _SINGLE_TAG.match(text, closing.start()) is not None


def single_marks(text: str, low: int, high: int, number: int) -> list[Span]:
    """Spans between single marks: 'Go,' he said. An apostrophe (don't, the boys' room) closes last."""
    openings: list[int] = []
    closings: list[tuple[int, bool]] = []  # place, and whether a sentence mark stands before it
    for match in _SINGLE.finditer(text, low, high):
        at = match.start()
        before = text[at - 1] if at > low else " "
        after = text[at + 1] if at + 1 < high else " "
        if _single_opens(text, at, low, high) or _elided_opens(text, at, low, high):
            openings.append(at)
        elif text[at] != "\u2018" and not after.isalnum() and not before.isspace():
            closings.append((at, before in ",.?!\u2026\u2014-\u2013"))
    spans: list[Span] = []
    c = 0
    for i, opening in enumerate(openings):
        if spans and opening < spans[-1].outer_end:
            continue
        limit = openings[i + 1] if i + 1 < len(openings) else high
        while c < len(closings) and closings[c][0] <= opening:
            c += 1
        firm: int | None = None
        loose: int | None = None
        k = c
        while k < len(closings) and closings[k][0] < limit:
            if closings[k][1]:
                firm = closings[k][0]
                break
            after = text[closings[k][0] + 1 : closings[k][0] + 2]
            if loose is None or after in ",.;:?!)":
                loose = closings[k][0]
            k += 1
        close = firm if firm is not None else loose
        if close is not None:
            _add(spans, text, Span(opening + 1, close, opening, close + 1, number))
    return spans


def uses_single_marks(text: str) -> bool:
    """British style: single marks are the document's main ones, double ones the rare inner ones."""
    singles = sum(1 for _ in _SINGLE_OPENS.finditer(text))
    if not singles:
        return False
    doubles = sum(1 for _ in _DOUBLE_OPENS.finditer(text))
    if singles == 1:
        return not doubles and _SINGLE_TAG.search(text) is not None
    if singles > 2 * doubles:
        return True
    within = sum(1 for _ in _DOUBLE_WITHIN.finditer(text))  # they stand inside single ones
    return within > 0 and singles > 2 * (doubles - within)


def uses_dashes(text: str, blocks: Sequence[Paragraph]) -> bool:
    """Dash dialogue: several paragraphs begin with a dash, and next to none with a mark."""
    dashed = sum(1 for block in blocks if _DASH_START.match(text, block.start, block.end))
    marked = sum(1 for block in blocks if text[block.start] in "\"\u201c\u2018'\u00ab")
    cues = sum(
        1
        for block in blocks
        if _DASH_START.match(text, block.start, block.end)
        and any(is_cue(word) for word in _WORD.findall(text, block.start, min(block.end, block.start + 400)))
    )
    return dashed >= 3 and marked * 3 <= dashed and cues > 0


def dash_marks(text: str, paragraph: Paragraph, number: int) -> list[Span]:
    """`— Come in, — said Ana. — Sit down.`: words, tag and words again, between dashes."""
    opening = _DASH_START.match(text, paragraph.start, paragraph.end)
    if opening is None:
        return []
    spans: list[Span] = []
    at = opening.end()
    speaking = True
    pieces = [*_DASH.finditer(text, at, paragraph.end)]
    for match in [*pieces, None]:
        end = match.start() if match else paragraph.end
        if speaking:
            tag_follows = match is not None and _is_tag(text, match.end(), paragraph.end)
            if tag_follows or match is None:
                mark = at if spans else paragraph.start
                tag = None if match else _comma_tag(text, at, end)
                _add(spans, text, Span(at, tag or end, mark, tag or end, number))
                while tag is not None and (rest := _GOES_ON.search(text, tag + 1, end)):
                    at, tag = rest.end(), _comma_tag(text, rest.end(), end)
                    _add(spans, text, Span(at, tag or end, at, tag or end, number))
                speaking = False
            else:
                continue
        elif match is not None:
            speaking = True
        if match is not None:
            at = match.end()
            while at < paragraph.end and text[at] in ".,;: ":  # —said Ana—. Sit down.
                at += 1
    return spans


def _is_tag(text: str, start: int, end: int) -> bool:
    words = re.findall(r"[\w'\u2019]+", text[start : min(end, start + 50)])[:4]
    return any(is_cue(word) for word in words)


def _comma_tag(text: str, start: int, end: int) -> int | None:
    """`—Go on, said John. It is late.`: the words end at the comma or question mark before a tag."""
    for match in _COMMA_TAG.finditer(text, start, end):
        if is_cue(match[1] or match[2], weak=match[2] is None):
            return match.start() + (text[match.start()] != ",")
    return None


def find_spans(text: str, blocks: Sequence[Paragraph]) -> list[Span]:
    """All marked spans in order, with the inner ones after the outer one that holds them."""
    backwards = _points_inward(text, 0, len(text))
    if uses_dashes(text, blocks):
        return [
            span
            for number, block in enumerate(blocks)
            for span in dash_marks(text, block, number) or double_marks(text, block, number, backwards)
        ]
    british = uses_single_marks(text)
    spans: list[Span] = []
    for number, block in enumerate(blocks):
        inward = backwards or _points_inward(text, block.start, block.end, whole=True)
        doubles = double_marks(text, block, number, inward)
        if not british:
            for outer in doubles:
                _append(spans, outer, single_marks(text, outer.start, outer.end, number))
            continue
        singles = single_marks(text, block.start, block.end, number)
        inside: dict[int, list[Span]] = {}
        s = 0
        for double in doubles:
            while s < len(singles) and singles[s].outer_end <= double.outer_start:
                s += 1
            if (
                s < len(singles)
                and singles[s].outer_start <= double.outer_start
                and double.outer_end <= singles[s].outer_end
            ):
                inside.setdefault(s, []).append(double)
        for i, outer in enumerate(singles):
            _append(spans, outer, inside.get(i, []))
        opened = _left_open(text, blocks, number, singles[-1].outer_end if singles else block.start)
        if opened is not None:
            _append(spans, Span(opened + 1, block.end, opened, block.end, number, closed=False), [])
    return spans


def _left_open(text: str, blocks: Sequence[Paragraph], number: int, low: int) -> int | None:
    """Where `She said: 'We left.` opens whose words go on below, `'Then it rained.'`: each paragraph of a
    long speech opens anew, and only the last one closes.
    """
    if number + 1 >= len(blocks):
        return None
    block, below = blocks[number], blocks[number + 1]
    if not _single_opens(text, below.start, below.start, below.end):
        return None
    for match in _SINGLE.finditer(text, low, block.end):
        at = match.start()
        led = at == block.start or text[block.start : at].rstrip()[-1:] in (":", ",")
        if led and _single_opens(text, at, block.start, block.end):
            return at
    return None


def _points_inward(text: str, start: int, end: int, *, whole: bool = False) -> bool:
    """Guillemets as in German: \u00bbJa\u00ab. `whole`: so from the first to the last of the stretch."""
    right = text.find("\u00bb", start, end)
    if right == -1:
        return False
    left = text.find("\u00ab", start, end)
    if whole:
        return right < left and text.rfind("\u00ab", start, end) > text.rfind("\u00bb", start, end)
    return left == -1 or right < left


def _append(spans: list[Span], outer: Span, inner: list[Span]) -> None:
    parent = len(spans)
    spans.append(outer)
    for span in inner:
        span.parent = parent
        spans.append(span)


def mask(text: str, ranges: Sequence[tuple[int, int]]) -> str:
    """The text with every quoted stretch blotted out, at the same length, so that offsets stay true."""
    pieces: list[str] = []
    at = 0
    for start, end in ranges:
        if end <= at:
            continue
        start = max(start, at)
        pieces.append(text[at:start])
        pieces.append("\x01" * (end - start))
        at = end
    pieces.append(text[at:])
    return "".join(pieces)
