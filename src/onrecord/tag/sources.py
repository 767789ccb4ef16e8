"""What the words of a source say of who speaks: a name, a pronoun, a description, or nothing.

Hanna Orlo, the mayor of Vey       a name, though not the last one
the union's lawyer, Erik Vang      the name behind the comma
the Orlo campaign                  a body of its own, named
a spokesman for Tolland            a description: what is named there is not who speaks
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Literal

from msgspec import Struct

from onrecord.lexicon import load
from onrecord.model import Name, Span
from onrecord.tag.chains import plain
from onrecord.tag.discourse import Discourse
from onrecord.tag.vocabulary import Vocabulary

WORD = re.compile(r"[^\W_]\w*(?:[-’'&.][^\W_]\w*)*")
_CUT = re.compile(
    r"\s*[,;:(\[—–]|\s--?\s|\s(?:of|for|in|at|from|with|on|who|whom|that|which|about|against|to|by|near|under|whose|as|"
    r"(?:\w+ed|\w+ing|written|made|done|led)\s(?:by|in|for|from|on|at|with|to)|"
    r"inside|within|outside|behind|around|among|between|over|like|including|familiar|close|close to)\s"
)
_APPOSITION = re.compile(r"\s*[,—–(]\s*")
_AND = re.compile(r"\s*(?:,\s*)?\b(?:and|or|&|along with|as well as)\s+(?:the\s+|his\s+|her\s+)?|\s*,\s*")
_POSSESSIVE = re.compile(r"['’](?:s)?$")
_EDGES = " \t\n\u00a0\"“”„'‘’.,;:—–-"

MOST_WORDS = 5
"""Words of a source that is taken for a name though none was marked there."""

FIRST = frozenset(("i", "we", "my", "our", "me", "us", "myself", "ourselves", "mine"))
THIRD = frozenset(("he", "she", "him", "her", "his", "hers", "himself", "herself"))
THEY = frozenset(("they", "them", "their", "theirs", "themselves"))
IT = frozenset(("it", "its", "itself"))
RELATIVE = frozenset(("who", "whom", "which", "that", "whose"))
_CONTRACTED = re.compile(r"['’](?:s|d|re|ve|ll|m)$")

Kind = Literal[
    "name", "names", "body", "first", "third", "they", "it", "relative", "description", "unmarked", "number", "none"
]


class Source(Struct, frozen=True, gc=False):
    """What a source is.

    `names` are the names that speak, `head` is the noun of a description or body (lower case), `region` the stretch
    that it ends.
    """

    kind: Kind
    names: tuple[Name, ...] = ()
    head: str = ""
    region: Span = Span(0, 0)


def source_of(discourse: Discourse, spans: Sequence[Span]) -> Source:
    """What the source of a statement is."""
    if not spans:
        return Source("none")
    span = _trimmed(discourse, Span(spans[0].start, spans[-1].end))
    low = _CONTRACTED.sub("", span.of(discourse.text).lower())
    if low.endswith((" and i", " and me")):
        low = "we"
    for words, kind in _PRONOUNS:
        if low in words:
            return Source(kind, region=span)
    if not WORD.search(low):
        return Source("none", region=span)
    named = _named(discourse, span)
    if named is not None:
        return named
    unmarked = _unmarked(discourse, span)
    if unmarked is not None:
        return Source("unmarked", region=unmarked)
    return _described(discourse, span)


def _unmarked(discourse: Discourse, span: Span) -> Span | None:
    """A source, up to its first comma, that looks like a name and was not marked as one: "― Ann Orlo, 24"."""
    text, words = discourse.text, discourse.words
    comma = re.search(r"\s*[,(]", span.of(text))
    span = Span(span.start, span.start + comma.start()) if comma else span
    found = WORD.findall(span.of(text))
    if not 0 < len(found) <= MOST_WORDS or discourse.within(span) or not all(word[0].isupper() for word in found):
        return None
    lows = {word.lower() for word in found}
    ordinary = (
        words.weekdays
        | _months()
        | words.function_words
        | words.demonyms
        | words.titles
        | words.persons
        | words.speaker_types.keys()
    )
    if lows & ordinary or any(low.removesuffix("s") in words.demonyms for low in lows):
        return None
    telling = found[0][1:].upper() != found[0][1:].lower() and not found[0][1:].islower()
    begins = discourse.sentence_span(span.start).start >= span.start - 2
    return span if len(found) > 1 or telling or not begins else None


_PRONOUNS: tuple[tuple[frozenset[str], Kind], ...] = (
    (FIRST, "first"),
    (THIRD, "third"),
    (THEY, "they"),
    (IT, "it"),
    (RELATIVE, "relative"),
)


def _trimmed(discourse: Discourse, span: Span) -> Span:
    """A stretch without the marks at its edges, but for those of a name: "Peter Orlo Jr."."""
    shown = span.of(discourse.text)
    start = span.start + len(shown) - len(shown.lstrip(_EDGES))
    end = max(start, span.end - len(shown) + len(shown.rstrip(_EDGES)))
    names = discourse.within(span)
    if names and start < end:
        return Span(min(start, names[0].span.start), max(end, names[-1].span.end))
    return Span(start, end)


def _regions(discourse: Discourse, span: Span) -> list[Span]:
    """The parts of a source between commas, each without what hangs on its noun; at most four."""
    regions: list[Span] = []
    start, text = span.start, discourse.text
    names = discourse.within(span)
    while start < span.end and len(regions) < 4:
        cut = next(
            (
                found.start()
                for found in _CUT.finditer(text, start, span.end)
                if found.start() > start and not any(name.span.start < found.end() <= name.span.end for name in names)
            ),
            span.end,
        )
        if start < cut:
            regions.append(_trimmed(discourse, Span(start, cut)))
        comma = next(
            (
                found
                for found in _APPOSITION.finditer(text, max(start, cut - 1), span.end)
                if found.end() > start and not any(name.span.start < found.end() <= name.span.end for name in names)
            ),
            None,
        )
        if comma is None or comma.end() <= start:
            break
        start = comma.end()
    return regions


def _named(discourse: Discourse, span: Span) -> Source | None:
    """The names that speak, where a part of the source ends in one, or one body hangs on one."""
    joined = _joined(discourse, span)
    if joined:
        return joined
    regions = _regions(discourse, span)
    titled = _titled(discourse, span)
    if titled is not None:
        return Source("name", (titled,), region=span)
    issued = _issuers(discourse, regions[0], span) if regions else ()
    if issued:
        return Source("name" if len(issued) == 1 else "names", issued, region=span)
    for at, region in enumerate(regions):
        found = _ends_in(discourse, region)
        if found is None:
            continue
        the = discourse.text[region.start : region.end].lower().startswith("the ")
        if at and found.names[0].type != "person" and not (the and found.names[0].type == "organisation"):
            # "the mayor, Vey" and "a lawyer, Harbour Union" say where; "the organisers, the Harbour Union" say who.
            continue
        if at == 0 and found.names[0].type == "place" and _person_behind(discourse, regions[1:]):
            continue
        return found
    return None


def _titled(discourse: Discourse, span: Span) -> Name | None:
    """ "Minister of Harbours Ann Orlo", "the union's spokesman in Vey Erik Vang": a person's name at the end of a
    source's first part, with no preposition right before it."""
    text, words = discourse.text, discourse.words
    names = discourse.within(span)
    people = [name for name in names if name.type == "person"]
    if not people:
        return None
    first = people[0]
    behind = text[first.span.end : span.end].lstrip("'’s")
    before = WORD.findall(text[span.start : first.span.start])
    while before and (before[-1].lower() in words.titles):
        before = before[:-1]
    comma = text[span.start : first.span.start].rstrip()[-1:] in (",", "(", "—", "–")
    ends = not behind.strip(_EDGES) or behind.lstrip()[:1] in (",", "(", "—", "–") or behind.lstrip().startswith("who ")
    if not ends or comma or not before:
        return None
    low = before[-1].lower()
    return None if low in words.prepositions or low in words.determiners or low in ("to", "by", "and") else first


