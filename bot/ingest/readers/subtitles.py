"""Subtitles: cues joined into sentences, with their times, and who is heard where the file tells it."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import pysubs2

from bot.ingest.documents import Document, Place, Turn
from bot.ingest.heads import clean
from bot.ingest.problems import Problem
from bot.ingest.quotes.lexicon import FUNCTION_WORDS
from bot.ingest.readers.texts import document, open_text, spoken
from bot.models import Kind

MAX_CUES = 200_000
LONG = 400
"""A paragraph of more characters ends with its sentence; one without sentences ends here."""
PAUSE = 2_000  # milliseconds without words end a paragraph
LONG_PAUSE = 8_000  # after which not even an unfinished sentence goes on

_FEW = 3  # cues from which nothing can be seen

_ARROW = re.compile(r"\d\s*-->\s*\d")
_HEAD_LINE = re.compile(r"WEBVTT(?:[ \t].*)?$")
_MARK_OF_VOICE = re.compile(r"<v[. \t]")
_VOICE = re.compile(r"<v(?:\.[\w.-]{1,60})?[ \t]+([^<>\n]{1,120})>")
_ROLLING = re.compile(r"<\d[\d:.,]{3,15}>")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,200}>|<\d[\d:.,]{3,15}>|\{[^{}\n]{0,200}\}")
_ESCAPE = re.compile(r"\\[Nn]")
_MARK, _END = "\x02", "\x03"  # round a voice's name, while pysubs2 has the text
_NAMED = re.compile(rf"{_MARK}([^{_END}]*){_END}[ \t]*")

_UP = r"A-Z\u00c0-\u00d6\u00d8-\u00de"
_ASIDE = r"(?:[ \t]?[(\[][^()\[\]\n]{1,60}[)\]])?"
_TITLE = r"(?:(?:Mr|Mrs|Ms|Dr|St|Sr|Jr|Lt|Sgt|Capt|Prof)\.? )?"
_CAPITALS = re.compile(
    rf"({_TITLE}(?:Ma?c|D[ae]|O['’])?[{_UP}][{_UP}\d.'’#&/ -]{{0,40}}?){_ASIDE}[ \t]?:(?=\s|$)[ \t]*"
)
_NAME = re.compile(
    rf"([{_UP}][\w.'’-]{{0,20}}(?: [{_UP}#\d][\w.'’-]{{0,20}}){{0,3}}){_ASIDE}[ \t]?:(?=\s|$)[ \t]*"
)
_SQUARE = re.compile(
    rf"\[([{_UP}][\w.'’-]{{0,20}}(?: [{_UP}#\d][\w.'’-]{{0,20}}){{0,2}})(?:,[^\[\]\n]{{1,60}})?\][ \t]*(?=\S)"
)
_SOUND = re.compile(r"[\[(][a-z]")
_HALF = re.compile(rf"(?!{_TITLE}$){_TITLE}[{_UP}][{_UP}\d.'’#&/ -]+$")  # Dr. PIKE
_NOT_NAMES = frozenset((
    *("note", "warning", "ps", "p.s", "subtitles", "subtitle", "captions", "translation", "attention", "ok"),
    *("music", "applause", "laughter", "cheering", "both", "day", "night", "chapter", "episode", "scene"),
))  # fmt: skip
_CREDIT = re.compile(
    r"(?i)opensubtitles|addic7ed|subscene|\bwww\.\w|https?://|\bsubtitles?(?:d| (?:by|edited))\b"
    r"|\b(?:captioned|captions|synced|sync|synchroni[sz]ed|ripped|corrected|transcript) by\b"
    r"|support us and become"
)
_DASH = re.compile(r"(?:>>+|[-–‐‑](?![-–])|—(?=[ \t]*[^\sa-z]))[ \t]*(?=\S)")
_SOUND_AFTER = re.compile(r"\s*[\[(][^\[\]()]{1,100}[\])]$")
_SUNG = re.compile(r"[♪♫♬♩]")
_ENDED = re.compile(r"(?:[.!?…。！？♪♫\])]|--|—)[\"'”’»*]*$")
_GOES_ON = re.compile(r"(?:\.\.\.|…|--|—)[\"'”’]*$")
_RESUMES = re.compile(r"[\"'“‘]?(?:\.\.|…|[a-z])")


@dataclass(slots=True)
class _Piece:
    """What one voice says within one cue. `marked`: the cue itself tells that another one begins."""

    start: int  # milliseconds
    end: int
    text: str
    speaker: str | None = None
    marked: bool = False
    sung: bool = False


@dataclass(slots=True)
class _Said:
    """A stretch of text by one voice."""

    start: int
    end: int
    speaker: str | None
    sung: bool
    words: list[str] = field(default_factory=lambda: [])
    length: int = 0

    def add(self, piece: _Piece) -> None:
        self.words.append(piece.text)
        self.length += len(piece.text) + 1
        self.end = max(self.end, piece.end)

    @property
    def ended(self) -> bool:
        return _ended(self.words[-1])


def _ended(text: str) -> bool:
    """Whether a sentence ends here: "Go! [gasps]" does, "We were [thunder]" doesn't."""
    words = _SOUND_AFTER.sub("", text[-200:])
    return not words or _ENDED.search(words[-12:]) is not None


