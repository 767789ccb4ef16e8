"""Who is who across a pile: one entity for the chains of many articles that mean the same.

    chain       all that one article calls the same (`tag` made it)
    full form   the longest form of a chain, in plain words: no case, title, possessive, "the"
    entity      all chains of the pile with one full form, and the acronyms that a text expands to it in parentheses

Careful rather than complete: a bare surname that no fuller name of its own article explains stays open, with everybody
who bears it as candidates, unless the pile has just one and the same document names that one in full. An acronym with
two expansions in the pile stays open wherever the article itself does not expand it. Nothing is guessed from likeness.

The result depends on the articles alone, not on their order.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from hashlib import sha256

from msgspec import Struct

from onrecord import lexicon
from onrecord.model import Alias, Article, Entity, Identity, Name, NameType, Place, Reason, Span
from onrecord.resolve.curated import NOTHING, Curated
from onrecord.resolve.forms import ACRONYM, BROKEN, DOTS, POSSESSIVE, Form, expands, plain_words

SHOWN = 8
"""Places that a reason shows; a name may stand in ten thousand."""

SAME_FORM = "same full form"
HERE = "acronym expanded in this article"
THERE = "acronym expanded in the pile"
IN_DOCUMENT = "bare name, one bearer in the pile, named in full in this document"
ALONE = "full form"
OPEN_BARE = "bare name"
OPEN_ACRONYM = "acronym with several expansions"

_IN_PARENTHESES = re.compile(r"\s{0,3}[(\[]\s?[\"“'‘]?((?:[^\W\d_a-z]|\d)[\w.]{1,20})[\"”'’]?\s?[)\],;/]")
_OPENING = re.compile(r"\s{0,3}[(\[]\s?[\"“'‘]?(?:[Tt]he )?")
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


class Resolution(Struct, frozen=True):
    """What `resolve` found: entities by id, identities by article and chain."""

    entities: tuple[Entity, ...] = ()
    identities: tuple[Identity, ...] = ()


class Chain(Struct, eq=False, gc=False):
    """All names that one article gives to one bearer."""

    article: Article
    who: str
    type: NameType
    forms: dict[Form, int]
    """How often each form stands."""
    best: Form
    """The fullest form: most words, then the most frequent, then the first of the alphabet."""
    span: Span
    """Where the best form stands first."""
    group: str | None = None
    """Key of the group that it belongs to."""
    rule: str = ""
    """Why the chain is in its group, or why it is in none."""
    candidates: tuple[str, ...] = ()
    """Keys of the groups that it may belong to while it is in none."""

    @property
    def place(self) -> Place:
        return Place(self.article.id, self.span)


class Group:
    """Chains that are one entity."""

    __slots__ = ("id", "key", "members", "type")

    def __init__(self, key: str) -> None:
        self.key = key
        self.members: list[Chain] = []
        self.type: NameType = "other"
        self.id = ""

    def take(self, chain: Chain, rule: str) -> None:
        """Let `chain` belong to this group by `rule`."""
        self.members.append(chain)
        chain.group, chain.rule = self.key, rule


def resolve(articles: Sequence[Article], curated: Curated = NOTHING) -> Resolution:
    """Entities of a pile of tagged articles, and for every chain its entity, or its candidates where that is open.

    Every chain that has a name gets one identity. Articles that are not tagged add nothing.
    """
    del curated  # TODO
    pile = sorted({article.id: article for article in articles}.values(), key=lambda article: article.id)
    return _Resolver(pile).resolution()


class _Reader:
    """Makes chains of articles; a form met before is not taken apart again."""

    def __init__(self) -> None:
        self._written: dict[bool, dict[str, Form]] = {True: {}, False: {}}
        self._shown: dict[tuple[str, bool], Form] = {}
        self._titles = frozenset(lexicon.load("en")["names"]["titles"])

    def chains(self, article: Article) -> list[Chain]:
        """The chains of an article that have a name with a letter in it, by their local id."""
        by_who: dict[str, list[Name]] = {}
        for name in article.names or ():
            by_who.setdefault(name.who, []).append(name)
        chains = (self._chain(article, who, names) for who, names in sorted(by_who.items()))
        return [chain for chain in chains if chain.best.words]

    def _chain(self, article: Article, who: str, names: list[Name]) -> Chain:
        type_ = names[0].type if len(names) == 1 else majority([name.type for name in names])
        known = self._written[type_ == "person"]
        forms: dict[Form, int] = {}
        first: dict[Form, Span] = {}
        for name in names:
            span = name.span
            written = article.text[span.start : span.end]
            form = known.get(written) or self._form(written, type_ == "person")
            known[written] = form
            if form in forms:
                forms[form] += 1
                first[form] = min(first[form], span)
            else:
                forms[form] = 1
                first[form] = span
        best = form
        if len(forms) > 1:
            best = min(forms, key=lambda form: (-len(form.words), -forms[form], form.shown))
        return Chain(article, who, type_, forms, best, first[best])

    def _form(self, written: str, is_person: bool) -> Form:
        shown = POSSESSIVE.sub("", " ".join(BROKEN.sub("", written).split()))
        if (shown, is_person) not in self._shown:
            # Initials count one by one in a person's name, and together in "U.S."
            words = with_title = plain_words(DOTS.sub(" ", written) if is_person else written)
            while is_person and len(words) > 1 and words[0] in self._titles:
                words = words[1:]
            self._shown[shown, is_person] = Form.of(shown, words, words != with_title)
        return self._shown[shown, is_person]


def majority(types: Sequence[NameType]) -> NameType:
    """The most frequent type; among equals the first of the alphabet."""
    distinct = set(types)
    return min(distinct, key=lambda type_: (-types.count(type_), type_))


class _Resolver:
    """Puts the chains of a pile into groups, the sure ones first."""

    def __init__(self, pile: Sequence[Article]) -> None:
        reader = _Reader()
        self._articles = [(article, reader.chains(article)) for article in pile]
        self._groups: dict[str, Group] = {}
        self._ambiguous = self._ambiguous_initials()
        self._here: dict[tuple[str, str], set[str]] = defaultdict(set)
        """By article and acronym: the keys of what it stands for there."""
        self._expansions: dict[str, dict[str, Place]] = defaultdict(dict)
        """By acronym and key of what it stands for: the first place where a text shows it."""
        self._candidates: dict[tuple[str, ...], tuple[str, ...]] = {}
        """Ids of the groups with these keys."""
        for article, chains in self._articles:
            self._find_expansions(article, chains)

    def resolution(self) -> Resolution:
        bare, acronyms = list[Chain](), list[Chain]()
        for chain in self._chains():
            if chain.best.is_acronym and chain.best.key in self._expansions:
                acronyms.append(chain)
            elif chain.type == "person" and chain.best.is_bare:
                bare.append(chain)
            else:
                self._group(self._key(chain)).take(chain, SAME_FORM)
        for chain in acronyms:
            self._resolve_acronym(chain)
        self._resolve_bare(bare)
        for group in self._groups.values():
            group.type = majority([chain.type for chain in group.members])
            group.id = sha256(f"entity {group.type} {group.key}".encode()).hexdigest()[:16]
        entities = sorted(map(self._entity, self._groups.values()), key=lambda one: one.id)
        return Resolution(tuple(entities), tuple(map(self._identity, self._chains())))

    def _group(self, key: str) -> Group:
        group = self._groups.get(key)
        if group is None:
            group = self._groups[key] = Group(key)
        return group

    def _chains(self) -> Iterator[Chain]:
        for _, chains in self._articles:
            yield from chains

    def _ambiguous_initials(self) -> frozenset[str]:
        """Names of people that stand with different initials in their middle: these are not the same person."""
        seen: dict[str, set[str]] = defaultdict(set)
        for chain in self._chains():
            if chain.best.short != chain.best.key:
                seen[chain.best.short].add(chain.best.key)
        return frozenset(short for short, variants in seen.items() if len(variants) > 1)

    def _key(self, chain: Chain) -> str:
        best = chain.best
        return best.key if chain.type != "person" or best.short in self._ambiguous else best.short

    def _find_expansions(self, article: Article, chains: Sequence[Chain]) -> None:
        """Where a text puts an acronym in parentheses behind a name, or a name in parentheses behind an acronym."""
        if "(" not in article.text and "[" not in article.text:
            return
        by_who = {chain.who: chain for chain in chains}
        names = {name.span.start: name for name in article.names or ()}
        for name in article.names or ():
            end = name.span.end
            after = article.text[end : end + 4]
            if "(" not in after and "[" not in after:
                continue
            chain, opening = by_who.get(name.who), _OPENING.match(article.text, end)
            if chain is None or opening is None or chain.type == "person":
                continue
            acronym = _IN_PARENTHESES.match(article.text, end)
            if acronym and ACRONYM.fullmatch(acronym[1]):
                self._note_expansion(chain, acronym[1], Span(name.span.start, acronym.end()))
            inside = names.get(opening.end())
            longer = by_who.get(inside.who) if inside else None
            if inside and longer and chain.best.is_acronym and longer.type != "person":
                self._note_expansion(longer, chain.best.shown, Span(name.span.start, inside.span.end))

    def _note_expansion(self, chain: Chain, written: str, span: Span) -> None:
        words = plain_words(written.removesuffix("s") if written[-2:-1].isupper() else written)
        if len(words) == 1 and expands(chain.best.words, words[0]):
            key = self._key(chain)
            self._here[chain.article.id, words[0]].add(key)
            here = Place(chain.article.id, span)
            known = self._expansions[words[0]].setdefault(key, here)
            if known.article == here.article and span < known.span:
                self._expansions[words[0]][key] = here

    def _resolve_acronym(self, chain: Chain) -> None:
        acronym = chain.best.key
        here = self._here.get((chain.article.id, acronym))
        known = here or set(self._expansions[acronym])
        if len(known) == 1:
            self._groups[next(iter(known))].take(chain, HERE if here else THERE)
        else:
            chain.candidates, chain.rule = tuple(sorted(known)), OPEN_ACRONYM

    def _resolve_bare(self, chains: Sequence[Chain]) -> None:
        bearers: dict[str, list[str]] = defaultdict(list)
        in_document: set[tuple[str, str]] = set()
        for key, group in self._groups.items():
            if majority([chain.type for chain in group.members]) != "person":
                continue
            parts = [part for part in key.split() if part not in _SUFFIXES] or [key]
            for part in {parts[0], parts[-1]}:
                bearers[part].append(key)
            in_document |= {(chain.article.document.id, key) for chain in group.members}
        found: dict[str, tuple[str, ...]] = {}
        for chain in chains:
            own = chain.best.key
            if own not in found:
                found[own] = self._bearers(chain.best.words, bearers)
            known = found[own]
            if len(known) == 1 and (chain.article.document.id, known[0]) in in_document:
                self._groups[known[0]].take(chain, IN_DOCUMENT)
            else:
                chain.candidates, chain.rule = known, OPEN_BARE

    def _bearers(self, words: tuple[str, ...], bearers: dict[str, list[str]]) -> tuple[str, ...]:
        """Keys of those who may be meant by a bare name: people with it, else what else is called just so."""
        own = max(words, key=len)
        known = [key for key in bearers.get(own, ()) if words[0] == own or key.startswith(words[0])]
        if not known and " ".join(words) in self._groups:
            known = [" ".join(words)]
        return tuple(sorted(known))

    def _entity(self, group: Group) -> Entity:
        counts: dict[str, int] = {}
        outlets: dict[str, dict[str, int]] = {}
        full: dict[str, bool] = {}
        for chain in group.members:
            outlet = chain.article.outlet.value if chain.article.outlet else ""
            for form, count in chain.forms.items():
                shown = form.shown
                counts[shown] = counts.get(shown, 0) + count
                pieces = outlets.setdefault(shown, {})
                pieces[outlet] = pieces.get(outlet, 0) + 1
                if chain.rule == SAME_FORM and group.key in (form.key, form.short):
                    full[shown] = form.has_title
        name = min(full, key=lambda shown: (full[shown], -counts[shown], len(shown), shown))
        aliases = tuple(
            Alias(shown, count, dict(sorted(outlets[shown].items())))
            for shown, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        )
        reasons = self._reasons(group) if len(group.members) > 1 else ()
        return Entity(id=group.id, name=name, type=group.type, aliases=aliases, reasons=reasons)

    def _reasons(self, group: Group) -> tuple[Reason, ...]:
        """Why the members belong together, a reason for each rule, with the first places that show it."""
        by_rule: dict[str, list[Place]] = defaultdict(list)
        for chain in group.members:
            places = by_rule[chain.rule]
            if chain.rule in {HERE, THERE}:
                shown = self._expansions[chain.best.key][group.key]
                if shown not in places:
                    places.insert(0, shown)
            if len(places) < SHOWN:
                places.append(chain.place)
        return tuple(Reason(rule, tuple(places)) for rule, places in sorted(by_rule.items()))

    def _identity(self, chain: Chain) -> Identity:
        if chain.group is not None:
            group = self._groups[chain.group]
            rule = ALONE if len(group.members) == 1 else chain.rule
            return Identity(article=chain.article.id, who=chain.who, entity=group.id, reason=rule)
        ids = self._candidates.get(chain.candidates)
        if ids is None:
            ids = self._candidates[chain.candidates] = tuple(sorted(self._groups[key].id for key in chain.candidates))
        return Identity(article=chain.article.id, who=chain.who, entity=None, candidates=ids, reason=chain.rule)