_POSSESSED = re.compile(r"['’]s?\s+(?:[^\W\d_]+\s+){0,2}[^\W\d_]+$")
_BY = re.compile(
    r"(?:\b(?:by|from|in|of)|\b(?:conducted|released|published|issued|commissioned|done|made|posted|written|produced|led)"
    r" (?:\w+ )?(?:by|in))\s+(?:the\s+)?\W?$"
)


def _issuers(discourse: Discourse, region: Span, span: Span) -> tuple[Name, ...]:
    """Who issued a document that a source names with its issuer: "an Orlo Institute poll", "a study by the Council"."""
    text, words = discourse.text, discourse.words
    found = [word.lower() for word in WORD.findall(region.of(text))]
    if not found or words.speaker_types.get(found[-1]) != "document":
        return ()
    owner = next((name for name in discourse.within(region) if _POSSESSED.match(text, name.span.end, region.end)), None)
    if owner is not None and not _is_group(discourse, owner):
        return (owner,)
    before = [name for name in discourse.within(region) if name.type in ("organisation", "other")]
    if before:
        return tuple({name.who: name for name in before if not _is_group(discourse, name)}.values())
    behind = [
        name
        for name in discourse.within(Span(region.end, span.end))
        if name.type == "organisation" and _BY.search(text[region.end : name.span.start])
    ]
    return tuple(behind[:1])


