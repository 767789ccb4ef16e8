"""Who speaks: the local chain behind the source of each statement.

A name leads to its chain. A pronoun leads to whom it means (`pronouns`), "I" to who speaks the quotation that it stands
in, "who" to the name before it. A description ("the lawmaker", "the group") leads to a name of the article that it was
put to, or that alone it may mean; otherwise it is a chain of its own, of a type that its words give. A quotation that
goes on without a source has the speaker of the one before it. What the article leaves open stays open, with candidates.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Literal

from msgspec.structs import replace

from onrecord.model import Mention, Name, NameType, Span, Statement
from onrecord.tag.antecedents import AUTHOR, MAX_CANDIDATES, NOBODY, OWN, Antecedents, Speaker
from onrecord.tag.chains import plain
from onrecord.tag.discourse import Discourse
from onrecord.tag.pronouns import Choice, Meant, Pronouns, likeliest
from onrecord.tag.sources import WORD, Source, source_of, type_of

_FIRST_SINGULAR = re.compile(r"\b(?:I|me|my|mine|myself|My)\b")
_ARTICLE = re.compile(r"^(?:the|a|an|another|some|this|that|these|those|one|his|her|their|its)\s+")


class Speakers:
    """The speakers of one article's statements.

    Args:
        discourse: the article.
        statements: what is said in it, in the order of the text; speakers that they carry are not looked at.
        meaning: whom "he" and "she" mean.
    """

    def __init__(
        self, discourse: Discourse, statements: Sequence[Statement], meaning: Callable[[Choice], Meant] = likeliest
    ) -> None:
        self.discourse, self.statements, self._meaning = discourse, list(statements), meaning
        self.antecedents = Antecedents(discourse)
        self.mentions: dict[Span, Mention] = {}
        self.added: dict[Span, Name] = {}
        """Names of bodies that hang on another name, found in sources."""
        self._sources = [self._source(one) for one in self.statements]
        self._found: dict[int, Speaker] = {}
        self._by_id = {one.id: at for at, one in enumerate(self.statements)}
        self._taken = {name.who for name in discourse.names}
        self._described: dict[str, str] = {}
        self._bodies: dict[str, str] = {}
        self._spoken = sorted(
            (span.start, span.end, at)
            for at, one in enumerate(self.statements)
            if self._quoted(one)
            for span in one.content
        )
        self._spoken_starts = [start for start, _, _ in self._spoken]
        places = [(one.cue or one.source or one.content)[0].start for one in self.statements]
        self._cues = sorted((place, at) for at, place in enumerate(places))
        self._cue_starts = [place for place, _ in self._cues]

    def _source(self, one: Statement) -> Source:
        """What a statement's source is; source and cue that a row has in each other's place are put right."""
        words = [word.lower() for span in one.source for word in WORD.findall(span.of(self.discourse.text))]
        turned = bool(words) and all(word in self.discourse.words.cues for word in words)
        if turned and any(self.discourse.within(span) for span in one.cue):
            return source_of(self.discourse, one.cue)
        return source_of(self.discourse, one.source)

    def _quoted(self, one: Statement) -> bool:
        """Whether a statement's words begin in quotation marks; a statement that a row gives may not say its form."""
        first = WORD.search(self.discourse.text, one.content[0].start, one.content[-1].end)
        return first is not None and self.discourse.quotation(first.start()) is not None

    def all(self) -> list[Speaker]:
        """The speaker of each statement."""
        for at, source in enumerate(self._sources):
            if source.kind in ("name", "names", "body"):
                self._found[at] = self._by_name(source)
            elif source.kind == "unmarked":
                self._found[at] = Speaker(self._unmarked(source.region), kind="named", confidence=0.8)
        owned = [at for at, source in enumerate(self._sources) if self._is_owned(source)]
        for at, source in enumerate(self._sources):
            if source.kind == "description" and at not in owned:
                self._found[at] = self._description(at, source)
        self._pronouns()
        for at in owned:
            self._found[at] = self._owner(at)
        for _, at in self._cues:
            if at not in self._found:
                self._found[at] = self._other(at)
        self._first_persons()
        return [self._found[at] for at in range(len(self.statements))]

    def _first_persons(self) -> None:
        """Every "I" in a quotation means who speaks it."""
        for match in _FIRST_SINGULAR.finditer(self.discourse.text):
            span = Span(match.start(), match.end())
            at = self._speaking(span.start)
            speaker = self._found[at] if at is not None else NOBODY
            if speaker.who is not None and span not in self.mentions:
                self.mentions[span] = Mention(span, "pronoun", speaker.who)

    def _by_name(self, source: Source) -> Speaker:
        if source.kind == "body":
            return Speaker(self._body(source), kind="named")
        chains = tuple(dict.fromkeys(name.who for name in source.names))
        bearers = self._bearers(source.names[0]) if len(chains) == 1 else ()
        if len(bearers) > 1:
            return Speaker(None, bearers[:MAX_CANDIDATES], "named", confidence=0.5)
        return Speaker(chains[0], chains if len(chains) > 1 else (), "named")

    def _bearers(self, name: Name) -> tuple[str, ...]:
        """Whom a bare name may mean that the article leaves open: who bears it in full, the one named last first."""
        own = self._full_words.get(name.who)
        words = WORD.findall(name.span.of(self.discourse.text))
        if own or not words or name.type != "person":
            return ()
        bearers = [who for who, parts in self._full_words.items() if plain(words[-1]) in parts]
        last = {one.who: one.span.start for one in self.discourse.names if one.span.start < name.span.start}
        return tuple(sorted(bearers, key=lambda who: -last.get(who, -1)))

    @cached_property
    def _full_words(self) -> dict[str, frozenset[str]]:
        """By chain of a person named in full: the plain words of these names."""
        found: dict[str, frozenset[str]] = {}
        for name in self.discourse.names:
            parts = [plain(part) for part in WORD.findall(name.span.of(self.discourse.text))]
            parts = [part for part in parts if part not in self.discourse.words.titles]
            if name.type == "person" and len(parts) > 1:
                found[name.who] = found.get(name.who, frozenset()) | frozenset(parts)
        return found

    def _unmarked(self, span: Span) -> str:
        """The chain of a name that was not marked; the words become a name of it."""
        text, words = self.discourse.text, self.discourse.words
        same = [name.who for name in self.discourse.names if name.span.of(text) == span.of(text)]
        key = span.of(text).casefold()
        who = self._bodies[key] = same[0] if same else self._bodies.get(key) or self._fresh()
        first = plain(span.of(text).split()[0])
        kind: NameType = "person" if first in words.given else "organisation" if span.of(text).isupper() else "other"
        self.added.setdefault(span, Name(f"b{len(self.added) + 1}", span, kind, who))
        return who

    def _is_owned(self, source: Source) -> bool:
        """Whether a source is a paper or the like of somebody whom a pronoun means: "her account"."""
        first = source.region.of(self.discourse.text).split(" ", 1)[0].lower()
        document = self.discourse.words.speaker_types.get(source.head) == "document"
        return source.kind == "description" and document and first in ("his", "her")

    def _owner(self, at: int) -> Speaker:
        start = self._sources[at].region.start
        mention = next((one for span, one in self.mentions.items() if span.start == start), None)
        if mention is None:
            return self._description(at, self._sources[at])
        return Speaker(mention.who, kind="named", confidence=0.7)

    def _body(self, source: Source) -> str:
        """The chain of "the Orlo campaign"; the words become a name of that chain."""
        key = f"{source.names[0].who} {source.head}"
        who = self._bodies.get(key)
        if who is None:
            who = self._bodies[key] = self._fresh()
            for name in self.discourse.names:
                if name.who == source.names[0].who:
                    self._add_body(name, source.head, who)
            if all(name.who != who for name in self.added.values()):
                # Marks stand between the name and the noun: "Orlo (campaign)".
                self.added[source.region] = Name(f"b{len(self.added) + 1}", source.region, "organisation", who)
        return who

    def _add_body(self, name: Name, noun: str, who: str) -> None:
        """Mark "the Orlo campaign" where it stands with this name."""
        match = re.compile(rf"(?:['’]s?)?\s+{re.escape(noun)}\b", re.IGNORECASE).match(
            self.discourse.text, name.span.end
        )
        if match is not None:
            span = Span(name.span.start, match.end())
            self.added.setdefault(span, Name(f"b{len(self.added) + 1}", span, "organisation", who))

    def _pronouns(self) -> None:
        """Resolve every "he" and "she"; those that are sources make their statements' speakers known on the way."""
        third: dict[int, list[int]] = defaultdict(list)
        for at, source in enumerate(self._sources):
            if source.kind == "third":
                third[source.region.start].append(at)

        def meant(choice: Choice) -> str | None:
            found = self._meaning(choice)
            for at in third.get(choice.span.start, ()):
                # Known at once: who speaks is a sign for the pronouns behind.
                self._found[at] = _third(found)
            return found.who

        described = [(one.span, one.who) for one in self.mentions.values() if one.kind == "description"]
        pronouns = Pronouns(self.discourse, self._speaks, self._spoke, third.keys(), described)
        for choice, who in pronouns.choices(meant):
            if who is not None:
                self.mentions[choice.span] = Mention(choice.span, "pronoun", who)

    def _speaks(self, place: int) -> str | None:
        """Who speaks the quotation that a place stands in, as far as that is known."""
        at = self._speaking(place)
        speaker = self._found.get(at) if at is not None else None
        return speaker.who if speaker is not None else None

    def _speaking(self, place: int) -> int | None:
        """The statement in whose words a place stands, the innermost."""
        last = bisect_right(self._spoken_starts, place)
        for start, end, at in reversed(self._spoken[max(0, last - 12) : last]):
            if start <= place < end:
                return at
        return None

    def _spoke(self, place: int) -> str | None:
        """Who spoke last before a place, as far as that is known."""
        last = bisect_left(self._cue_starts, place)
        quoted = self.discourse.quotation(place) is not None
        for cue, at in reversed(self._cues[max(0, last - 4) : last]):
            speaker = self._found.get(at)
            # Who speaks in the words of another does not speak where these have ended.
            inner = not quoted and self.discourse.quotation(cue) is not None
            if speaker is not None and speaker.who is not None and not inner:
                return speaker.who
        return None

    def _other(self, at: int) -> Speaker:
        source = self._sources[at]
        if source.kind == "none":
            return self._carried_on(at)
        if source.kind == "first":
            return self._first_person(at, source)
        place = source.region.start
        if source.kind == "relative":
            return self._meant(source, self.antecedents.relative(place))
        if source.kind == "they":
            return self._meant(source, self.antecedents.they(place))
        if source.kind == "it":
            return self._meant(source, self.antecedents.it(place))
        return Speaker(None, type="unknown")

    def _meant(self, source: Source, speaker: Speaker) -> Speaker:
        """The speaker whom a pronoun means; who has no name gets a chain of its own."""
        if speaker.who == OWN:
            return replace(speaker, who=self._fresh_mention(source.region, "pronoun"))
        if speaker.who is not None and not speaker.candidates:
            self.mentions[source.region] = Mention(source.region, "pronoun", speaker.who)
        return speaker

    def _carried_on(self, at: int) -> Speaker:
        """A quotation without a source has the speaker of the one before it, where that is near and spoke directly."""
        one = self.statements[at]
        if not self._quoted(one):
            return NOBODY
        outer = self._by_id.get(one.within or "")
        if outer is not None and outer in self._found:
            return NOBODY
        start = one.content[0].start
        rank = bisect_left(self._cue_starts, (one.cue or one.content)[0].start)
        for _, before in reversed(self._cues[max(0, rank - 2) : rank]):
            other, found = self.statements[before], self._found.get(before)
            away = self.discourse.paragraph(start) - self.discourse.paragraph(other.content[-1].start)
            if before != at and found is not None and 0 <= away <= 1 and self._quoted(other):
                return found
        return NOBODY

    def _first_person(self, at: int, source: Source) -> Speaker:
        outer = self._by_id.get(self.statements[at].within or "")
        speaking = outer if outer is not None else self._speaking(source.region.start)
        if speaking is not None and speaking != at:
            found = self._found.get(speaking)
            return found if found is not None else Speaker(None, type="unknown")
        quotation = self.discourse.quotation(source.region.start)
        if quotation is None:
            return AUTHOR
        who = self._spoke(source.region.start)
        return Speaker(who, kind="named", confidence=0.6) if who is not None else Speaker(None, type="unknown")

    def _description(self, at: int, source: Source) -> Speaker:
        discourse = self.discourse
        whole = Span(self.statements[at].source[0].start, self.statements[at].source[-1].end)
        low = " ".join(source.region.of(discourse.text).lower().split())
        kind = type_of(discourse.words, discourse.text, source, whole)
        definite = low.startswith(("the ", "this ", "that "))
        if definite or self._headlined(source):
            bodies = [who for key, who in self._bodies.items() if key.endswith(f" {source.head}")]
            alone = low.count(" ") == 1
            speaker = self.antecedents.put_to(source.head, alone, source.region.start, bodies)
            if speaker is not None:
                if speaker.who is not None:
                    self.mentions[source.region] = Mention(source.region, "description", speaker.who)
                return speaker
        key = _ARTICLE.sub("", low)
        before = self.mentions.get(whole)
        who = before.who if before is not None else self._described.get(key) if definite else None
        who = who or self._fresh()
        self._described[key] = who
        self.mentions[whole] = Mention(whole, "description", who)
        return Speaker(who, type=kind)

    def _headlined(self, source: Source) -> bool:
        """Whether a description without "the" stands in a headline: "Lawmaker urges" means one whom the text names."""
        start = source.region.start
        return start in self.discourse.paragraph_starts and self.discourse.headline.holds(source.region)

    def _fresh_mention(self, span: Span, kind: Literal["pronoun", "description"]) -> str:
        """A chain of its own for words; the one that they have where they are another statement's source already."""
        return self.mentions.setdefault(span, Mention(span, kind, self._fresh())).who

    def _fresh(self) -> str:
        number = len(self._taken) + 1
        while f"w{number}" in self._taken:
            number += 1
        self._taken.add(f"w{number}")
        return f"w{number}"


def _third(meant: Meant) -> Speaker:
    """The speaker whom "he" or "she" means."""
    if meant.who is not None:
        return Speaker(meant.who, kind="named", confidence=meant.chance)
    if not meant.candidates:
        return Speaker(None, type="unknown", confidence=0.0)
    return Speaker(None, meant.candidates, "named", confidence=meant.chance)