def read(data: bytes, name: str) -> tuple[Document | None, list[Problem]]:
    """The words of all cues; a turn for each that one voice says. None and the reason if there are none."""
    opened, problems = open_text(data, name)
    if opened is None:
        return None, problems

    def refused(message: str) -> tuple[None, list[Problem]]:
        return None, [*problems, Problem(name, None, message, left_out=True)]

    try:
        cues = _cues(opened.body)
    except (pysubs2.exceptions.Pysubs2Error, ValueError, IndexError, KeyError, OverflowError):
        return refused("can't be read as subtitles. Save it anew as .srt, or its words as .txt.")
    if not cues:
        return refused(
            "holds no subtitles with times (00:01:02,500 --> 00:01:05,000). If it is a text, call it .txt."
        )
    if len(cues) > MAX_CUES:
        return refused(f"has more than {MAX_CUES:,} subtitles, the most that is read. Split it.")
    rolling = _ROLLING.search(opened.body) is not None or _rolls(cues)
    # Where voices have marks of their own, every cue says whose it is.
    voices = _MARK_OF_VOICE.search(opened.body) is not None
    said = list(_joined(_pieces(_unrolled(cues) if rolling else cues), voices))
    text, places, turns = _rendered(said)
    if not text:
        return refused("holds times, but no words.")
    return document(opened, Kind.WORK, text, places, turns), problems


# --- from the file to cues ----------------------------------------------------------------------------------


@dataclass(slots=True)
class _Cue:
    start: int
    end: int
    lines: list[str]
    speaker: str | None = None


def _cues(body: str) -> list[_Cue]:
    """In the order in which they are heard, tags and positions stripped."""
    body = re.sub(r"\r\n?", "\n", body.replace(_MARK, "").replace(_END, "")).lstrip("\ufeff\n ")
    if body.startswith("[Script Info]"):
        form = "ass"
    elif _HEAD_LINE.match(body.split("\n", 1)[0]):
        form, body = "vtt", _without_notes(body)
    else:
        form = "srt"
    body = _VOICE.sub(lambda found: f"\n{_MARK}{found[1].strip()}{_END}", body)
    if form != "ass":
        body = _TAG.sub("", body)
        # The last number is taken for the next cue's.
        body = re.sub(r"\n{3,}", "\n\n", body) + "\n\n0\n"
    subtitles = pysubs2.SSAFile.from_string(body, format_=form, keep_html_tags=True)
    cues = [
        _Cue(event.start, event.end, _lines(event.text), clean(event.name) or None)
        for event in subtitles.events[: MAX_CUES + 1]
        if not event.is_comment
    ]
    return sorted(cues, key=lambda cue: cue.start)


def _without_notes(body: str) -> str:
    """WebVTT without what stands between its cues: notes, styles, regions, names of cues."""
    kept: list[str] = []
    for block in re.split(r"\n{2,}", body):
        lines = block.split("\n")
        at = next((number for number, line in enumerate(lines) if _ARROW.search(line)), None)
        if at is not None:
            kept.append("\n".join(_times_only(line) for line in lines[at:]))
    return "WEBVTT\n\n" + "\n\n".join(kept)


