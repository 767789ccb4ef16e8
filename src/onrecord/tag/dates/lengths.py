"""The grammar of lengths of time, of what comes again, and of words for the present, the past and the future."""

from __future__ import annotations

from decimal import Decimal

from onrecord.tag.dates.meaning import Length, Meaning, Mod, Opening, Reference, Repeat
from onrecord.tag.dates.numbers import UNKNOWN, number_of, numeral, parts_of, unit_of
from onrecord.tag.dates.rules import Match, context, means, never, rule

LETTERS = {"second": "TS", "minute": "TM", "hour": "TH", "day": "D", "weekend": "WE", "week": "W", "month": "M",
           "quarter": "Q", "year": "Y", "decade": "DE", "century": "CE"}  # fmt: skip
"""TIMEX3's letters of units, a T in front of those of the clock."""

_MODS: dict[str, Mod] = {
    "more": "MORE_THAN", "least": "MORE_THAN", "less": "LESS_THAN", "most": "LESS_THAN", "up": "LESS_THAN",
    "nearly": "APPROX", "almost": "APPROX", "roughly": "APPROX", "approximately": "APPROX", "about": "APPROX",
    "around": "APPROX", "circa": "APPROX",
}  # fmt: skip


def period(parts: tuple[tuple[str, str], ...]) -> str:
    """P2Y3M, PT30M, PXD: amounts and units in TIMEX3's way."""
    days = times = ""
    for amount, unit in parts:
        if unit == "fortnight":
            amount, unit = amount if amount == UNKNOWN else numeral(2 * Decimal(amount)), "week"
        letters = LETTERS[unit]
        if letters.startswith("T"):
            times += amount + letters[1:]
        else:
            days += amount + letters
    return "P" + days + ("T" + times if times else "")


def _hedge(match: Match) -> Mod | None:
    words = [match.tokens.low(at) for at in range(match.begin, match.begin + 2)]
    return next((_MODS[word] for word in words if word in _MODS), None) if "h" in match else None


def _lasts(match: Match) -> bool:
    """Whether an amount and a unit are a length, not an age ("43 years old") or a rate ("$5 a day")."""
    tokens, last = match.tokens, match.end - 1
    if match.after in ("old", "older") or (match.after in ("-", "–") and tokens.low(match.end + 1) in ("old", "olds")):
        return False
    if tokens.low(match.at("l")) in ("a", "an") and match.after == "-" and tokens.low(match.end + 1) != "long":
        return False
    if match.after == "of" and tokens.low(match.end + 1) == "age":
        return False
    if match.before in ("aged", "age", "$", "€", "£"):
        return False
    words = [tokens.low(at) for at in range(match.at("l"), match.end)]
    amount = words[0] not in ("a", "an") and words != ["one", "day"]
    return amount or last > match.at("l") + 1 or _not_a_rate(match)


def _not_a_rate(match: Match) -> bool:
    return match.before in context("holding")


@rule("h=hedge? l=length", alone=_lasts)
def length(match: Match) -> Meaning | None:
    """Three years, more than a decade, an hour and a half, three-year."""
    parts = parts_of(match.tokens, match.at("l"), match.behind("l"))
    if not parts or any(unit == "quarter" for _, unit in parts):
        return None
    if parts == (("1", "second"),) and match.low("l") in ("a", "another"):
        return None
    return Length(parts=parts, mod=_hedge(match))


@rule("the o=ordinal l=length")
def first_of(match: Match) -> Meaning | None:
    """The first nine months (of 2018)."""
    if match.low("o") != "first" or match.after != "of":
        return None
    return Length(parts=parts_of(match.tokens, match.at("l"), match.behind("l")), first=True)


@rule("l=(cardinal unit and article) q=unit", alone=_lasts)
@rule("l=(cardinal and article) q=unit u=unit", alone=_lasts)
def quarters(match: Match) -> Meaning | None:
    """One year and a quarter, one and a quarter year."""
    return Length(parts=parts_of(match.tokens, match.begin, match.end)) if match.low("q") == "quarter" else None


@rule("h=hedge? l=(amount dash? (to|or|dash) n=amount dash? u=(unit|units|second))", alone=_lasts)
def length_range(match: Match) -> Meaning | None:
    """Two to three weeks, ten or 15 years."""
    first = parts_of(match.tokens, match.at("n"), match.end)
    between = range(match.at("n") - 1, match.begin, -1)
    joined = next((at for at in between if match.tokens.low(at) in ("to", "or", "-", "–")), None)
    lower = None if joined is None else number_of(match.tokens, match.at("l"), joined)
    if lower is None or not first or first[0][0] == UNKNOWN:
        return None
    return Length(parts=((numeral(lower), first[0][1]),), upper=first[0][0], mod=_hedge(match))