def _person_behind(discourse: Discourse, regions: Sequence[Span]) -> bool:
    found = (_ends_in(discourse, region) for region in regions)
    return any(one is not None and one.names[0].type == "person" for one in found)


def _joined(discourse: Discourse, span: Span) -> Source | None:
    """ "Orlo and Vang": several names with nothing but "and" between them."""
    names = [name for name in discourse.within(span) if not _is_group(discourse, name)]
    if len(names) < 2 or len({name.who for name in names}) < 2:
        return None
    text = discourse.text
    gaps = [text[one.span.end : other.span.start] for one, other in pairwise(names)]
    ends = not text[names[-1].span.end : span.end].strip(_EDGES + "s’'")
    opens = all(
        word.lower() in discourse.words.titles | {"the", "both"}
        for word in WORD.findall(text[span.start : names[0].span.start])
    )
    joins = [_AND.fullmatch(_without_titles(gap, discourse.words)) for gap in gaps]
    if ends and opens and all(joins) and re.search(r"\b(?:and|or|&|with|as)\b", gaps[-1]):
        return Source("names", tuple(names), region=span)
    return None


def _without_titles(gap: str, words: Vocabulary) -> str:
    kept = [word for word in gap.split() if word.lower().strip(".") not in words.titles]
    return f" {' '.join(kept)} " if kept else ""


def _ends_in(discourse: Discourse, region: Span) -> Source | None:
    """The name that a part of a source ends in; or the body that hangs on it."""
    text, words = discourse.text, discourse.words
    names = discourse.within(region)
    if not names:
        return None
    last = names[-1]
    behind = _POSSESSIVE.sub("", text[last.span.end : region.end]).strip(_EDGES + "@")
    if not behind or behind.isdigit() or behind.lower() in ("himself", "herself", "itself", "jr", "sr", "iii"):
        return None if _is_group(discourse, last) else Source("name", (last,), region=region)
    follows = behind.lower().lstrip("s ").split()
    governs = follows[-1:] in (["government"], ["regime"]) and last.type == "place"
    if len(follows) == 1 and (governs or (follows[0] in words.bodies and last.type != "place")):
        return Source("body", (last,), follows[0], Span(last.span.start, region.end))
    return None


def _is_group(discourse: Discourse, name: Name) -> bool:
    """Whether a name calls people by their nation, party or faith."""
    words = [plain(word) for word in WORD.findall(name.span.of(discourse.text))]
    last = words[-1] if words else ""
    last = last.rpartition("-")[2]
    if name.type == "organisation" or last.isupper():
        return False
    groups, types = discourse.words.demonyms, discourse.words.speaker_types
    return last in groups or last.removesuffix("s") in groups or (last.endswith("s") and types.get(last) == "member")


_UNITS = frozenset(("percent", "per", "cent"))


@cache
def _months() -> frozenset[str]:
    """Names of months and their short forms, apart from those that are people's names as well."""
    names = {name for row in load("layout")["months"].values() for name in row}
    return frozenset(names | {name[:3] for name in names} | {"sept"}) - {"april", "may", "june", "august", "mar"}


def _described(discourse: Discourse, span: Span) -> Source:
    """The noun of a description: the last word of its first part."""
    regions = _regions(discourse, span) or [span]
    words = [word.lower() for word in WORD.findall(regions[0].of(discourse.text))]
    never = _UNITS | discourse.words.weekdays | _months()
    if not words or all(word[0].isdigit() or word in never for word in words):
        return Source("number", region=span)
    return Source("description", head=_POSSESSIVE.sub("", words[-1]), region=regions[0])


_STATE = frozenset(
    ("congress", "administration", "parliament", "senate", "house", "government", "cabinet", "committee", "council")
)


def type_of(words: Vocabulary, text: str, source: Source, whole: Span) -> str:
    """What the words for a speaker without a name say of it: official, member, witness, document or unknown.

    Its noun decides; where that says nothing, the words before it from the last to the first, then those behind.
    """
    before = [word.lower() for word in WORD.findall(source.region.of(text))]
    behind = [word.lower() for word in WORD.findall(text[source.region.end : whole.end])]
    if source.head in ("member", "members") and any(word in _STATE for word in (*before, *behind)):
        return "official"
    for word in (source.head, *reversed(before), *behind):
        found = words.speaker_types.get(word) or words.speaker_types.get(word.rpartition("-")[2])
        if found:
            return found
    return "unknown"