def _times_only(line: str) -> str:
    return " ".join(line.split()[:3]) if _ARROW.search(line) else line


def _lines(text: str) -> list[str]:
    flat = html.unescape(_TAG.sub("", _ESCAPE.sub("\n", text.replace("\\h", " "))))
    return [line for part in flat.split("\n") if (line := _clean_line(part))]


def _clean_line(part: str) -> str:
    return " ".join(part.replace("\u200e", "").replace("\u200f", "").replace("\ufeff", "").split())


def _rolls(cues: Sequence[_Cue]) -> bool:
    """Whether most cues begin with the line with which the one before them ends."""
    repeated = sum(1 for one, other in pairwise(cues) if one.lines and one.lines[-1:] == other.lines[:1])
    return len(cues) > _FEW and repeated * 2 > len(cues)


def _unrolled(cues: Sequence[_Cue]) -> Iterator[_Cue]:
    """Captions made by machines show each line twice, as it moves up: each once."""
    before: list[str] = []
    for cue in cues:
        shared = next(
            (
                size
                for size in range(min(len(before), len(cue.lines)), 0, -1)
                if before[-size:] == cue.lines[:size]
            ),
            0,
        )
        if cue.lines:
            before = cue.lines
        if new := cue.lines[shared:]:
            yield _Cue(cue.start, cue.end, new, cue.speaker)


# --- who is heard -------------------------------------------------------------------------------------------


def _pieces(cues: Iterator[_Cue] | Sequence[_Cue]) -> list[_Piece]:
    cues = list(cues)
    labels = _Labels(cues)
    pieces: list[_Piece] = []
    for cue in cues:
        first = len(pieces)
        for line, sung in _with_songs(cue.lines):
            speaker, marked, words = labels.take(line)
            if not marked and len(pieces) == first and cue.speaker:
                speaker, marked = cue.speaker, True
            before = pieces[-1] if len(pieces) > first else None
            if before is not None and not marked and before.sung == sung:
                before.text = f"{before.text} {words}".strip()
            else:
                pieces.append(_Piece(cue.start, cue.end, words, speaker, marked, sung))
    _carry_labels(pieces)
    return [piece for piece in pieces if piece.text and not _CREDIT.search(piece.text)]


def _carry_labels(pieces: Sequence[_Piece]) -> None:
    """A name alone in its line or cue is the name of what follows."""
    for one, following in pairwise(pieces):
        if one.marked and not one.text and one.speaker and not following.marked:
            following.speaker, following.marked = one.speaker, True


