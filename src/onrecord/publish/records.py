"""An analysis with every hidden name replaced, and every span and id moved along.

Ids that are made from the bytes of documents, and from names, are made anew from what is published: who has a guess at
what is hidden shall not be able to prove it by a hash.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from hashlib import sha256

from msgspec.structs import replace

from onrecord.model import (
    Alias,
    Analysis,
    Article,
    Container,
    DocumentRef,
    Entity,
    Identity,
    Label,
    Name,
    Neighbour,
    Place,
    Reason,
    Reuse,
    Run,
    Span,
    Stated,
    Statement,
    Story,
    Timex,
)
from onrecord.publish.finder import Finder
from onrecord.publish.hidden import WITHHELD, marked
from onrecord.publish.shift import Shift
from onrecord.resolve.curated import NAMES_OPTION

ID = 16
"""Digits of an id."""

UNDER_PSEUDONYM = "shown under this pseudonym"
"""Why an open chain is somebody: the published words say so."""


class _Neutral:
    """Names without a meaning for paths and ids that give a name away, the same for the same."""

    def __init__(self, finder: Finder, kind: str) -> None:
        self._finder = finder
        self._kind = kind
        self._known: dict[str, str] = {}
        self._given = 0

    def __call__(self, name: str) -> str:
        if name not in self._known:
            shown = name
            if self._finder.gives_away(name):
                self._given += 1
                shown = f"{self._kind}-{self._given}"
            self._known[name] = shown
        return self._known[name]


class Replaced:
    """Makes the records of one analysis anew.

    Args:
        analysis: what was found in the pile.
        finder: finds whom pseudonyms hide.
    """

    def __init__(self, analysis: Analysis, finder: Finder) -> None:
        self._analysis = analysis
        self._finder = finder
        self._document = _Neutral(finder, "document")
        self._row = _Neutral(finder, "row")
        self._local = _Neutral(finder, "id")
        self._words: dict[str, str] = {}
        self._hidden = {marked(one.pseudonym) for one in finder.hidden.bearers}
        self._hidden |= {marked(one.pseudonym) for one in analysis.entities if one.pseudonym is not None}
        """All that stands for somebody."""
        self._entities = self._entity_ids()
        self._shown = {
            entity.id: marked(entity.pseudonym) for entity in analysis.entities if entity.pseudonym is not None
        }
        """What stands for hidden entities, by their ids before."""
        for entity in analysis.entities:
            if self._text(entity.name) in self._hidden:
                self._shown.setdefault(entity.id, self._text(entity.name))
        self._known = {shown: self._entities[entity] for entity, shown in self._shown.items()}
        """The new id of each entity that is hidden, by what stands for it."""
        self._shifts = self._shifted()
        self._documents, self._articles, self._starts = self._article_ids()
        self._chains = self._chain_names()

    def analysis(self) -> Analysis:
        """The same analysis, of the texts as they are published."""
        old = self._analysis
        stories = sorted(map(self._story, old.stories), key=lambda story: story.id)
        return Analysis(
            run=self._run(old.run),
            articles=tuple(map(self._article, old.articles)),
            entities=self._published_entities(),
            identities=tuple(map(self._identity, old.identities)),
            labels=tuple(map(self._label, old.labels)),
            stories=tuple(stories),
            reuse=self._reuse(old.reuse),
        )

    def _text(self, text: str) -> str:
        if text not in self._words:
            self._words[text] = self._finder.shown(text)
        return self._words[text]

    def _run(self, run: Run) -> Run:
        # A digest of the file of names would let anybody try names until one fits.
        options = {self._text(key): self._text(value) for key, value in run.options.items() if key != NAMES_OPTION}
        return replace(run, options=options, pseudonymised=True)

    def _shifted(self) -> dict[str, Shift]:
        known: dict[str, dict[str, str]] = defaultdict(dict)
        for identity in self._analysis.identities:
            shown = self._whom(identity)
            if shown is not None:
                known[identity.article][identity.who] = shown
        shifts: dict[str, Shift] = {}
        for article in self._analysis.articles:
            chains = known.get(article.id, {})
            names = [(name.span, chains[name.who]) for name in article.names or () if name.who in chains]
            shifts[article.id] = Shift(article.text, self._finder.stretches(article.text, names))
        return shifts

    def _whom(self, identity: Identity) -> str | None:
        """What stands for a chain where a word of it is hidden; None where nothing is known of it."""
        if identity.entity is not None:
            return self._shown.get(identity.entity, WITHHELD)
        candidates = {self._shown.get(candidate) for candidate in identity.candidates}
        if len(candidates) > 1 and candidates != {None}:
            return WITHHELD
        return next(iter(candidates), None)

    def _chain_names(self) -> dict[tuple[str, str], set[str]]:
        """By article and chain, as they were before: who is shown in each of its names; empty for nobody."""
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for article in self._analysis.articles:
            shift = self._shifts[article.id]
            for name in (article.names or ()) if shift else ():
                shown = shift.span(name.span).of(shift.text)
                found[article.id, name.who].add(next((one for one in sorted(self._hidden) if one in shown), ""))
        return found

    def _article_ids(self) -> tuple[dict[str, str], dict[str, str], dict[str, int]]:
        """New hashes of documents, new ids of articles and where these start now, by their ids before."""
        by_document: dict[str, list[Article]] = defaultdict(list)
        for article in self._analysis.articles:
            by_document[article.document.id].append(article)
        hashes: dict[str, str] = {}
        articles: dict[str, str] = {}
        starts: dict[str, int] = {}
        met = Counter[str]()
        for document, members in by_document.items():
            members.sort(key=lambda article: article.span)
            text = "\n".join(self._shifts[article.id].text for article in members)
            digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
            met[digest] += 1
            if met[digest] > 1:
                digest = sha256(f"{digest} {met[digest]}".encode()).hexdigest()
            hashes[document] = digest
            grown = 0
            for article in members:
                starts[article.id] = article.span.start + grown
                articles[article.id] = f"{digest[:ID]}-{starts[article.id]}"
                grown += self._shifts[article.id].grown
        return hashes, articles, starts

    def _ref(self, ref: DocumentRef) -> DocumentRef:
        digest = self._documents[ref.id]
        container = ref.container
        if container is not None:
            container = Container(self._document(container.path), self._document(container.member))
        return replace(
            ref,
            id=digest[:ID],
            path=self._document(ref.path),
            container=container,
            met_at=tuple(dict.fromkeys(map(self._document, ref.met_at))),
            sha256=digest,
            text_sha256=digest,
        )

    def _article(self, article: Article) -> Article:
        shift = self._shifts[article.id]
        start = self._starts[article.id]
        stated = {one: self._stated(article, getattr(article, one)) for one in ("title", "outlet", "published", "url")}
        if article.url is not None and self._finder.gives_away(article.url.value):
            stated["url"] = None
        external = None if article.external_id is None else self._row(article.external_id)
        names = article.names if article.names is None else tuple(self._name(shift, one) for one in article.names)
        said = article.statements
        return replace(
            article,
            id=self._articles[article.id],
            external_id=external,
            document=self._ref(article.document),
            span=Span(start, start + len(shift.text)),
            text=shift.text,
            byline=tuple(one for one in (self._stated(article, one) for one in article.byline) if one is not None),
            names=names,
            mentions=tuple(
                replace(one, span=shift.span(one.span), who=self._local(one.who)) for one in article.mentions
            ),
            statements=None if said is None else tuple(self._statement(shift, one) for one in said),
            dates=tuple(self._timex(shift, one) for one in article.dates),
            **stated,
        )

    def _stated(self, article: Article, stated: Stated | None) -> Stated | None:
        """A fact about a piece; where it says what the text says, it goes on to say so."""
        if stated is None:
            return None
        if stated.span is None:
            return replace(stated, value=self._text(stated.value))
        shift = self._shifts[article.id]
        span = shift.span(stated.span)
        before, after = stated.span.of(article.text), span.of(shift.text)
        if stated.value == before:
            value = after
        elif stated.value == " ".join(before.split()):
            value = " ".join(after.split())
        else:
            value = self._text(stated.value)
        return replace(stated, value=value, span=span)

    def _name(self, shift: Shift, name: Name) -> Name:
        return replace(name, id=self._local(name.id), span=shift.span(name.span), who=self._local(name.who))

    def _statement(self, shift: Shift, said: Statement) -> Statement:
        return replace(
            said,
            id=self._local(said.id),
            source=shift.spans(said.source),
            cue=shift.spans(said.cue),
            content=shift.spans(said.content),
            within=None if said.within is None else self._local(said.within),
            speaker=None if said.speaker is None else self._local(said.speaker),
            candidates=tuple(map(self._local, said.candidates)),
            speaker_type=None if said.speaker_type is None else self._text(said.speaker_type),
        )

    def _timex(self, shift: Shift, time: Timex) -> Timex:
        return replace(
            time,
            span=shift.span(time.span),
            event=None if time.event is None else shift.span(time.event),
            statement=None if time.statement is None else self._local(time.statement),
        )

    def _place(self, place: Place) -> Place:
        return Place(self._articles[place.article], self._shifts[place.article].span(place.span))

    def _reason(self, reason: Reason) -> Reason:
        return Reason(self._text(reason.rule), tuple(map(self._place, reason.places)))

    def _entity_ids(self) -> dict[str, str]:
        """New ids of the entities of which a form is replaced, by their ids before; all others keep theirs."""
        ids: dict[str, str] = {}
        met = Counter[str]()
        for entity in self._analysis.entities:
            name = self._text(entity.name) if entity.pseudonym is None else marked(entity.pseudonym)
            if name in self._hidden:
                ids[entity.id] = sha256(f"entity {name}".encode()).hexdigest()[:ID]
                continue
            forms = [entity.name, *(alias.form for alias in entity.aliases)]
            if all(self._text(form) == form for form in forms):
                ids[entity.id] = entity.id
                continue
            met[name] += 1
            ids[entity.id] = sha256(f"entity {entity.type} {name} {met[name]}".encode()).hexdigest()[:ID]
        return ids

    def _published_entities(self) -> tuple[Entity, ...]:
        """The entities by their new ids; those that are now called the same pseudonym are one."""
        by_id: dict[str, list[Entity]] = defaultdict(list)
        for entity in self._analysis.entities:
            by_id[self._entities[entity.id]].append(entity)
        return tuple(self._entity(new, by_id[new]) for new in sorted(by_id))

    def _entity(self, new: str, members: Sequence[Entity]) -> Entity:
        """One entity of all that are hidden by one pseudonym, or of one that is not hidden."""
        first = next((one for one in members if one.pseudonym is not None), members[0])
        shown = self._shown.get(first.id)
        neighbours: dict[str, Neighbour] = {}
        for one in (near for member in members for near in member.near):
            to = self._entities.get(one.entity)
            if to is not None and to != new:
                neighbours.setdefault(to, Neighbour(to, self._reason(one.alike), self._text(one.apart)))
        return replace(
            first,
            id=new,
            name=self._text(first.name) if shown is None else shown,
            aliases=self._aliases((alias for member in members for alias in member.aliases), shown),
            reasons=tuple(self._reason(reason) for member in members for reason in member.reasons),
            near=tuple(neighbours.values()),
        )

    def _aliases(self, aliases: Iterable[Alias], shown: str | None) -> tuple[Alias, ...]:
        counts = Counter[str]()
        outlets: dict[str, Counter[str]] = defaultdict(Counter)
        for alias in aliases:
            form = self._text(alias.form)
            if shown is not None and shown not in form:
                form = shown
            counts[form] += alias.count
            for outlet, count in alias.outlets.items():
                outlets[form][self._text(outlet)] += count
        order = sorted(counts, key=lambda form: (-counts[form], form))
        return tuple(Alias(form, counts[form], dict(sorted(outlets[form].items()))) for form in order)

    def _identity(self, identity: Identity) -> Identity:
        candidates: Iterable[str | None] = (self._entities.get(one) for one in identity.candidates)
        entity = None if identity.entity is None else self._entities.get(identity.entity)
        shown = self._chains.get((identity.article, identity.who), set())
        if entity is None and len(shown) == 1 and shown <= self._known.keys():
            entity, candidates = self._known[next(iter(shown))], ()
            identity = replace(identity, reason=UNDER_PSEUDONYM)
        return replace(
            identity,
            article=self._articles.get(identity.article, identity.article),
            who=self._local(identity.who),
            entity=entity,
            candidates=tuple(dict.fromkeys(one for one in candidates if one is not None)),
            reason=self._text(identity.reason),
        )

    def _label(self, label: Label) -> Label:
        shift = self._shifts[label.article]
        return replace(
            label,
            entity=self._entities.get(label.entity, label.entity),
            article=self._articles[label.article],
            span=shift.span(label.span),
            name=shift.span(label.name),
        )

    def _story(self, story: Story) -> Story:
        articles = tuple(self._articles[article] for article in story.articles)
        return replace(
            story,
            id=sha256(f"story {articles[0]}".encode()).hexdigest()[:ID] if articles else story.id,
            articles=articles,
            headline=self._place(story.headline),
        )

    def _reuse(self, links: Sequence[Reuse]) -> tuple[Reuse, ...]:
        families: dict[str, str] = {}
        made: list[Reuse] = []
        for link in links:
            a, b = self._place(link.a), self._place(link.b)
            name = f"reuse {a.article}:{a.span.start} {len(families)}"
            family = families.setdefault(link.family, sha256(name.encode()).hexdigest()[:ID])
            made.append(replace(link, family=family, a=a, b=b, reasons=tuple(map(self._text, link.reasons))))
        return tuple(made)
