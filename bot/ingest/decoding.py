"""Bytes in, exact Unicode text out; or the reason why they are no text. Newlines are never touched."""

from __future__ import annotations

import codecs
import re

MAX_BYTES = 50_000_000

_MAGIC = {
    b"%PDF-": "a PDF",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"PK\x03\x04": "a ZIP archive (Word, LibreOffice and EPUB files are such archives)",
    b"\x7fELF": "a program",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"Rar!\x1a": "a RAR archive",
    b"\xd0\xcf\x11\xe0": "an old Word or Office file",
    b"SQLite format 3\x00": "a database",
    b"{\\rtf": "a rich-text file",
}
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with the one of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ODD_CONTROL = re.compile(r"[\x00-\x06\x0e-\x19\x1b-\x1f]")
_HIGH_LETTER = re.compile(r"[À-ÖØ-öø-ÿŒœŠšŽžŸƒ]")
_OUT_OF_PLACE = re.compile(
    r"[a-zß-ÿ][À-ÖØ-ÞŒŠŽŸ]"  # a capital inside a word
    r"|\w[¡¢£¤¥¦¨©«¬¯±²³´¶¸¹º¿‚„†‡ˆ˜]\w"  # a sign inside a word
    r"|[\x81\x8d\x8f\x90\x9d]"
)
_WESTERN = frozenset(
    {"Danish", "Dutch", "English", "Finnish", "French", "German", "Icelandic", "Italian", "Norwegian"}
    | {"Portuguese", "Spanish", "Swedish"}
)
_SAMPLE = 200_000


class NotTextError(Exception):
    """Its text says what the file is instead, and what to do."""


def decode(data: bytes) -> tuple[str, str]:
    """The text, and the name of its encoding. A UTF-8 byte order mark stays in the text, as U+FEFF."""
    if len(data) > MAX_BYTES:
        raise NotTextError(f"is larger than {MAX_BYTES // 1_000_000} MB, the most that is read. Split it.")
    if not data.strip(b" \t\r\n\x0b\x0c"):
        raise NotTextError("is empty.")
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            raise NotTextError(
                f"is {kind}, not a text. Save its words as plain text (.txt) and put that here."
            )
    text, encoding = _decoded(data)
    if len(_ODD_CONTROL.findall(text)) * 100 > len(text) or "\x00" in text:
        raise NotTextError("is not a text: it holds signs that only programs read.")
    if not text.strip("\ufeff \t\r\n\x0b\x0c\xa0"):
        raise NotTextError("is empty.")
    return text, encoding


def _decoded(data: bytes) -> tuple[str, str]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data, encoding), encoding
    if b"\x00" in data[:_SAMPLE]:
        if encoding := _wide(data[:_SAMPLE]):
            return _strictly(data, encoding), encoding
        raise NotTextError("is not a text: it holds signs that only programs read.")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    if (western := _western(data)) is not None:
        return western, "cp1252"
    encoding, language = _guessed(data)
    if language in _WESTERN and (western := _western(data, most=0.3)) is not None:
        return western, "cp1252"
    return _strictly(data, encoding), encoding


def _strictly(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
        text.encode("utf-8")  # half a surrogate pair can't be stored
    except (UnicodeError, LookupError):
        raise NotTextError(f"looks like {encoding} but is damaged. Save it anew as UTF-8.") from None
    return text


def _wide(sample: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, told by where the zero bytes of plain letters fall."""
    sample = sample[: len(sample) // 4 * 4]
    if len(sample) < 8:
        return None
    zeros = [sample[place::4].count(0) * 4 / len(sample) for place in range(4)]
    shapes = {"utf-32-le": "0111", "utf-32-be": "1110", "utf-16-le": "0101", "utf-16-be": "1010"}
    for encoding, shape in shapes.items():
        if all(
            zero > 0.6 if wanted == "1" else zero < 0.02 for zero, wanted in zip(zeros, shape, strict=True)
        ):
            return encoding
    return None


def _western(data: bytes, most: float = 0.07) -> str | None:
    """The text as Windows wrote it in western Europe and America, if it reads like that.

    Detectors mistake it for a neighbour that has ŕ where it has à, so it is tried by hand first.
    `most`: the highest share of its letters that may have an accent.
    """
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    letters = sum(map(str.isalpha, text[:_SAMPLE]))
    high = len(_HIGH_LETTER.findall(text[:_SAMPLE]))
    if high > letters * most + 3 or len(_OUT_OF_PLACE.findall(text)) * 2000 > len(text):
        return None
    return text


def _guessed(data: bytes) -> tuple[str, str]:
    """Encoding and language, or a refusal: words that were decoded wrongly would be words nobody said."""
    from charset_normalizer import from_bytes  # only such a file needs it, and its import is slow

    end = data.rfind(b"\n", 1, _SAMPLE) if len(data) > _SAMPLE else len(data)
    best = from_bytes(data[: end if end > 0 else _SAMPLE]).best()
    if best is None or best.coherence < 0.2:
        raise NotTextError(
            "is not UTF-8, and its encoding can't be told with certainty. Open it in an editor, "
            "see that every letter is right, and save it as UTF-8."
        )
    return best.encoding, best.language
