"""Whom a pseudonym hides: every form and word by which a text could name them, and the names of others.

A person is hidden by all forms, and by each word of the full name that has four letters or more, or is a form by
itself; a body by its forms alone, whose words belong to many.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import permutations

from msgspec import Struct
from rapidfuzz.distance import OSA

from onrecord.model import Entity
from onrecord.publish.ordinary import Ordinary, function_words
from onrecord.publish.pieces import is_unspaced, pieces
from onrecord.resolve.curated import Curated
from onrecord.resolve.forms import ACRONYM, POSSESSIVE, plain_words
from onrecord.tag.vocabulary import vocabulary

WORD = 4
"""Letters from which on a word of a person's name hides that person by itself."""

MISSPELT = 5
"""Letters from which on a word is known with one mistake: a letter too many, too few, another or two exchanged."""

WITHHELD = "‹withheld›"
"""Stands for a word of a hidden name where it belongs to somebody else, or may."""

ESTABLISHED = 3
"""Times that a name must stand before it is not taken for a misspelling of a hidden one that stands up to twice as
often."""

_CHUNK = re.compile(r"[^\s\-‐‑–]+")
_ENDINGS = (
    "s", "es", "ism", "isms", "ist", "ists", "ite", "ites", "ian", "ians", "esque", "ish", "gate",
)  # fmt: skip
_SUFFIXES = frozenset({"junior", "senior"})


def marked(pseudonym: str) -> str:
    """A pseudonym as it is shown, so that nobody takes it for a word of the source."""
    return f"‹{pseudonym}›"


@cache
def _titles() -> frozenset[str]:
    return vocabulary("en").titles | _SUFFIXES


def alike(word: str, other: str) -> bool:
    """Whether two folded words are one, or may be one with a mistake."""
    if word == other:
        return True
    return len(other) >= MISSPELT and OSA.distance(word, other, score_cutoff=1) <= 1


def underived(word: str) -> Iterator[str]:
    """What a folded word may be made of: "orlo" for "orloites"."""
    return (word.removesuffix(end) for end in _ENDINGS if word.endswith(end) and len(word) >= WORD + len(end))


class Bearer(Struct):
    """One person or body that is hidden."""

    pseudonym: str
    is_person: bool
    forms: list[str]
    """Full names: what the entity is called, and what people decided."""
    aliases: list[str]
    """Whatever else the pile calls it."""
    count: int = 0
    """How often the pile names it."""


def bearers(entities: Iterable[Entity], curated: Curated, ordinary: Ordinary) -> list[Bearer]:
    """Everybody who has a pseudonym, by an entity or by the file of names alone.

    An entity that is called by its pseudonym already (of a rendition that is published again) hides nothing more.
    """
    found: dict[str, Bearer] = {}
    for entity in entities:
        if entity.pseudonym is not None and entity.name != marked(entity.pseudonym):
            one = found.setdefault(entity.pseudonym, Bearer(entity.pseudonym, False, [], []))
            one.is_person |= entity.type == "person"
            one.forms.append(entity.name)
            one.aliases += [alias.form for alias in entity.aliases]
            one.count += sum(alias.count for alias in entity.aliases)
    for decided in curated.entities:
        if decided.pseudonym is None:
            continue
        is_person = decided.kind == "person" or (decided.kind is None and not _is_common(decided.forms, ordinary))
        one = found.setdefault(decided.pseudonym, Bearer(decided.pseudonym, is_person, [], []))
        one.is_person |= decided.kind == "person"
        one.forms += decided.forms
    return list(found.values())


def _is_common(forms: Iterable[str], ordinary: Ordinary) -> bool:
    return any(ordinary.is_common(word) for form in forms for word in pieces(form))


