"""What a text itself says of names that mean the same: acronyms with expansions, lists of forms, one chain's forms."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import pairwise

from onrecord.model import Article, Name, Place, Span
from onrecord.resolve.chains import Chain
from onrecord.resolve.forms import ACRONYM, Form, expands, plain_words

_IN_PARENTHESES = re.compile(r"\s{0,3}[(\[]\s?[\"“'‘]?((?:[^\W\d_a-z]|\d)[\w.]{1,20})[\"”'’]?\s?[)\],;/]")
_OPENING = re.compile(r"\s{0,3}[(\[]\s?[\"“'‘]?(?:[Tt]he )?")
_LIST = re.compile(r"\s{0,3}[(\[]\s?((?:(?:the|or|and|also known as|a\.k\.a\.|aka)\s|[^()\[\].;\n]){5,120}?)[)\]]")
_ITEMS = re.compile(r"\s*(?:[/,;]|\bor\b|\band\b|\balso known as\b|\baka\b|\bthe\b)[\s/,]*|\s+")
_SLASH = re.compile(r"(?:['’]s)?\s?/\s?(?:the )?")

FormKey = Callable[[Form, bool], str]
"""The key that a full form has, by whether it is a person's; nothing where it may be several people's."""


class Evidence:
    """What the texts of a pile show.

    Args:
        form_key: the key of a full form.
    """

    def __init__(self, form_key: FormKey) -> None:
        self._form_key = form_key
        self.here: dict[tuple[str, str], set[str]] = defaultdict(set)
        """By article and short form: the keys of what it stands for there."""
        self.expansions: dict[str, dict[str, Place]] = defaultdict(dict)
        """By short form and key of what it stands for: the first place where a text shows it."""
        self.lists: dict[tuple[str, str], Place] = {}
        """Pairs of keys between which a text puts a slash, each with the first place."""
        self.together: dict[tuple[str, str], Place] = {}
        """Pairs of full keys that one article gives to one bearer, each with the first place."""

    def read(self, article: Article, chains: Sequence[Chain]) -> None:
        """Take in one article."""
        by_who = {chain.who: chain for chain in chains}
        for chain in chains:
            self._forms_of(chain)
        if "(" in article.text or "[" in article.text:
            self._brackets(article, by_who)
        if "/" in article.text:
            self._slashes(article, by_who)

    def _key(self, chain: Chain) -> str:
        return self._form_key(chain.best, chain.type == "person") or chain.best.key

    def _forms_of(self, chain: Chain) -> None:
        """The short forms and the other full forms of one chain."""
        if len(chain.forms) < 2 or len(chain.best.words) < 2:
            return
        key = self._key(chain)
        for form in chain.forms:
            place = Place(chain.article.id, chain.first[form])
            if len(form.words) == 1 and chain.type != "person":
                self._expanded(form.key, key, chain, place)
            elif len(form.words) > 1 and not form.is_bare and form.key != chain.best.key:
                other = self._form_key(form, chain.type == "person")
                if other:
                    self.together.setdefault((key, other), place)
            elif len(form.words) == 1 and not _part_of(form, chain):
                # A nickname that an article explains: "known as the Gull".
                self._expanded(form.key, key, chain, place)

    def _expanded(self, short: str, key: str, chain: Chain, place: Place) -> None:
        self.here[chain.article.id, short].add(key)
        known = self.expansions[short].setdefault(key, place)
        if known.article == place.article and place.span < known.span:
            self.expansions[short][key] = place

    def _brackets(self, article: Article, by_who: dict[str, Chain]) -> None:
        """Where a text puts an acronym in brackets behind a name, or a name in brackets behind an acronym."""
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
                self._acronym(chain, acronym[1], Span(name.span.start, acronym.end()))
            listed = _LIST.match(article.text, end)
            if listed is not None:
                self._listed(chain, listed[1], Span(name.span.start, listed.end()))
            inside = names.get(opening.end())
            longer = by_who.get(inside.who) if inside else None
            if inside and longer and chain.best.is_acronym and longer.type != "person":
                self._acronym(longer, chain.best.shown, Span(name.span.start, inside.span.end))

    def _acronym(self, chain: Chain, written: str, span: Span) -> None:
        words = plain_words(written.removesuffix("s") if written[-2:-1].isupper() else written)
        if len(words) == 1 and expands(chain.best.words, words[0]):
            self._expanded(words[0], self._key(chain), chain, Place(chain.article.id, span))

    def _listed(self, chain: Chain, listed: str, span: Span) -> None:
        """The acronyms of a list in brackets, where one of them spells the name: "(HC, also known as VHC or CV)"."""
        forms = [word for word in _ITEMS.split(listed) if ACRONYM.fullmatch(word)]
        if len(forms) > 1 and any(expands(chain.best.words, form.lower()) for form in forms):
            for form in forms:
                self._expanded(form.lower(), self._key(chain), chain, Place(chain.article.id, span))

    def _slashes(self, article: Article, by_who: dict[str, Chain]) -> None:
        """Forms with a slash between them, of which one at least is an acronym: "the HC/Harbour Council"."""
        names: list[Name] = sorted(article.names or (), key=lambda name: name.span)
        for one, other in pairwise(names):
            first, second = by_who.get(one.who), by_who.get(other.who)
            if first is None or second is None or first is second or "person" in (first.type, second.type):
                continue
            if "place" in (first.type, second.type) or not _SLASH.fullmatch(
                article.text[one.span.end : other.span.start]
            ):
                continue
            if first.best.is_acronym and second.best.is_acronym:
                keys = sorted((self._key(first), self._key(second)))
                self.lists.setdefault((keys[0], keys[1]), Place(article.id, Span(one.span.start, other.span.end)))


def _part_of(form: Form, chain: Chain) -> bool:
    """Whether a bare form is a word of the full one, or nearly."""
    return any(form.words[0][:4] == word[:4] or word.startswith(form.words[0][:2]) for word in chain.best.words)
