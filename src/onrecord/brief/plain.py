"""A briefing as plain text for a terminal, 80 columns wide.

Words are wrapped, so white space may differ from the source, and control characters, which a terminal would obey, are
shown as U+FFFD; nothing else differs. Under each line stand who publishes
it, when, and its address; `onrecord brief … -o page.html` opens such an address.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from onrecord.brief import plain_accounts
from onrecord.brief.chains import origin, tellings, whose
from onrecord.brief.views import (
    UNKNOWN_OUTLET,
    Views,
    asked,
    byline,
    day,
    document_name,
    gapped,
    harmless,
    nothing,
    outlet,
    piece_name,
    plural,
    speaker,
    spoken,
    where,
    work_name,
)
from onrecord.model import Analysis, Article, Brief, BriefStory, Line, Rendition

WIDTH = 80

SHOWN, LISTED = 15, 10
"""Rows of the table of voices, and entries of each list beside it."""


def render_text(brief: Brief, analysis: Analysis, _name: str) -> Rendition:
    """The shown lines in full; of what is folded, how much there is."""
    views = Views(brief, analysis)
    parts = [_masthead(brief), *([] if brief.stories else [_wrap(nothing(brief))])]
    parts += [_rows(plain_accounts.disputes(views))]
    parts += [*(_story(views, story) for story in brief.stories if story.shown)]
    parts += [
        _folded(views),
        _rows(plain_accounts.chronology(views)),
        _voices(brief),
        _sources(brief),
        _called(brief),
        _cites(views),
        _undated(views),
        _unread(brief),
    ]
    return Rendition(harmless("\n\n".join(part for part in parts if part)) + "\n")


def _wrap(text: str, indent: int = 0) -> str:
    pad = " " * indent
    return textwrap.fill(
        " ".join(text.split()),
        WIDTH,
        initial_indent=pad,
        subsequent_indent=pad,
        break_on_hyphens=False,
        break_long_words=False,
    )


def _rows(rows: Iterable[tuple[int, str]]) -> str:
    """Rows, each with how far it is indented; one that is a rule or an address stays as it is."""
    return "\n".join(" " * indent + text if " " not in text else _wrap(text, indent) for indent, text in rows)


def _masthead(brief: Brief) -> str:
    days = "no piece gives a date"
    if brief.first is not None:
        days = spoken(brief.first) + (f" to {spoken(brief.last)}" if brief.last != brief.first else "")
    facts = [
        plural(brief.pieces, "piece"),
        plural(brief.documents, "document"),
        plural(len(brief.outlets), "outlet") + " named",
        plural(brief.statements, "statement"),
        days,
    ]
    head = ["ON RECORD".center(WIDTH).rstrip(), "=" * WIDTH, _wrap(" · ".join(facts))]
    return "\n".join([*head, *map(_wrap, asked(brief))])


def _published(article: Article) -> str:
    parts = [outlet(article) or UNKNOWN_OUTLET, spoken(day(article))]
    if article.byline:
        parts.append(f"by {byline(article)}")
    if article.kind == "excerpt":
        parts.append("excerpt, cut" if article.cut else "excerpt")
    return " · ".join([*parts, document_name(article)])


def _story(views: Views, story: BriefStory) -> str:
    articles = views.articles
    head = gapped(views.words(story.headline), story.headline)
    facts = [plural(len(story.articles), "piece")]
    if len(story.articles) > 1:
        facts.append(plural(len(story.outlets), "outlet") + " named")
        facts.append(plural(story.origins, "independent origin"))
    parts = ["-" * WIDTH, _wrap(head), _wrap(" · ".join([*facts, _published(articles[story.headline.article])]), 2)]
    anchor = views.anchor(story.headline)
    parts += [f"  #{anchor}"] if anchor else []
    shown_source = story.headline.article
    for line in (line for line in story.lines if line.shown):
        article = articles[line.article]
        if article.id != shown_source:
            parts += ["", _wrap(_published(article), 2)]
            shown_source = article.id
        parts += ["", *([_wrap(speaker(line, article).upper(), 4)] if line.kind == "statement" else [])]
        anchor = views.anchor(line)
        parts += [_wrap(gapped(views.words(line), line), 4), *([f"    #{anchor}"] if anchor else [])]
        parts += _chain(views, line)
    heard = [f"{voice.name} {voice.statements:,}" for voice in story.voices]
    heard += [f"{story.unnamed:,} without a named speaker"] if story.unnamed else []
    parts += ["", _wrap("Heard in this story: " + ", ".join(heard), 2)] if heard else []
    folded = sum(not line.shown for line in story.lines)
    return "\n".join([*parts, *(["", f"  ({plural(folded, 'more line')} folded)"] if folded else [])])


def _chain(views: Views, line: Line) -> list[str]:
    """Where else a line's statement is made, in order, each place with its address."""
    if line.chain is None:
        return []
    told = tellings(line)
    parts = [] if line.chain.first else ["      no date tells which was first:"]
    for at, telling in enumerate(told[:LISTED]):
        order = ("first: " if at == 0 else "again: ") if line.chain.first else ""
        who = whose(told, at)
        parts.append(_wrap(f"{order}{where(views.articles[telling.place.article])}{f' ({who})' if who else ''}", 6))
        parts.append(f"        #{views.place_anchor(telling.place)}")
    left = len(told) - len(told[:LISTED]) + line.chain.further
    closing = [*([f"and {left:,} more"] if left else []), *filter(None, [origin(line.chain)])]
    return [*parts, *(f"      {one}" for one in closing)]


