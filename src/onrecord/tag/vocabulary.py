"""The words of one language, compiled once from `lexicon/<language>.toml`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from msgspec import Struct

from onrecord import lexicon

DEFAULT_LANGUAGE = "en"


class Cue:
    """What a form of a cue verb can do, as bits of an int (an `IntFlag` costs a fifth of the tagger's time)."""

    CLAUSE = 1
    """Introduces a report with or without "that"."""
    THAT = 2
    """Introduces a report with "that"."""
    TOLD = 4
    """Names a hearer first."""
    QUOTED = 8
    """Stands beside a quotation."""
    NAMING = 16
    """Says what somebody is called."""
    GERUND = 32
    """The form in -ing, whose subject stands elsewhere."""
    PAST = 64
    """The past form, which after a form of "be" is a passive."""
    BASE = 128
    """The plain form."""
    AMBIGUOUS = 256
    """As likely a noun."""
    ACCORDING = 512
    """The first word of "according to"."""
    TO = 1024
    """Introduces what is vowed, asked or refused: "vowed to …"."""


class Vocabulary(Struct, frozen=True):
    """What the rules know of a language; all words in lower case."""

    language: str
    cues: dict[str, int]
    triggers: frozenset[str]
    """Cues for which a sentence without quotations is looked at: all but those that are mostly nouns."""
    subject_pronouns: frozenset[str]
    other_pronouns: frozenset[str]
    determiners: frozenset[str]
    adverbs: frozenset[str]
    auxiliaries: frozenset[str]
    be: frozenset[str]
    negations: frozenset[str]
    openers: frozenset[str]
    prepositions: frozenset[str]
    breaks: frozenset[str]
    coordinators: frozenset[str]
    relatives: frozenset[str]
    finite: frozenset[str]
    after_source: frozenset[str]
    occasions: frozenset[str]
    weekdays: frozenset[str]
    people: frozenset[str]
    hearers: frozenset[str]
    contractions: frozenset[str]
    masculine: frozenset[str]
    feminine: frozenset[str]
    speaker_types: dict[str, str]
    """Words for a speaker without a name, each with the type that it shows."""
    persons: frozenset[str]
    """Nouns for one person."""
    bodies: frozenset[str]
    """Nouns that make a person's or an organisation's name another body's: "the Orlo campaign"."""
    organised: frozenset[str]
    """Nouns that stand for an organisation named before."""
    any_organisation: frozenset[str]
    """Those of them that any organisation may be called by."""
    alike: dict[str, frozenset[str]]
    """Nouns for a person, each with those that may stand for it, itself included."""
    titles: frozenset[str]
    person_particles: frozenset[str]
    organisation_words: frozenset[str]
    organisations: frozenset[str]
    place_words: frozenset[str]
    place_heads: frozenset[str]
    """Words that a place's name begins with."""
    roles: frozenset[str]
    """Words for what somebody is, which end no person's name."""
    other_words: frozenset[str]
    places: frozenset[str]
    calendar: frozenset[str]
    demonyms: frozenset[str]
    masculine_given: frozenset[str]
    feminine_given: frozenset[str]
    given: frozenset[str]
    """Given names of either sex."""
    starters: frozenset[str]
    function_words: frozenset[str]
    """All small words that no name begins with."""
    capitalised_nouns: bool
    """Every noun has a capital: one such word alone is no name."""


_FUNCTION = ("determiners", "prepositions", "breaks", "openers", "subject_pronouns", "other_pronouns")

_CLASSES = {
    "clause": Cue.CLAUSE | Cue.THAT | Cue.QUOTED,
    "that": Cue.THAT,
    "told": Cue.TOLD | Cue.QUOTED,
    "quoted": Cue.QUOTED,
    "naming": Cue.NAMING,
    "infinitive": Cue.TO,
}


@cache
def vocabulary(language: str | None) -> Vocabulary:
    """The words of a language; those of English where none is given or there is no file for it.

    Args:
        language: two-letter code, or None.
    """
    try:
        table = lexicon.load(language or DEFAULT_LANGUAGE)
    except FileNotFoundError:
        table = lexicon.load(DEFAULT_LANGUAGE)
    grammar, names = table.get("grammar", {}), table.get("names", {})
    lists = {
        field: frozenset(grammar.get(field, names.get(field, ())))
        for field in Vocabulary.__struct_fields__
        if field
        not in (
            "language",
            "cues",
            "triggers",
            "given",
            "speaker_types",
            "persons",
            "bodies",
            "organised",
            "any_organisation",
            "alike",
            "starters",
            "function_words",
            "capitalised_nouns",
        )
    }
    starters = frozenset(table.get("sentences", {}).get("starters", ()))
    cues = _cues(table.get("cues", {}))
    descriptions = table.get("descriptions", {})
    return Vocabulary(
        language=language or DEFAULT_LANGUAGE,
        cues=cues,
        triggers=frozenset(form for form, flags in cues.items() if form[-1] == "s" or not flags & Cue.AMBIGUOUS),
        speaker_types={word: kind for kind, words in table.get("speaker_types", {}).items() for word in words},
        persons=frozenset(descriptions.get("persons", ())),
        bodies=frozenset(descriptions.get("bodies", ())),
        organised=frozenset(descriptions.get("organisations", ())),
        any_organisation=frozenset(descriptions.get("any_organisation", ())),
        alike=_alike(descriptions.get("same", ())),
        given=lists["masculine_given"] | lists["feminine_given"],
        starters=starters,
        capitalised_nouns=bool(names.get("capitalised_nouns", False)),
        function_words=starters.union(*(lists[field] for field in _FUNCTION)),
        **lists,
    )


def _alike(rows: Sequence[Sequence[str]]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for row in rows:
        for word in row:
            found[word] = found.get(word, frozenset()) | frozenset(row)
    return found


def _cues(table: dict[str, Any]) -> dict[str, int]:
    found: dict[str, int] = {}
    ambiguous = frozenset(table.get("words", {}).get("ambiguous", ()))
    for name, flags in _CLASSES.items():
        for entry in table.get(name, ()):
            forms = entry.split()
            for place, form in enumerate(forms):
                role = Cue.BASE if place == 0 else 0
                if form.endswith("ing") and place >= 3:
                    role = Cue.GERUND
                elif place >= 2:
                    role = Cue.PAST
                noun = Cue.AMBIGUOUS if form in ambiguous else 0
                found[form] = found.get(form, 0) | flags | role | noun
    for word in table.get("words", {}).get("according", ()):
        found[word] = found[word.capitalize()] = Cue.ACCORDING
    return found