def _with_songs(lines: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """The lines of a cue, each with whether it is sung: from the first note to the last."""
    notes = [number for number, line in enumerate(lines) if _SUNG.search(line)]
    for number, line in enumerate(lines):
        yield line, bool(notes) and notes[0] <= number <= notes[-1]


class _Labels:
    """What counts as a speaker's name in one file, seen by how the file goes about it."""

    def __init__(self, cues: Sequence[_Cue]) -> None:
        lines = [_DASH.sub("", line, count=1) for cue in cues for line in cue.lines]
        capitals = Counter(found[1] for line in lines if (found := _CAPITALS.match(line)))
        names = Counter(found[1] for line in lines if (found := _NAME.match(line)) and not found[1].isupper())
        squares = Counter(found[1] for line in lines if (found := _SQUARE.match(line)))
        shouted = sum(1 for line in lines if line.isupper()) * 2 > len(lines)
        self.capitals = {name for name, count in capitals.items() if count > 1 or not shouted}
        told = {_folded(name) for name in self.capitals}
        told |= {_folded(found[1]) for line in lines for found in _NAMED.finditer(line)}
        told |= {_folded(cue.speaker) for cue in cues if cue.speaker}
        # "Katara: Water." is how the file names its speakers if it does so all the time; else "Remember: go."
        named = sum(names.values())
        least = 1 if named * 5 >= len(cues) * 2 else 2 if named * 6 >= len(cues) and named >= 4 else named + 1
        self.names = {name for name, count in names.items() if count >= least or _folded(name) in told}
        # Where sounds are written small, [door slams], a [Katara] is a name.
        sounds = sum(1 for line in lines if _SOUND.match(line))
        self.squares = {
            name
            for name, count in squares.items()
            if _folded(name) in told or (sounds > 1 and count > 1 and not name.endswith("ing"))
        }

    def take(self, line: str) -> tuple[str | None, bool, str]:
        """(speaker, whether a new one is marked, the words) of "- KATARA: Water."."""
        marked = False
        if dash := _DASH.match(line):
            marked, line = True, line[dash.end() :]
        if voice := _NAMED.match(line):
            speaker = clean(voice[1])
            return speaker or None, True, _NAMED.sub("", line[voice.end() :])
        line = _NAMED.sub("", line)
        for pattern, allowed in ((_CAPITALS, self.capitals), (_NAME, self.names), (_SQUARE, self.squares)):
            found = pattern.match(line)
            if found and found[1] in allowed and _is_name(found[1]):
                return _written(found[1]), True, line[found.end() :]
        return None, marked, line


def _folded(name: str) -> str:
    return clean(name).casefold()


def _is_name(label: str) -> bool:
    words = label.casefold().split()
    return words[0].strip(".") not in _NOT_NAMES and not all(word in FUNCTION_WORDS for word in words)


def _written(label: str) -> str:
    """KATARA AND SOKKA as Katara and Sokka, Dr. PIKE as Dr. Pike; MC, Mai and McCOY stay."""
    if not label.isupper() and not _HALF.match(label):
        return label
    if len(label) < 3:
        return label
    title = re.sub(r"(?<=['’])S\b", "s", label.title())
    return re.sub(r"(?<= )(?:And|Of|The|With)(?= )", lambda found: found[0].lower(), title)


# --- from cues to text --------------------------------------------------------------------------------------


def _joined(pieces: Sequence[_Piece], voices: bool) -> Iterator[_Said]:
    """One stretch for each voice, as far as that is told; else for each sentence, for the next one may be
    anybody's.
    """
    beginnings = [two for one, two in pairwise(pieces) if _ended(one.text)]
    named = sum(1 for piece in beginnings if piece.speaker)
    faithful = (
        not voices and named * 5 >= len(beginnings) * 3 > 0
    )  # each speaker is named: no name, the same speaker
    now: _Said | None = None
    for piece in pieces:
        if now is not None and _goes_on(now, piece, faithful):
            now.add(piece)
            continue
        if now is not None:
            yield now
        now = _Said(piece.start, piece.end, piece.speaker, piece.sung)
        now.add(piece)
    if now is not None:
        yield now


def _goes_on(now: _Said, piece: _Piece, faithful: bool) -> bool:
    pause = piece.start - now.end
    if piece.sung != now.sung or pause > LONG_PAUSE:
        return False
    if piece.marked and not (piece.speaker and piece.speaker == now.speaker):
        return False
    if now.sung:
        return pause <= PAUSE and now.length < LONG
    unfinished = not now.ended or (
        _GOES_ON.search(now.words[-1][-8:]) is not None and _RESUMES.match(piece.text) is not None
    )
    if unfinished:
        return now.length < LONG or (now.length < 2 * LONG and pause <= 0)
    return (faithful or piece.marked) and now.speaker is not None and pause <= PAUSE and now.length < LONG


def _rendered(said: Sequence[_Said]) -> tuple[str, list[Place], list[Turn]]:
    """Sentences of nobody in particular stand together in a paragraph, as long as nothing parts them."""
    parts: list[str] = []
    places: list[Place] = []
    turns: list[Turn] = []
    length = begun = 0
    before: _Said | None = None
    for one in said:
        text = " ".join(one.words)
        together = (
            before is not None
            and before.speaker is None
            and one.speaker is None
            and not before.sung
            and not one.sung
            and one.start - before.end <= PAUSE
            and length - begun + len(text) < LONG
        )
        if parts:
            parts.append(" " if together else "\n\n")
            length += len(parts[-1])
        if not together:
            begun = length
        places.append(Place(length, _time(one.start)))
        if not one.sung:
            turns += [Turn(length + start, length + end, one.speaker) for start, end in spoken(text)]
        parts.append(text)
        length += len(text)
        before = one
    return ("".join(parts) + "\n" if parts else ""), places, turns


def _time(milliseconds: int) -> str:
    seconds = max(milliseconds, 0) // 1000
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
