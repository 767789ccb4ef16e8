"""Who is who across a pile: one entity for the chains of many articles that mean the same.

    chain       all that one article calls the same (`tag` made it)
    full form   the longest form of a chain, in plain words: no case, title, possessive, "the"
    group       full forms that mean one bearer, each join with its rule and the places that show it
    entity      the chains of a group, and the short forms and bare names that can be nobody else's

Sure things come first: equal full forms, forms that one article gives to one bearer, short forms that a text expands,
forms of states and bodies by a lexicon; then people whose names differ by a nickname, a spelling or a letter, unless an
article tells them apart. A bare surname whose own article names no bearer goes to the only person of the pile who bears
it, if its document names that one; else to the person of the pile who is nearly always meant; otherwise it stays open,
with everybody who bears it as candidates. What people decided (`names.toml`) comes before all of this. Nothing depends
on the order of the articles.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import sha256

from msgspec import Struct

from onrecord import lexicon
from onrecord.model import Alias, Article, Entity, Identity, NameType, Neighbour, Place, Reason
from onrecord.resolve.chains import Chain, ChainReader, majority
from onrecord.resolve.curated import NOTHING, Curated, named
from onrecord.resolve.evidence import Evidence
from onrecord.resolve.forms import Form, plain_words
from onrecord.resolve.groups import SHOWN, Apart, Groups
from onrecord.resolve.likeness import NICKNAME, alike
from onrecord.tag.chains import SUFFIXES, nicknames, sex_by_given_name
from onrecord.tag.vocabulary import vocabulary

SAME_FORM = "same full form"
ONE_CHAIN = "one bearer in one article"
KNOWN = "forms known to be the same"
COMPANY = "body without the last word of its name"
WRITTEN = 'written with and without spaces, "and" or "U.S."'
SUFFIX = "full style with initial and suffix"
LIST = "list of forms"
HERE = "acronym expanded in this article"
THERE = "acronym expanded in the pile"
IN_DOCUMENT = "bare name, one bearer in the pile, named in full in this document"
PROMINENT = "bare name, nearly always one bearer in the pile"
BY_HAND = "decided by hand"
ALONE = "full form"
OPEN_BARE = "bare name"
OPEN_ACRONYM = "acronym with several expansions"

TOLD_APART = "told apart in one article"
UNSURE = "both frequent, or several fit"
OTHER_PERSON = "another given name"

NEARLY_ALWAYS = 0.75
"""Share of the documents with bearers of a surname in full that the one has who is meant by the bare surname elsewhere.
Chosen on the aliases of 200 articles (eval/who), with names given: at 0.9 B-cubed F1 is 92 to 93, at 0.75 it is 94 to
95, with as many wrong merges."""

KNOWN_WELL = 2
"""Documents that name this one in full at least."""

LONG_ENOUGH = 7
"""Letters of a name that is the same written together."""

NEAREST = 6
"""Entities that are kept beside one as not the same."""


class Resolution(Struct, frozen=True):
    """What `resolve` found: entities by id, identities by article and chain."""

    entities: tuple[Entity, ...] = ()
    identities: tuple[Identity, ...] = ()


class _Group:
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

    Args:
        articles: the pile.
        curated: what people decided about names.
    """
    pile = sorted({article.id: article for article in articles}.values(), key=lambda article: article.id)
    return _Resolver(pile, curated).resolution()