@rule("u=units", alone=lambda match: match.before in context("bare"))
@rule("u=units dash? (long|old)")
def bare(match: Match) -> Meaning | None:
    """For years; decades-long."""
    unit = unit_of(match.tokens, match.begin)
    return Length(parts=((UNKNOWN, unit),)) if unit else None


@rule("(all|the? whole) dash? u=unit")
@rule("u=unit dash long")
@rule("l=lasting")
def one_whole(match: Match) -> Meaning | None:
    """All day, the whole week, month-long."""
    return Length(parts=(("1", str(match.worth("l" if "l" in match else "u"))),))


@rule("the? d=(last|past|previous|next|coming|following) l=length")
@rule("the? d=(last|past|previous|next|coming|following) l=units")
def window(match: Match) -> Meaning | None:
    """The past three weeks, the next few days."""
    parts = parts_of(match.tokens, match.at("l"), match.behind("l"))
    if not parts or (match.tokens.low(match.begin) == "last" and match.before in context("before_a_verb")):
        return None
    back = match.low("d") in ("last", "past", "previous", "preceding")
    return Length(parts=parts, window=-1 if back else 1)


# -- what comes again -----------------------------------------------------------------------------------------------


@rule("s=set")
def adverb(match: Match) -> Meaning | None:
    """Daily, annually."""
    capital = match.tokens.words[match.begin][:1].isupper()
    named = capital and match.begin > 0 and match.tokens.words[match.begin - 1] != ""
    return None if named else Repeat(value=str(match.worth("s")))


@rule("every other? (l=length|u=(unit|second))")
def every(match: Match) -> Meaning | None:
    """Every two weeks, each month, every other year."""
    if "u" in match:
        twice = "2" if match.tokens.low(match.begin + 1) == "other" else "1"
        return Repeat(value=period(((twice, str(match.worth("u"))),)))
    return Repeat(value=period(parts_of(match.tokens, match.at("l"), match.behind("l"))))


means("every other?", Opening(every=True), never)


@rule("(once|cardinal times|number) (article|every|per) (c=cardinal? u=(unit|units))")
def times(match: Match) -> Meaning | None:
    """Once a week, three times a year."""
    first = match.tokens.low(match.begin)
    if first not in ("once", "twice", "one") and "times" not in (
        match.tokens.low(at) for at in range(match.begin, match.end)
    ):
        return None
    parts = parts_of(match.tokens, match.at("c") if "c" in match else match.at("u"), match.behind("u"))
    return Repeat(value=period(parts if "c" in match else tuple(("1", unit) for _, unit in parts)))


@rule("w=weekdays p=(part|night|parts)?")
@rule("w=weekday p=parts")
def weekdays(match: Match) -> Meaning | None:
    """Mondays; Friday mornings."""
    return Repeat(value=f"XXXX-WXX-{match.worth('w')}" + (f"T{match.worth('p')}" if "p" in match else ""))


@rule("the? p=parts")
def parts_again(match: Match) -> Meaning | None:
    return Repeat(value=f"T{match.worth('p')}")


@rule("u=units", alone=lambda match: match.low("u") == "weekends" and match.before not in ("two", "three", "few"))
def weekends(match: Match) -> Meaning | None:
    return Repeat(value="XXXX-WXX-WE") if match.low("u") == "weekends" else None


# -- present, past, future ------------------------------------------------------------------------------------------


@rule("right? r=reference")
def reference(match: Match) -> Meaning | None:
    """Now, currently, recently."""
    return Reference(value=str(match.worth("r")))


means("the? (moment|present)", Reference(value="PRESENT_REF"), lambda match: match.before == "at")


@rule("these u=units", alone=lambda match: match.before not in ("of", "in"))
def these_days(match: Match) -> Meaning | None:
    return (
        Reference(value="PRESENT_REF")
        if match.low("u") == "days" and match.tokens.low(match.begin) == "these"
        else None
    )


def _alone(match: Match) -> bool:
    """Whether no noun follows that it belongs to: "the past" of "the past week"."""
    return not match.after.isalpha() or match.after in context("behind_a_reference")


means("(recent units|units past)", Reference(value="PAST_REF"))
means("the? recent past", Reference(value="PAST_REF"))
means("the past", Reference(value="PAST_REF"), _alone)
means("the near? future", Reference(value="FUTURE_REF"), _alone)
