"""How well the chains of an article hold names and pronouns together: CoNLL F1 on the held-out half of GUM.

A name of the tagger's is the mention that stands at the same place; else the one that shares most with it of those
whose head lies inside. A pronoun is the one at the same place. What is no gold mention counts against the tagger
where it takes it for a person, an organisation or a pronoun. As in CoNLL 2012, a chain of one mention is no chain.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence

from eval.data import MissingDataError
from eval.figures import Figure, Skipped
from eval.measures import resampled
from eval.statements.measure import article_of
from eval.who.conll import Chain, Conll, conll
from eval.who.gum import Mention, Read, read, split
from eval.who.nearest import simply_chained
from onrecord.model import Article, Name

PART = "who"
CORPUS = "GUM news and interviews, held out"
COUNTED = ("person", "organisation")

Tagger = Callable[[Article], Article]


def figures(tag: Tagger) -> Iterator[Figure | Skipped]:
    """CoNLL F1 of the tagger's chains, and of those by the simple rule from the same names."""
    try:
        documents = [read(path) for path in split()[1]]
    except MissingDataError as missing:
        yield Skipped(PART, CORPUS, str(missing))
        return
    tagged = [tag(article_of(one.text, one.name)) for one in documents]
    yield _scored("CoNLL F1 of chains", documents, tagged)
    yield _scored("CoNLL F1 of chains, simple rule", documents, [simply_chained(article) for article in tagged])


def _scored(measure: str, documents: Sequence[Read], articles: Sequence[Article]) -> Figure:
    each = [conll(wanted(one), given(one, article)) for one, article in zip(documents, articles, strict=True)]
    total = sum(each, Conll())
    parts = {"MUC": total.muc, "B-cubed": total.b_cubed, "CEAF": total.ceaf}
    shown = ", ".join(f"{name} {100 * part.f1:.1f}" for name, part in parts.items())
    n = f"{total.b_cubed.gold:.0f} mentions in {len(documents)} documents ({shown})"
    return Figure(PART, measure, CORPUS, n, total.f1, resampled(each, lambda drawn: sum(drawn, Conll()).f1))


def wanted(document: Read) -> list[Chain]:
    """The gold chains of two mentions or more."""
    return [frozenset(chain) for chain in document.chains if len(chain) > 1]


def given(document: Read, article: Article) -> list[Chain]:
    """The tagger's chains of two mentions or more; a mention that is a gold mention is that one, others are spans."""
    free = {mention for chain in document.chains for mention in chain}
    chains: dict[str, set[Hashable]] = defaultdict(set)
    named = {name.who for name in article.names or ()}
    for name in sorted(article.names or (), key=lambda one: one.span):
        found = _same(name, free)
        if found is not None:
            free.remove(found)
            chains[name.who].add(found)
        elif name.type in COUNTED:
            chains[name.who].add(name.span)
    pronouns = {mention.span: mention for mention in free if mention.pronoun}
    for mention in article.mentions:
        if mention.kind == "pronoun" and mention.who in named:
            chains[mention.who].add(pronouns.get(mention.span, mention.span))
    return [frozenset(chain) for chain in chains.values() if len(chain) > 1]


def _same(name: Name, mentions: set[Mention]) -> Mention | None:
    """The gold mention that a name is; None where it is none that is left."""

    def unlike(mention: Mention) -> tuple[int, Mention]:
        low, high = sorted((mention.span, name.span))
        common = max(0, min(low.end, high.end) - high.start)
        together = max(low.end, high.end) - low.start
        return together - common, mention

    near = [one for one in mentions if not one.pronoun and name.span.holds(one.head)]
    return min(near, key=unlike, default=None)