class _Resolver:
    """Puts the chains of a pile into groups, the sure ones first."""

    def __init__(self, pile: Sequence[Article], curated: Curated) -> None:
        reader = ChainReader()
        self._articles = [(article, reader.chains(article)) for article in pile]
        self._curated = curated
        self._ambiguous = self._ambiguous_initials()
        self._evidence = Evidence(self._form_key)
        for article, chains in self._articles:
            self._evidence.read(article, chains)
        self._documents: dict[str, set[str]] = defaultdict(set)
        """By key: the documents that name it in full."""
        self._articles_with: dict[str, set[str]] = defaultdict(set)
        """By key: the articles that have a chain of it."""
        self._people: set[str] = set()
        self._formal: set[str] = set()
        """Keys of people who stand somewhere with an initial in the middle."""
        full, bare, short = self._sorted_out()
        self._count(full)
        self._groups = Groups(self._documents, [frozenset(map(_curated_key, some)) for some in curated.different])
        self._join_all()
        self._by_root: dict[str, _Group] = {}
        for chain in full:
            self._group(self._key(chain)).take(chain, SAME_FORM)
        for chain in short:
            self._resolve_short(chain)
        self._resolve_bare(bare)
        self._candidates: dict[tuple[str, ...], tuple[str, ...]] = {}

    def resolution(self) -> Resolution:
        """The entities and identities."""
        for group in self._by_root.values():
            group.type = majority([chain.type for chain in group.members])
            group.id = sha256(f"entity {group.type} {self._id_key(group)}".encode()).hexdigest()[:16]
        near = self._near()
        entities = sorted((self._entity(group, near) for group in self._by_root.values()), key=lambda one: one.id)
        return Resolution(named(entities, self._curated), tuple(map(self._identity, self._chains())))

    def _id_key(self, group: _Group) -> str:
        """The most frequent of a group's keys: what its id is made from."""
        keys = self._groups.members(group.key)
        return min(keys, key=lambda key: (-len(self._documents[key]), key))

    def _chains(self) -> Iterator[Chain]:
        for _, chains in self._articles:
            yield from chains

    def _ambiguous_initials(self) -> frozenset[str]:
        """Names of people that stand with different initials in their middle: these are not the same person."""
        seen: dict[str, set[str]] = defaultdict(set)
        for chain in self._chains():
            if chain.type == "person" and chain.best.short != chain.best.key:
                seen[chain.best.short].add(chain.best.key)
        return frozenset(short for short, variants in seen.items() if len(variants) > 1)

    def _form_key(self, form: Form, is_person: bool) -> str:
        """The key of a full form; nothing for "Ann Orlo" where the pile has Ann M. and Ann T. Orlo."""
        if not is_person:
            return form.key
        if form.short not in self._ambiguous:
            return form.short
        return form.key if form.key != form.short else ""

    def _key(self, chain: Chain) -> str:
        return self._form_key(chain.best, chain.type == "person") or chain.best.key

    def _sorted_out(self) -> tuple[list[Chain], list[Chain], list[Chain]]:
        """Chains with a full form, bare names of people, and short forms that some text expands."""
        full, bare, short = list[Chain](), list[Chain](), list[Chain]()
        by_hand = {_curated_key(form) for one in self._curated.entities for form in one.forms}
        known = {form for row in _known() for form in row}
        for chain in self._chains():
            best = chain.best
            known_here = (
                chain.type != "person" and best.key in known and (chain.article.id, best.key) not in self._evidence.here
            )
            if {best.key, self._key(chain)} & by_hand or known_here:
                full.append(chain)
            elif len(best.words) == 1 and best.key in self._evidence.expansions:
                short.append(chain)
            elif chain.type == "person" and best.is_bare:
                bare.append(chain)
            else:
                full.append(chain)
        return full, bare, short

    def _count(self, full: Sequence[Chain]) -> None:
        """Note where each key stands."""
        for chain in full:
            key = self._key(chain)
            self._documents[key].add(chain.article.document.id)
            self._articles_with[key].add(chain.article.id)
            if chain.type == "person":
                self._people.add(key)
                if key != chain.best.key:
                    self._formal.add(key)
            for form in chain.forms:
                other = self._form_key(form, chain.type == "person")
                if len(form.words) > 1 and not form.is_bare and other:
                    # A fuller or shorter form beside the best one: a key to join by, though no chain has it as its own.
                    self._documents[other] |= set()

    def _join_all(self) -> None:
        """Join keys by what people decided, what texts show, what is known, and likeness, in this order."""
        groups = self._groups
        for one in self._curated.entities:
            keys = [key for key in map(_curated_key, one.forms) if key in groups]
            for key in keys[1:]:
                groups.join(keys[0], key, BY_HAND)
        for pairs, rule in ((self._evidence.together, ONE_CHAIN), (self._evidence.lists, LIST)):
            for (first, second), place in sorted(pairs.items()):
                if first in groups and second in groups:
                    groups.join(first, second, rule, [place])
        for row in _known():
            known = [form for form in row if form in groups and form not in self._people]
            for form in known[1:]:
                groups.join(known[0], form, KNOWN)
        self._join_written()
        self._join_alike()

    def _join_written(self) -> None:
        """Bodies whose names differ in nothing but how they are written, or in a word that says what kind they are."""
        met: dict[str, str] = {}
        endings, kinds = _endings()
        for key in sorted(self._documents, key=lambda key: (len(key), key)):
            words = key.split()
            if key in self._people:
                self._join_formal(key, words)
                continue
            shorter = " ".join(words[:-1])
            enough = len(words) > 2 or (len(words) == 2 and words[-1] in kinds)
            if enough and words[-1] in endings | kinds and shorter in self._groups and shorter not in self._people:
                self._groups.join(shorter, key, COMPANY)
            plain = _as_written(words)
            if len(plain) >= LONG_ENOUGH and met.setdefault(plain, key) != key:
                self._groups.join(met[plain], key, WRITTEN)

    def _join_formal(self, key: str, words: Sequence[str]) -> None:
        """ "Hanna R. Orlo Jr.", a full style, is Hanna Orlo, where no article has both."""
        if len(words) < 3 or words[-1] not in SUFFIXES or key not in self._formal:
            return
        for given in (words[0], *sorted(short for short, full in nicknames().items() if words[0] in full)):
            other = " ".join((given, *words[1:-1]))
            if other in self._people:
                apart = self._articles_with[key] & self._articles_with[other]
                self._groups.join(other, key, SUFFIX, veto=TOLD_APART if apart else "")

    def _join_alike(self) -> None:
        people = {key: len(self._documents[key]) for key in self._people if key in self._groups}
        others = {key: len(self._documents[key]) for key in self._documents if key not in self._people}
        pairs = [*alike(people, True), *alike(others, False)]
        short = [expanded.keys() for expanded in self._evidence.expansions.values() if len(expanded) > 1]
        for pair in sorted(pairs, key=lambda pair: (not pair.sure, pair)):
            # Two spellings that one acronym stands for are one bearer's.
            spelt = pair.rule != NICKNAME and any({pair.one, pair.other} <= keys for keys in short)
            veto = "" if pair.sure or spelt else UNSURE
            if self._articles_with[pair.one] & self._articles_with[pair.other]:
                veto = TOLD_APART
            self._groups.join(pair.one, pair.other, pair.rule, veto=veto)

    def _group(self, key: str) -> _Group:
        root = self._groups.root(key)
        group = self._by_root.get(root)
        if group is None:
            group = self._by_root[root] = _Group(root)
        return group

    def _resolve_short(self, chain: Chain) -> None:
        """A short form goes to what its article expands it to, or to what all texts of the pile expand it to."""
        short = chain.best.key
        here = self._evidence.here.get((chain.article.id, short))
        known = {self._groups.root(key) for key in here or self._evidence.expansions[short] if key in self._groups}
        if len(known) == 1:
            self._group(next(iter(known))).take(chain, HERE if here else THERE)
        else:
            chain.candidates, chain.rule = tuple(sorted(known)), OPEN_ACRONYM

    def _resolve_bare(self, chains: Sequence[Chain]) -> None:
        bearers: dict[str, set[str]] = defaultdict(set)
        in_document: dict[str, set[str]] = defaultdict(set)
        for root, group in self._by_root.items():
            if majority([chain.type for chain in group.members]) != "person":
                continue
            for key in self._groups.members(root):
                parts = [part for part in key.split() if part not in SUFFIXES] or [key]
                for part in set(parts):
                    if len(part) > 1:
                        bearers[part].add(root)
            for chain in group.members:
                in_document[chain.article.document.id].add(root)
        for chain in chains:
            words = chain.best.words
            own = max(words, key=len)
            known = {
                root
                for root in bearers.get(own, ())
                if (words[0] == own or any(key.startswith(words[0]) for key in self._groups.members(root)))
            }
            fits = {root for root in known if self._sex_fits(chain, root)}
            here = fits & in_document[chain.article.document.id]
            if len(here) == len(known) == 1:
                self._by_root[next(iter(here))].take(chain, IN_DOCUMENT)
                continue
            surnamed = {root for root in fits if self._surname(root, own)}
            prominent = self._prominent(surnamed) if not here else None
            if prominent is not None:
                self._by_root[prominent].take(chain, PROMINENT)
                continue
            same = self._groups.root(" ".join(words)) if " ".join(words) in self._groups else ""
            if not known and same in self._by_root:
                # Nobody bears it in full, and elsewhere it is a place's or a body's name: the type was a slip.
                self._by_root[same].take(chain, SAME_FORM)
                continue
            chain.candidates, chain.rule = tuple(sorted(here or fits or known)), OPEN_BARE

    def _surname(self, root: str, word: str) -> bool:
        """Whether a bare name is the surname of a group's people, and not their given name."""
        keys = (key.split() for key in self._groups.members(root))
        return any(word in (key[-1], key[-2] if key[-1] in SUFFIXES and len(key) > 1 else "") for key in keys)

    def _prominent(self, fits: set[str]) -> str | None:
        """The one bearer of a name whom nearly all documents mean that name any in full."""
        sizes = {root: len(set().union(*(self._documents[key] for key in self._groups.members(root)))) for root in fits}
        if not sizes:
            return None
        best = min(sizes, key=lambda root: (-sizes[root], root))
        return best if sizes[best] >= KNOWN_WELL and sizes[best] >= NEARLY_ALWAYS * sum(sizes.values()) else None

    def _sex_fits(self, chain: Chain, root: str) -> bool:
        """Whether a title before a bare name allows this bearer."""
        written = chain.article.text[max(0, chain.span.start - 12) : chain.span.end].split()
        before = {word.lower().rstrip(".") for word in written[-len(chain.best.shown.split()) - 1 :]}
        title = "m" if "mr" in before else "f" if before & {"mrs", "ms", "miss"} else ""
        sex = sex_by_given_name(root.split(maxsplit=1)[0], vocabulary("en"))
        return not title or not sex or title == sex

    def _near(self) -> dict[str, list[Neighbour]]:
        """By group: the nearest of those that it was not joined with."""
        found: dict[str, list[Neighbour]] = defaultdict(list)
        for apart in sorted(self._groups.apart):
            self._beside(found, apart)
        by_surname: dict[str, list[_Group]] = defaultdict(list)
        for root in sorted(self._by_root):
            group = self._by_root[root]
            if group.type == "person" and " " in root:
                by_surname[[word for word in root.split() if word not in SUFFIXES][-1]].append(group)
        for groups in by_surname.values():
            groups.sort(key=lambda group: (-len(group.members), group.key))
            for group in groups:
                others = [other for other in groups[: NEAREST + 1] if other is not group]
                known = {one.entity for one in found[group.key]}
                found[group.key] += [
                    Neighbour(other.id, Reason("same surname", (other.members[0].place,)), OTHER_PERSON)
                    for other in others
                    if other.id not in known
                ]
        return found

    def _beside(self, found: dict[str, list[Neighbour]], apart: Apart) -> None:
        roots = self._groups.root(apart.one), self._groups.root(apart.other)
        if roots[0] == roots[1] or not all(root in self._by_root for root in roots):
            return
        for root, other in (roots, roots[::-1]):
            found[root].append(Neighbour(self._by_root[other].id, Reason(apart.alike, apart.places), apart.why))

    def _entity(self, group: _Group, near: dict[str, list[Neighbour]]) -> Entity:
        counts: dict[str, int] = {}
        outlets: dict[str, dict[str, int]] = {}
        full: dict[str, bool] = {}
        keys = set(self._groups.members(group.key))
        for chain in group.members:
            outlet = chain.article.outlet.value if chain.article.outlet else ""
            for form, count in chain.forms.items():
                shown = form.shown
                counts[shown] = counts.get(shown, 0) + count
                pieces = outlets.setdefault(shown, {})
                pieces[outlet] = pieces.get(outlet, 0) + 1
                if chain.rule == SAME_FORM and (form.key in keys or form.short in keys):
                    full[shown] = form.has_title
        aliases = tuple(
            Alias(shown, count, dict(sorted(outlets[shown].items())))
            for shown, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        )
        return Entity(
            id=group.id,
            name=_preferred(full or dict.fromkeys(counts, False), counts),
            type=group.type,
            aliases=aliases,
            reasons=self._reasons(group) if len(group.members) > 1 else (),
            near=tuple(near.get(group.key, ())[:NEAREST]),
        )

    def _reasons(self, group: _Group) -> tuple[Reason, ...]:
        """Why the members belong together, a reason for each rule, with the first places that show it."""
        by_rule: dict[str, list[Place]] = defaultdict(list)
        for rule, places in self._groups.reasons.get(group.key, {}).items():
            by_rule[rule] += places
        members, told = set(self._groups.members(group.key)), set[tuple[str, str]]()
        for chain in group.members:
            places = by_rule[chain.rule]
            if chain.rule in (HERE, THERE) and (chain.rule, chain.best.key) not in told:
                told.add((chain.rule, chain.best.key))
                expansions = self._evidence.expansions[chain.best.key]
                shown = (expansions[key] for key in sorted(members & expansions.keys()))
                places[:0] = [place for place in shown if place not in places]
            if len(places) < SHOWN:
                places.append(chain.place)
        return tuple(Reason(rule, tuple(places[:SHOWN])) for rule, places in sorted(by_rule.items()))

    def _identity(self, chain: Chain) -> Identity:
        if chain.group is not None:
            group = self._by_root[chain.group]
            rule = ALONE if len(group.members) == 1 else chain.rule
            return Identity(article=chain.article.id, who=chain.who, entity=group.id, reason=rule)
        ids = self._candidates.get(chain.candidates)
        if ids is None:
            groups = (self._by_root.get(key) for key in chain.candidates)
            ids = tuple(sorted(group.id for group in groups if group is not None))
            self._candidates[chain.candidates] = ids
        return Identity(article=chain.article.id, who=chain.who, entity=None, candidates=ids, reason=chain.rule)


def _preferred(full: dict[str, bool], counts: dict[str, int]) -> str:
    """The form that an entity is called by: without a title, of several words if there is one, the most frequent."""
    return min(full, key=lambda shown: (full[shown], " " not in shown, -counts[shown], len(shown), shown))


def _curated_key(form: str) -> str:
    return " ".join(plain_words(form))


@cache
def _known() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row) for row in lexicon.load("forms")["known"]["rows"])


@cache
def _endings() -> tuple[frozenset[str], frozenset[str]]:
    table = lexicon.load("forms")
    return frozenset((*table["companies"]["endings"], *table["bodies"]["longer"])), frozenset(
        table["bodies"]["endings"]
    )


def _as_written(words: Sequence[str]) -> str:
    """A body's name without spaces, "and", the ending of an address, and the nation before it."""
    kept = [word.removesuffix("com").removesuffix("org") if len(words) == 1 else word for word in words]
    whole = " ".join(word for word in kept if word != "and")
    for nation in ("us ", "united states "):
        if whole.startswith(nation) and whole.count(" ") > 1:
            whole = whole.removeprefix(nation)
    return whole.replace(" ", "")
