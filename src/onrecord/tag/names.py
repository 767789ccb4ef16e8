"""Names by rule: runs of capitalised words, and what kind each is.

Thin on purpose: it serves until a model reads names, and in languages that have none. Scripts without capitals give
no names. Which of them are the same is found as for all names (`chains`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

from msgspec import Struct

from onrecord.model import Name, NameType, Span
from onrecord.tag.chains import chained
from onrecord.tag.vocabulary import Cue, Vocabulary, vocabulary

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽĿŁŃŅŇŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽΑ-ΡΣ-Ϋ\u0400-\u042f"
_WORD = rf"[{_UPPER}]\w*(?:['’.&-]\w+)*"
_RUN = re.compile(
    # It begins with a capital, so that the engine passes over small letters at once; "al-" is looked for behind it.
    rf"[{_UPPER}](?<![\w@#].)\w*(?:['’.&-]\w+)*"
    rf"(?:\.?[ \u00a0](?:(?:of|for|on|de|del|della|der|den|van|von|bin|bint|ibn|al|el|di|da|du|la|le|dos|ten|ter)[ ]"
    rf"(?:the[ ]|a[ ]|an[ ]|la[ ]|der[ ])?|&[ ])?(?:al-|el-|d['’]|e-)?{_WORD}){{0,8}}"
)
_PIECE = re.compile(r"[^ \u00a0]+")
_SMALL = re.compile(r"[^\W\d_A-Z](?<!\w.)\w+")
_NEXT = re.compile(r"[ \u00a0](?:(?:has|had|also)[ ])?([^\W\d_]+)")
_POSSESSIVE = re.compile(r"['’](?:s|re|m|ve|ll|d)?$")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_TIES = frozenset(("of", "for", "on"))


Piece = tuple[int, str]
"""Where a word of a run begins, and the word."""

MAX_WORDS = 6
"""A longer run of capitalised words that no word shows to be an organisation is a headline."""


ASKED = 40
"""Words that are looked for one by one in a text: an article has some 15, each at a twentieth of the set's time."""


class Found(Struct, gc=False):
    """A name before its chain is known."""

    start: int
    end: int
    words: list[str]
    """Without titles."""
    type: NameType
    weak: bool = False
    """One word that begins a sentence: a name only if it is one elsewhere in the article."""
    guessed: bool = False
    """Taken for a person for no better reason than its form."""


def names(text: str, words: Vocabulary) -> tuple[Name, ...]:
    """The names of a text, each with its kind and its chain (`w1`, `w2`, … in the order of first mention).

    Args:
        text: the text of an article.
        words: the vocabulary of its language.
    """
    found: list[Found] = []
    small = _Small(text)
    function_words = words.function_words
    for match in _RUN.finditer(text):
        run, at = match.group(), match.start()
        if run.lower() in function_words:
            continue
        if (
            text[at - 1 : at] == "-"
            and text[max(0, at - 3) : at] in ("al-", "el-")
            and not text[at - 4 : at - 3].isalnum()
        ):
            run, at = text[at - 3 : at] + run, at - 3
        first = not (text[at - 1 : at] == " " and text[at - 2 : at - 1].isalpha()) and _begins_sentence(text, at)
        low = run.split(" ", 1)[0].lower() if first else ""
        plain = first and ((low in function_words and "." not in run) or low in small)
        for part in _parsed(run, first, plain, words.language):
            end = at + part.end
            speaks = part.type == "other" and len(part.words) == 1 and _speaks(text, end, words)
            if text[end : end + 1] == "." and _DOTTED.fullmatch(part.words[-1]):
                end += 1
            kind: NameType = "person" if speaks else part.type
            found.append(Found(at + part.start, end, part.words, kind, part.weak and not speaks, part.guessed))
    known = {name.words[-1] for name in found if not name.weak}
    found = [name for name in found if not name.weak or name.words[-1] in known]
    _weigh(text, found)
    return chained(text, [(name.type, Span(name.start, name.end)) for name in found], words)


def _weigh(text: str, found: list[Found]) -> None:
    """Correct guessed persons by what stands before them: "the Long Sand" is none, and "in Port Vey" is a place."""
    guessed: dict[str, list[Found]] = defaultdict(list)
    for name in found:
        if name.guessed:
            guessed[" ".join(name.words)].append(name)
    for same in guessed.values():
        before = [text[max(0, name.start - 5) : name.start].lower().split(" ") for name in same]
        words = [parts[-2] if len(parts) > 1 and not parts[-1] else "" for parts in before]
        if 2 * words.count("the") >= len(same):
            _retype(same, "other")
        elif 2 * words.count("in") >= len(same):
            _retype(same, "place")