class Hidden:
    """What is looked for, by folded pieces."""

    def __init__(self, entities: Sequence[Entity], curated: Curated, ordinary: Ordinary) -> None:
        self._ordinary = ordinary
        self.bearers = bearers(entities, curated, ordinary)
        self.singles: dict[str, set[str]] = defaultdict(set)
        """By a word that hides by itself: what may stand for it."""
        self.sequences: dict[str, dict[tuple[str, ...], set[str]]] = defaultdict(dict)
        """By the first word of forms of several: the form, and what may stand for it."""
        self.words: dict[str, frozenset[str]] = {}
        """By what stands for a person: all words of the name, however short."""
        self.unspaced: dict[str, str] = {}
        """Forms in scripts without spaces."""
        for bearer in self.bearers:
            self._hide(bearer)
        hidden = {one.pseudonym for one in self.bearers}
        others = [one for one in entities if one.pseudonym not in hidden]
        decided = self._decided(curated)
        misspelt = [one for one in others if self._is_misspelt(one, decided)]
        taken = {one.id for one in misspelt}
        self.misspelt = frozenset(word for one in misspelt for word in _words_of(one))
        """Words of names that are taken for misspellings of a hidden one."""
        others = [one for one in others if one.id not in taken]
        self.protected = frozenset(word for one in others for word in _words_of(one)) - self.singles.keys()
        """Words of the names of others."""
        self.foreign: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        """By its first word: names of others that have a hidden word in them."""
        for one in others:
            self._keep_apart(one)

    def _hide(self, one: Bearer) -> None:
        shown = marked(one.pseudonym)
        for form in (*one.forms, *one.aliases):
            self._add_form(form, one.is_person, shown, form in one.forms)
        if not one.is_person:
            return
        words: set[str] = set()
        for form in one.forms:
            words |= self._hide_words(form, shown)
        for alias in one.aliases:
            for word in _name_pieces(alias, True):
                if len(word) < WORD or not self._ordinary.is_common(word):
                    words.add(word)
                    if len(word) >= WORD and word not in _titles():
                        self.singles[word].add(shown)
        self.words[shown] = frozenset(words)

    def _add_form(self, form: str, is_person: bool, shown: str, is_decided: bool) -> None:
        """Hide a whole form."""
        if is_unspaced(form):
            self.unspaced[form] = shown
            return
        found = _name_pieces(form, is_person)
        if len(found) == 1:
            word = found[0]
            if is_decided or not (word in function_words() or self._ordinary.is_common(word)) or form.isupper():
                self.singles[word].add(shown)
            if ACRONYM.fullmatch(form):
                self._add_sequence(tuple(word), shown)
        elif found:
            self._add_sequence(found, shown)

    def _add_sequence(self, words: tuple[str, ...], shown: str) -> None:
        if len(words) < 2:
            return
        self.sequences[words[0]].setdefault(words, set()).add(shown)
        if sum(map(len, words)) >= MISSPELT:
            self.singles["".join(words)].add(shown)

    def _hide_words(self, form: str, shown: str) -> set[str]:
        """Hide each word of a person's full name; returns all of its words, the short ones too."""
        kept = _name_pieces(form, True)
        has_capital = form != form.lower()
        for chunk in _CHUNK.findall(POSSESSIVE.sub("", form.strip())):
            found = pieces(chunk)
            joined = "".join(found)
            if len(joined) < WORD or (has_capital and chunk[0].islower()) or not set(found) <= set(kept):
                continue
            if joined not in function_words():
                self.singles[joined].add(shown)
                self._add_sequence(found, shown)
        long = [word for word in kept if len(word) > 1]
        for one, other in permutations(dict.fromkeys(long), 2):
            if len(one) + len(other) >= MISSPELT:
                self.singles[one + other].add(shown)
        if len(long) > 1 and len(long[-1]) >= WORD:
            self.singles[long[0][0] + long[-1]].add(shown)
        return set(kept)

    def _decided(self, curated: Curated) -> frozenset[tuple[str, ...]]:
        """Forms that people set apart, which are no misspellings."""
        apart = (form for names in curated.different for form in names)
        others = (form for one in curated.entities if one.pseudonym is None for form in one.forms)
        return frozenset(map(plain_words, (*apart, *others)))

    def _is_misspelt(self, entity: Entity, decided: frozenset[tuple[str, ...]]) -> bool:
        """Whether an entity is a hidden one, misspelt: every word is one of its words, and the name is not its own."""
        if plain_words(entity.name) in decided:
            return False
        words = _name_pieces(entity.name, entity.type == "person")
        if not any(len(word) >= WORD for word in words):
            return False
        count = sum(alias.count for alias in entity.aliases)
        for one in self.bearers:
            exact, mistaken = self._likeness(words, one)
            if exact or (mistaken and not (count >= ESTABLISHED and 2 * count >= one.count)):
                # A single word that is mistaken may be a place or a thing that a dictionary has.
                is_word = len(words) == 1 and entity.type != "person" and self._ordinary.is_known(words[0])
                return exact or not is_word
        return False

    def _likeness(self, words: Sequence[str], one: Bearer) -> tuple[bool, bool]:
        """Whether the words of a name are all words of somebody hidden, and whether they are but for mistakes."""
        known = self.words.get(marked(one.pseudonym))
        if known is not None:
            exact = all(word in known for word in words)
            return exact, exact or all(map(self._is_like_one_of(known), words))
        forms = [_name_pieces(form, False) for form in (*one.forms, *one.aliases)]
        same = [form for form in forms if len(form) == len(words)]
        exact = any(form == tuple(words) for form in same)
        return exact, exact or any(all(map(alike, words, form)) for form in same)

    @staticmethod
    def _is_like_one_of(known: frozenset[str]) -> Callable[[str], bool]:
        return lambda word: any(alike(word, own) for own in known) or any(base in known for base in underived(word))

    def _keep_apart(self, other: Entity) -> None:
        """Note the forms of another's name that have a hidden word, and a word of their own."""
        for form in {other.name, *(alias.form for alias in other.aliases)}:
            words = _name_pieces(form, other.type == "person")
            own = [word for word in words if word not in self.singles and len(word) > 1]
            if len(own) < len(words) and not all(map(self._ordinary.is_common, own)):
                self.foreign[words[0]].add(words)


def _name_pieces(form: str, is_person: bool) -> tuple[str, ...]:
    """The pieces of a form without possessive, article and titles."""
    found = pieces(POSSESSIVE.sub("", form.strip()))
    if len(found) > 1 and found[0] == "the":
        found = found[1:]
    while is_person and len(found) > 1 and found[0] in _titles():
        found = found[1:]
    return found


def _words_of(entity: Entity) -> frozenset[str]:
    """The words of all forms of an entity."""
    forms = (entity.name, *(alias.form for alias in entity.aliases))
    return frozenset(word for form in forms for word in pieces(form) if len(word) >= WORD)
