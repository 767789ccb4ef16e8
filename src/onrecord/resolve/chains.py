"""Article-local chains as `resolve` joins them: the names of one bearer in one article, taken apart."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from onrecord.model import Article, Name, NameType, Place, Span
from onrecord.resolve.forms import BROKEN, DOTS, POSSESSIVE, Form, plain_words
from onrecord.tag.vocabulary import vocabulary


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
    first: dict[Form, Span]
    """Where each form stands first."""
    group: str | None = None
    """Key of the group that it belongs to."""
    rule: str = ""
    """Why the chain is in its group, or why it is in none."""
    candidates: tuple[str, ...] = ()
    """Keys of the groups that it may belong to while it is in none."""

    @property
    def place(self) -> Place:
        return Place(self.article.id, self.span)


class ChainReader:
    """Makes chains of articles; a form met before is not taken apart again."""

    def __init__(self) -> None:
        self._written: dict[bool, dict[str, Form]] = {True: {}, False: {}}
        self._shown: dict[tuple[str, bool], Form] = {}
        self._titles = vocabulary("en").titles

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
        return Chain(article, who, type_, forms, best, first[best], first)

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