def _retype(same: list[Found], kind: NameType) -> None:
    for name in same:
        name.type = kind


class _Small:
    """Whether a word stands in small letters in a text; a few are looked for one by one, many in a set of all words."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.known: dict[str, bool] = {}
        self.all: frozenset[str] | None = None

    def __contains__(self, low: str) -> bool:
        if self.all is not None:
            return low in self.all
        known = self.known.get(low)
        if known is None:
            if len(self.known) >= ASKED:
                self.all = frozenset(_SMALL.findall(self.text))
                return low in self.all
            known = self.known[low] = len(low) > 1 and low.isalnum() and self._stands(low)
        return known

    def _stands(self, low: str) -> bool:
        """Whether it stands with no letter on either side."""
        text, at, size = self.text, -1, len(low)
        while (at := text.find(low, at + 1)) >= 0:
            if not (text[at - 1 : at].isalnum() or text[at + size : at + size + 1].isalnum()):
                return True
        return False


def _speaks(text: str, end: int, words: Vocabulary) -> bool:
    """Whether a verb of saying follows: then even a word that begins a sentence is a name."""
    follows = _NEXT.match(text, end)
    return follows is not None and bool(words.cues.get(follows.group(1), 0) & Cue.CLAUSE)


@lru_cache(maxsize=1 << 15)
def _parsed(run: str, first: bool, small: bool, language: str) -> tuple[Found, ...]:
    """The names of a run of capitalised words, offsets within it.

    The same runs stand all over a pile, so the result is kept. `first`: the run begins a sentence; `small`: its first
    word stands in small letters elsewhere in the article.
    """
    words = vocabulary(language)
    found: list[Found] = []
    pieces: list[Piece] = []
    for part in _PIECE.finditer(run):
        word = part.group()
        pieces.append((part.start(), word))
        if word[-1] == "." and len(word) > 2 and "." not in word[:-1] and word[:-1].lower() not in words.titles:
            pieces[-1] = (pieces[-1][0], word[:-1])
            _names_of(pieces, first, small, words, found)
            pieces, first = [], True
    _names_of(pieces, first, small, words, found)
    return tuple(found)


def _names_of(pieces: list[Piece], first: bool, small: bool, words: Vocabulary, found: list[Found]) -> None:
    """Add the names of some capitalised words: without what only begins a sentence, cut at ties that join two."""
    opening = first
    while pieces and _only_opens(pieces[0][1], first, small, words, len(pieces)):
        pieces = pieces[1:]
        first = False
    while pieces and (_bare(pieces[0][1]) in words.calendar or pieces[0][1].islower()):
        pieces = pieces[1:]
    cut = next((i for i, (_, word) in enumerate(pieces) if i and _bare(word) in words.calendar), len(pieces))
    pieces = pieces[:cut]
    while pieces and pieces[-1][1].islower():
        pieces = pieces[:-1]
    if not pieces:
        return
    tie = next((i for i, (_, word) in enumerate(pieces) if word in _TIES), None)
    possessive = next((i for i, (_, word) in enumerate(pieces[:-1]) if word.endswith(("'s", "’s"))), None)
    weak = opening and first and len(pieces) == 1
    if possessive is not None:
        # "Vey's Harbour Council" is two names.
        _add(pieces[: possessive + 1], words, found)
        _add(pieces[possessive + 1 :], words, found)
    elif tie and not _holds_organisation(pieces[:tie], words):
        _add(pieces[:tie], words, found)
        _add(pieces[tie + 1 :], words, found)
    else:
        _add(pieces, words, found, weak)


def _bare(word: str) -> str:
    return _own(word).rstrip(".").lower()


def _own(word: str) -> str:
    """A word without its possessive."""
    return _POSSESSIVE.sub("", word) if "'" in word or "’" in word else word


def _begins_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 4) : start].rstrip(" \u00a0\"'“‘„«(")
    return not before or before[-1] in ".!?…:\n”’" or before[-1].isspace()


def _only_opens(word: str, first: bool, small: bool, words: Vocabulary, left: int) -> bool:
    """Whether a capitalised word is no part of a name: "The", "But", or a plain word that begins a sentence."""
    low = _bare(word)
    if low in words.function_words:
        return True
    if not first:
        return False
    if low in words.masculine_given or low in words.feminine_given or low in words.titles or low in words.places:
        return False
    if "-" in word and word.rsplit("-", maxsplit=1)[-1].islower():
        return True
    return low in words.finite or low in words.people or low in words.cues or (small and left < 3)


def _holds_organisation(pieces: list[Piece], words: Vocabulary) -> bool:
    return any(word.lower() in words.organisation_words for _, word in pieces)


def _add(pieces: list[Piece], words: Vocabulary, found: list[Found], weak: bool = False) -> None:
    """Add one name; of "Vey Harbour Minister Ann Orlo" the person, and "Vey Harbour" if it is a name by itself."""
    while pieces and pieces[0][1].islower() and not pieces[0][1].startswith(("al-", "el-")):
        pieces = pieces[1:]
    titled = _titled(pieces, words)
    if titled:
        before = pieces[:titled]
        while before and _bare(before[-1][1]) in words.titles:
            before = before[:-1]
        if before and _kind_of(before, False, words) in ("organisation", "place"):
            _add(before, words, found)
    core = pieces[titled:]
    while core and core[0][1] in _TIES:
        core = core[1:]
    while len(core) > 2 and _bare(core[0][1]) in words.demonyms and _bare(core[1][1]) in words.given:
        # "Republican Ann Orlo": what she is, not what she is called.
        core = core[1:]
    if not core:
        return
    kind = _kind_of(core, titled > 0, words)
    guessed = kind == "person" and titled == 0 and _bare(core[0][1]) not in words.given
    alone = len(core) == 1
    if alone and (len(core[0][1]) < 2 or (low := _bare(core[0][1])) in words.demonyms or low in words.titles):
        return
    if kind == "other" and (len(core) > MAX_WORDS or (words.capitalised_nouns and alone)):
        return
    end = core[-1][0] + len(_own(core[-1][1]))
    parts = [_own(word) for _, word in core]
    found.append(Found(core[0][0], end, parts, kind, weak and kind == "other", guessed))


def _titled(pieces: list[Piece], words: Vocabulary) -> int:
    """Where a person's name begins behind the last title of a run; 0 where there is none."""
    if len(pieces) < 2:
        return 0
    last = _bare(pieces[-1][1])
    if last in words.organisation_words or last in words.place_words:
        return 0
    for at in range(len(pieces) - 2, -1, -1):
        if _bare(pieces[at][1]) in words.titles:
            return at + 1 if len(pieces) - at <= 5 else 0
    return 0


