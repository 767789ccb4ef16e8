"""The simple rule that speakers and chains are compared with.

A source that holds a name is that name; a pronoun is the nearest person named before it whose title or given name
does not speak against it; nothing else is anybody.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from msgspec.structs import replace

from onrecord.model import Article, Mention, Name, Span, Statement
from onrecord.tag.vocabulary import vocabulary

GENDERS = {
    **dict.fromkeys(("he", "him", "his", "himself"), "m"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "f"),
}
_PRONOUN = re.compile(rf"\b(?:{'|'.join(GENDERS)})\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
BEFORE = 12
"""Code points before a name in which its title is looked for."""


def gender(text: str, name: Name) -> str:
    """`m` or `f` by the title before a name or in it, or by its given name; empty where neither tells."""
    known = vocabulary("en")
    own = [word.casefold() for word in _WORD.findall(name.span.of(text))]
    before = _WORD.findall(text[max(0, name.span.start - BEFORE) : name.span.start])
    for word in (*(one.casefold() for one in before[-1:]), *own[:1]):
        if word in known.masculine:
            return "m"
        if word in known.feminine:
            return "f"
    given = own[0] if len(own) > 1 else ""
    return "m" if given in known.masculine_given else "f" if given in known.feminine_given else ""


def chain_genders(article: Article) -> dict[str, str]:
    """What the first name of each chain that tells says."""
    found: dict[str, str] = {}
    for name in article.names or ():
        if name.type == "person" and (told := gender(article.text, name)):
            found.setdefault(name.who, told)
    return found


def nearest(names: Sequence[Name], before: int, wanted: str, genders: dict[str, str]) -> str | None:
    """The chain of the last person who is named before an offset and may be of the gender `wanted` (`m`, `f`)."""
    for name in sorted(names, key=lambda one: one.span, reverse=True):
        if name.span.end <= before and name.type == "person" and genders.get(name.who, wanted) == wanted:
            return name.who
    return None


def simply_spoken(article: Article) -> Article:
    """A tagged article with the speakers of its statements by the rule."""
    genders = chain_genders(article)
    return replace(article, statements=tuple(_simply(article, one, genders) for one in article.statements or ()))


def _simply(article: Article, statement: Statement, genders: dict[str, str]) -> Statement:
    bare = replace(statement, speaker=None, candidates=(), speaker_kind="unnamed", speaker_type=None)
    if not statement.source:
        return bare
    names = article.names or ()
    inside = [name for name in names if any(span.holds(name.span) for span in statement.source)]
    persons = [name for name in inside if name.type == "person"]
    if inside:
        return replace(bare, speaker=(persons or inside)[0].who, speaker_kind="named")
    source = statement.source[0]
    low = " ".join(span.of(article.text) for span in statement.source).casefold()
    if low in ("i", "we"):
        return replace(bare, speaker_kind="author")
    if low in GENDERS:
        who = nearest(names, source.start, GENDERS[low], genders)
        return replace(bare, speaker=who, speaker_kind="named")
    if low == "who":
        last = max((name for name in names if name.span.end <= source.start), key=lambda one: one.span, default=None)
        return replace(bare, speaker=last.who if last else None, speaker_kind="named")
    return replace(bare, speaker_type="unknown")


def simply_chained(article: Article) -> Article:
    """A tagged article with chains by the rule: one string or one surname is one, a pronoun the nearest person."""
    text, names = article.text, article.names or ()
    longer: dict[str, set[str]] = defaultdict(set)
    keys = [name.span.of(text).casefold() for name in names]
    for name, key in zip(names, keys, strict=True):
        if name.type == "person" and " " in key:
            longer[key.split()[-1]].add(key)
    own = []
    for name, key in zip(names, keys, strict=True):
        bearers = longer.get(key, set()) if name.type == "person" else set()
        own.append(replace(name, who=next(iter(bearers)) if len(bearers) == 1 else key))
    chained = replace(article, names=tuple(own))
    genders = chain_genders(chained)
    mentions = []
    for match in _PRONOUN.finditer(text):
        who = nearest(own, match.start(), GENDERS[match.group().casefold()], genders)
        if who is not None:
            mentions.append(Mention(Span(*match.span()), "pronoun", who))
    return replace(chained, mentions=tuple(mentions))
