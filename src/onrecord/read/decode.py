"""From bytes to text: which encoding, told by what holds and not by what is declared; every change has a name."""

from __future__ import annotations

import codecs
import re

from onrecord.errors import BinaryInput, EmptyInput, UndecodableInput

SAMPLE = 1 << 14
"""Bytes around the first doubtful one from which an undeclared encoding is guessed."""

WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
"""Encodings of two or four bytes a character, whose bytes hold NUL and look like no text until they are decoded."""

BINARY_SHARE = 0.02
"""Share of control characters from which bytes are no text. Text and mail of `mail-2002` stay under 0.001; images,
archives and programs lie above 0.1. Run `tests/read/test_decode.py` after a change."""

WIDE_SHARE = 0.98
"""Share of characters that can be seen from which bytes taken for UTF-16 or UTF-32 may be text: random bytes reach 0.6.
"""

NUL_SHARE = 0.01
"""Share of NUL from which bytes said to be UTF-16 are: its spaces and full stops hold one each, UTF-8 has none."""

STRAY = 3
"""Control characters that any text may hold, however short."""

FAULTS_SHARE = 0.1
"""Share of faulty sequences among the multi-byte ones up to which a text is taken for damaged UTF-8. Text in another
encoding has next to no sound sequence, so anything between 0.02 and 0.5 tells them apart."""

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

MAGICS = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old Office document; save it as text or HTML"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it"),
    (b"Rar!", "a RAR archive; unpack it"),
    (b"BZh", "bzip2 data; unpack it"),
    (b"\xfd7zXZ\x00", "xz data; unpack it"),
    (b"\x28\xb5\x2f\xfd", "Zstandard data; unpack it"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"wOF", "a font"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound file"),
    (b"RIFF", "a sound, image or film file"),
)

CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\x0b\x0c\r\x1b") + b"\x7f"
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# Encodings whose bytes are all ASCII: strict UTF-8 always holds for them and says nothing.
_SHIFTED = re.compile(r"(iso.?2022|hz|utf.?7)", re.IGNORECASE)
# Names that the web and mail use for what is windows-1252 in truth.
_LATIN = {"iso8859-1", "ascii", "cp1252"}


def decode(place: str, data: bytes, declared: str | None = None) -> tuple[str, list[str]]:
    """The text of `data` and the names of what was changed between the bytes and it.

    A byte order mark decides; then strict UTF-8, whatever is declared; then the declared encoding; then a guess from a
    sample. Newlines become `\\n` and NUL is taken out; nothing else is touched.

    Args:
        place: for the error.
        data: the bytes of one document.
        declared: name of an encoding that a header, page or option states, possibly wrong or unknown.

    Raises:
        EmptyInput: nothing, or nothing but white space.
        BinaryInput: this is no text.
        UndecodableInput: no encoding holds.
    """
    if not data:
        raise EmptyInput(place, "empty")
    text, notes = _decoded(place, data, declared)
    text, changes = normalised(text)
    notes += changes
    if not text or text.isspace():
        raise EmptyInput(place, "nothing but white space")
    return text, notes


def normalised(text: str) -> tuple[str, list[str]]:
    """`text` with `\\n` for newlines and without NUL and lone surrogates, and the names of these changes."""
    notes = []
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        notes.append("newlines")
    if "\0" in text:
        text = text.replace("\0", "")
        notes.append("nul")
    text, mended = without_surrogates(text)
    return text, notes + (["surrogates"] if mended else [])


def without_surrogates(text: str) -> tuple[str, bool]:
    """`text` with U+FFFD for each lone surrogate, which no encoding can hold, and whether there was one."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text), True
    return text, False


def codec_name(declared: str | None) -> str | None:
    """Python's name of a declared encoding; None if nothing usable is declared."""
    if not declared:
        return None
    try:
        info = codecs.lookup(declared.strip().strip("\"'").replace("\0", ""))
    except (LookupError, ValueError):
        return None
    return info.name if getattr(info, "_is_text_encoding", True) else None


def check_text(place: str, data: bytes) -> None:
    """Refuse bytes that are no text.

    Raises:
        BinaryInput: a known signature, or too many control characters.
    """
    for magic, what in MAGICS:
        if data.startswith(magic) and (CONTROLS_OR_HIGH.search(data[:SAMPLE])):
            raise BinaryInput(place, f"this is {what}")
    sample = data[:SAMPLE]
    if len(sample) - len(sample.translate(None, CONTROLS)) > STRAY + BINARY_SHARE * len(sample):
        wide = any(_is_wide(sample, name) for name in WIDE)
        hint = "; if it is text in UTF-16 or UTF-32, name that with --encoding, such as utf-16-le" if wide else ""
        raise BinaryInput(place, f"binary data, no text{hint}")