def _kind_of(pieces: list[Piece], titled: bool, words: Vocabulary) -> NameType:
    core = [_own(word) for _, word in pieces]
    return _kind(core, [part.lower() for part in core], titled, words)


def _kind(core: list[str], lows: list[str], titled: bool, words: Vocabulary) -> NameType:
    whole = " ".join(lows)
    if whole in words.places:
        return "place"
    if whole in words.organisations:
        return "organisation"
    if titled and lows[-1] not in words.organisation_words:
        return "person"
    organised = not words.organisation_words.isdisjoint(lows)
    if organised and (lows[-1] in words.organisation_words or not _TIES.isdisjoint(lows)):
        return "organisation"
    if len(lows) > 1 and (lows[-1] in words.place_words or (lows[0] in words.place_heads and not titled)):
        return "place"
    if lows[0] in words.given and lows[-1] not in words.roles:
        return "person" if len(core) <= 5 else "other"
    if organised or "&" in lows or (len(core) == 1 and _is_acronym(core[0])):
        return "organisation"
    return "person" if lows[-1] not in words.other_words and _may_be_person(core, lows, words) else "other"


def _is_acronym(word: str) -> bool:
    return word.isupper() and 2 <= len(word.replace(".", "")) <= 6


def _may_be_person(core: list[str], lows: list[str], words: Vocabulary) -> bool:
    """Whether a name has the form of a person's, for lack of a better sign."""
    if not 2 <= len(core) <= 3 or lows[-1] in words.roles:
        return False
    plain = all(part[1:].islower() or len(part) <= 2 or "-" in part for part in core)
    return plain and lows[0] not in words.demonyms and lows[-1] not in words.demonyms