def _folded(views: Views) -> str:
    hidden = [story for story in views.brief.stories if not story.shown]
    if not hidden and not views.brief.further:
        return ""
    parts = ["=" * WIDTH, f"MORE STORIES ({len(hidden) + views.brief.further:,})", ""]
    for story in hidden[:20]:
        parts.append(_wrap("- " + gapped(views.words(story.headline), story.headline)))
    left = len(hidden) - 20 + views.brief.further
    return "\n".join([*parts, *([f"… and {left:,} more"] if left > 0 else [])])


def _voices(brief: Brief) -> str:
    if not brief.voices:
        return ""
    rows = [f"{'':<46}{'heard':>8}{'direct':>8}{'named':>8}"]
    rows += [f"{one.name[:44]:<46}{one.statements:>8,}{one.direct:>8,}{one.named:>8,}" for one in brief.voices[:SHOWN]]
    by_entity = {voice.entity: voice for voice in brief.voices}
    silent = ", ".join(f"{by_entity[one].name} ({by_entity[one].named:,})" for one in brief.unheard[:LISTED])
    alone = ", ".join(f"{by_entity[one].name} ({by_entity[one].only_in})" for one in brief.heard_in_one[:LISTED])
    rows += ["", _wrap(f"Named often, never heard: {silent}")] if silent else []
    rows += ["", _wrap(f"Heard in one outlet only: {alone}")] if alone else []
    return "\n".join(["=" * WIDTH, "WHO IS HEARD (statements), AND WHO IS TALKED ABOUT (times named)", *rows])


def _sources(brief: Brief) -> str:
    if brief.sources is None or not brief.sources.statements:
        return ""
    each = [one for one in brief.outlet_sources if one.statements][:LISTED]
    named = [("all pieces", brief.sources), *((one.outlet or UNKNOWN_OUTLET, one) for one in each)]
    rows = [f"{'':<38}{'statements':>12}{'not named':>12}{'open':>8}{'share':>8}"]
    rows += [
        f"{name[:36]:<38}{one.statements:>12,}{one.unnamed:>12,}{one.open:>8,}{100 * one.share:>6.0f} %"
        for name, one in named
    ]
    return "\n".join(["=" * WIDTH, "STATEMENTS WITHOUT A NAMED SPEAKER", *rows])


def _called(brief: Brief) -> str:
    if not brief.labels:
        return ""
    parts = ["=" * WIDTH, "WHAT EACH OUTLET CALLS THEM"]
    for entity in brief.labels[:LISTED]:
        parts += ["", entity.name]
        for naming in entity.outlets:
            labels = (f"{label.words}{f' ({label.count:,})' if label.count > 1 else ''}" for label in naming.labels)
            form = next(iter(naming.forms), entity.name)
            form = f" (mostly “{form}”)" if form != entity.name else ""
            parts.append(_wrap(f"{naming.outlet or UNKNOWN_OUTLET}{form}: {'; '.join(labels)}", 2))
    return "\n".join(parts)


def _cites(views: Views) -> str:
    cites = views.brief.cites
    if not cites:
        return ""
    parts = ["=" * WIDTH, "WHO CITES WHOM", ""]
    for one in cites[:SHOWN]:
        citing = views.articles[one.article]
        found = f"in this pile, #{views.piece_anchor(views.articles[one.resolved])}" if one.resolved else "not seen"
        parts.append(_wrap(f"- {outlet(citing) or piece_name(citing)} cites {work_name(views, one)} ({found})"))
        parts.append(f"  #{views.place_anchor(one.place)}")
    left = len(cites) - SHOWN + views.brief.cites_further
    return "\n".join([*parts, *([f"… and {left:,} more"] if left > 0 else [])])


def _undated(views: Views) -> str:
    lines = views.brief.undated
    if not lines:
        return ""
    head = f"DATE NOT GIVEN ({plural(len(lines), 'piece')} that may be of that time)"
    return "\n".join(["=" * WIDTH, head, *(_wrap("- " + gapped(views.words(one), one)) for one in lines[:40])])


def _unread(brief: Brief) -> str:
    return "\n".join(["=" * WIDTH, "NOT READ", *map(_wrap, brief.unread)]) if brief.unread else ""