def _is_wide(sample: bytes, encoding: str) -> bool:
    """Whether bytes are characters of a script and signs between them when taken for UTF-16 or UTF-32."""
    unit = 4 if "32" in encoding else 2
    try:
        text = sample[: len(sample) // unit * unit].decode(encoding)
    except UnicodeDecodeError as error:
        # The sample may end within a character.
        if error.start < len(sample) - 2 * unit:
            return False
        text = sample[: error.start].decode(encoding)
    shown = sum(char.isprintable() or char in "\n\r\t" for char in text)
    return len(text) > STRAY and shown > WIDE_SHARE * len(text) and " " in text


CONTROLS_OR_HIGH = re.compile(b"[" + re.escape(CONTROLS) + b"\x80-\xff]")


def _decoded(place: str, data: bytes, declared: str | None) -> tuple[str, list[str]]:
    for mark, name in MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(name, "replace")
            return text, ["bom"] + (["replaced"] if "\ufffd" in text else [])
    wanted = codec_name(declared)
    if wanted is not None and wanted.startswith(("utf-16", "utf-32")):
        try:
            text = data.decode(wanted)
        except UnicodeDecodeError:
            text = ""
        # Two bytes of a text in UTF-8 are mostly a character of UTF-16, too, so that what holds is no proof.
        if text and (data[:SAMPLE].count(0) > NUL_SHARE * len(data[:SAMPLE]) or not _is_utf8(data)):
            return text, []
    wide = _wide(data)
    if wide:
        return data.decode(wide, "replace"), [f"charset:{wide}"]
    check_text(place, data)
    if wanted and _SHIFTED.match(wanted):
        try:
            return data.decode(wanted), []
        except (UnicodeError, ValueError):
            pass
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _other(place, data, wanted, declared, error.start)
    if declared and wanted not in {"utf-8", "ascii"} and not text.isascii():
        return text, [f"charset:utf-8 instead of {declared}"]
    return text, []


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of a text in a Latin script is NUL."""
    sample = data[: SAMPLE & ~1]
    if b"\0" not in sample or len(data) % 2:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.7 * half and even < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * half and odd < 0.05 * half else None


def _other(place: str, data: bytes, wanted: str | None, declared: str | None, first: int) -> tuple[str, list[str]]:
    """Text that is not strict UTF-8; `first` is the first byte at which that fails."""
    if wanted in _LATIN or (wanted is None and declared is None and _is_latin_guess(data)):
        return _latin(data), ([] if wanted else ["charset:cp1252"])
    if wanted and wanted != "utf-8":
        try:
            return data.decode(wanted), []
        except (UnicodeError, ValueError):
            pass
    if _damaged(data, first):
        return data.decode("utf-8", "replace"), ["replaced"]
    guess = _guess(data, first)
    if guess is None:
        raise UndecodableInput(place, "its encoding cannot be told; name it with --encoding")
    try:
        text, notes = data.decode(guess), []
    except (UnicodeError, ValueError):
        text, notes = data.decode(guess, "replace"), ["replaced"]
    return text, [f"charset:{guess}" + (f" instead of {declared}" if declared else ""), *notes]


def _latin(data: bytes) -> str:
    """windows-1252 as browsers read it: its five empty places stay the control characters that they are in Latin-1."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(chr(byte) if byte in _UNDEFINED_1252 else bytes((byte,)).decode("cp1252") for byte in data)


_UNDEFINED_1252 = frozenset((0x81, 0x8D, 0x8F, 0x90, 0x9D))


def _is_latin_guess(data: bytes) -> bool:
    """Few high bytes, each a typographic mark of windows-1252 between ASCII: quotation marks, dashes, dots."""
    sample = data[: 4 * SAMPLE]
    high = _HIGH.findall(sample)
    marks = sum(byte in b"\x85\x91\x92\x93\x94\x96\x97\xa0" for (byte,) in high)
    return bool(high) and marks > 0.8 * len(high) and len(high) < 0.05 * len(sample)


def _damaged(data: bytes, first: int) -> bool:
    """Whether this is UTF-8 but for a few bytes, seen in a sample around the first fault."""
    sample = data[max(0, first - SAMPLE) : first + 4 * SAMPLE]
    sound = len(_MULTIBYTE.findall(sample))
    faults = len(_HIGH.findall(_MULTIBYTE.sub(b"", sample)))
    return sound > 0 and faults <= max(1, FAULTS_SHARE * sound)


def _guess(data: bytes, first: int) -> str | None:
    from charset_normalizer import from_bytes

    start = max(0, first - SAMPLE // 4)
    sample = data[start : start + SAMPLE]
    best = from_bytes(sample, steps=5, chunk_size=512, threshold=0.3).best()
    if best is None:
        return None
    # Code pages that are siblings give the same words for a few letters; the commonest of them is meant then.
    return "cp1252" if _latin(sample) == sample.decode(best.encoding, "replace") else best.encoding
