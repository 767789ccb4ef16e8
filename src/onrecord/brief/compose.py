"""Composing: which lines of a pile stand on the first screen's level, which are folded, and in what order.

    pieces ──narrow──> stories, the weightiest first ──draw──> lines ──weigh──> worth ──choose──> shown, folded, counted

Nothing is written here: every line is a span of a piece. Of a large pile the lines of the weightiest stories are
weighed, the headlines of some more are listed, and the rest is counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log2

from msgspec.structs import replace

from onrecord import __version__
from onrecord.brief import cites, narrow, weigh, words
from onrecord.brief.called import called
from onrecord.brief.candidates import Candidate, headline
from onrecord.brief.chains import Chains
from onrecord.brief.choose import Chooser, Heading
from onrecord.brief.disputes import disputes
from onrecord.brief.excerpts import Excerpts
from onrecord.brief.happenings import happenings
from onrecord.brief.options import DEFAULTS, BriefOptions, first_day
from onrecord.brief.people import People
from onrecord.brief.voices import Tally, heard_in_one, in_story, sources, tally, unheard, voices
from onrecord.brief.weigh import Told
from onrecord.errors import UsageError
from onrecord.model import Analysis, Article, Brief, BriefStory, Line, Story

LISTED = 300
"""Stories without a shown line that are listed, folded; any further ones are counted."""

FOLDED_WORDS = 300
"""Words folded under a story for each of its pieces: enough to see what else it says before its text is opened."""

FOLDED_TOTAL = 25_000
"""Words folded in the whole page, the weightiest stories first: a page stays under 3 MB whatever the pile."""

RECENT_DAYS = 7.0
"""Days after which a story's newness counts half, back from the newest piece of the pile."""


def compose(analysis: Analysis, options: BriefOptions = DEFAULTS) -> Brief:
    """Choose and order the lines of a briefing.

    Args:
        analysis: a pile, analysed.
        options: how many words, and which lines are wanted.

    Raises:
        UsageError: a length below 1, a date that is none, or a name that no piece holds.
    """
    if options.length < 1:
        raise UsageError(f"--length {options.length}: give a number of words above 0")
    articles, undated, focus = _narrowed(analysis, options)
    people = People(analysis)
    tallies = tally(people, articles)
    stories = _stories(analysis, articles)
    weights = {article.id: (story.id, story.weight) for story in stories for article in story.articles}
    pool = _pool(analysis, stories, people, tallies)
    pool = _wanted(pool, focus, options.against)
    if options.against is not None:
        stories = _with_lines(stories, pool)
    for at, one in enumerate(pool):
        stories[one.story].pool.append(at)
    taken, bare, total = _chosen(stories, pool, options.length)
    told = _told(stories, pool, taken, bare)
    dates = sorted(a.published.value for a in articles if a.published and first_day(a.published.value))
    made = Brief(
        version=__version__,
        length=options.length,
        words=total,
        pieces=len(articles),
        documents=len({article.document.id for article in articles}),
        outlets=tuple(sorted({article.outlet.value for article in articles if article.outlet})),
        first=dates[0] if dates else None,
        last=dates[-1] if dates else None,
        options=_asked(options),
        stories=tuple(told),
        voices=(),
        statements=sum(len(article.statements or ()) for article in articles),
        further=len(stories) - len(told),
        undated=tuple(headline(article) for article in undated),
        pseudonymised=analysis.run.pseudonymised,
    )
    made = _with_accounts(made, analysis, weights, people, focus)
    return _with_voices(made, analysis, articles, tallies, people)


def _with_accounts(
    made: Brief,
    analysis: Analysis,
    weights: Mapping[str, tuple[str, float]],
    people: People,
    focus: narrow.Focus | None,
) -> Brief:
    """The briefing with what the accounts disagree on, and the timeline; `weights` are as `disputes` wants them."""
    excerpts = Excerpts(analysis, people)
    wanted = None if focus is None else lambda line: focus.shows(excerpts.articles[line.article], line)
    differ, more = disputes(analysis.conflicts, excerpts, weights, wanted)
    told, later = happenings(analysis.events, excerpts, {at: weight for at, (_, weight) in weights.items()}, wanted)
    return replace(made, disputes=differ, disputes_further=more, happenings=told, happenings_further=later)


def _with_voices(
    made: Brief, analysis: Analysis, articles: Sequence[Article], tallies: Mapping[str, Tally], people: People
) -> Brief:
    """The briefing with who is heard in it, in the pile and in each story, how statements travelled, and what outlets
    call whom."""
    by_id = {article.id: article for article in articles}
    chains = Chains(analysis, people)
    stories: list[BriefStory] = []
    for story in made.stories:
        heard, nameless = in_story(people, [by_id[one] for one in story.articles], tallies)
        lines = tuple(chains.line(line) for line in story.lines)
        stories.append(replace(story, lines=lines, voices=heard, unnamed=nameless))
    listed = voices(tallies, made.outlets)
    cited = cites.cites(analysis, articles)
    whole, each = sources(people, articles, tallies)
    return replace(
        made,
        stories=tuple(stories),
        voices=listed,
        sources=whole,
        outlet_sources=each,
        unheard=unheard(listed),
        heard_in_one=heard_in_one(listed),
        labels=called(analysis, articles),
        cites=cited[: cites.LISTED],
        cites_further=max(0, len(cited) - cites.LISTED),
    )


def _pool(analysis: Analysis, stories: Sequence[Told], people: People, tallies: Mapping[str, Tally]) -> list[Candidate]:
    """The lines to choose from, weighed, each text once; an outlet's standing text left out."""
    drawn = weigh.draw(stories, people)
    pool = weigh.fold([one for piece in drawn for one in piece])
    standing = weigh.carry(pool, analysis.reuse)
    weigh.weigh(drawn, tallies)
    return [one for one in pool if id(one) not in standing]


def _wanted(pool: list[Candidate], focus: narrow.Focus | None, old: Analysis | None) -> list[Candidate]:
    """The lines that name what is asked for, and did not stand in an earlier analysis."""
    if focus is not None:
        pool = [one for one in pool if focus.line(one)]
    if old is None:
        return pool
    stood = narrow.stood_before({words.key(one.text) for one in pool}, old)
    return [one for one in pool if words.key(one.text) not in stood]


def _with_lines(stories: Sequence[Told], pool: Sequence[Candidate]) -> list[Told]:
    """The stories that still have a line: a headline over nothing new is no news. Their lines are told their number."""
    kept = sorted({one.story for one in pool})
    number = {old: new for new, old in enumerate(kept)}
    for one in pool:
        one.story = number[one.story]
    return [stories[at] for at in kept]


def _asked(options: BriefOptions) -> dict[str, str]:
    asked = {"about": options.about, "since": options.since}
    if options.against is not None:
        before = options.against.articles
        asked["against"] = f"{len(before)} piece{'' if len(before) == 1 else 's'}"
    return {name: value for name, value in asked.items() if value is not None}


def _narrowed(analysis: Analysis, options: BriefOptions) -> tuple[list[Article], list[Article], narrow.Focus | None]:
    """The pieces that the briefing is about, those left aside because they give no date, and what lines must name."""
    articles = list(analysis.articles)
    undated: list[Article] = []
    focus = None
    if options.against is not None:
        articles = narrow.changed(articles, options.against)
    if options.about is not None:
        articles, focus = narrow.about(analysis, articles, options.about)
    if options.since is not None:
        articles, undated = narrow.since(articles, options.since)
    return articles, undated, focus


def _stories(analysis: Analysis, articles: Sequence[Article]) -> list[Told]:
    """All stories of the pieces, the weightiest first; a piece that belongs to none is a story of its own."""
    order = {article.id: at for at, article in enumerate(articles)}
    left = {article.id: article for article in articles}
    told: list[Told] = []
    for story in analysis.stories:
        members = [left.pop(member) for member in story.articles if member in left]
        if members:
            told.append(_story(story, members))
    for article in left.values():
        stated = article.published.value if article.published else None
        told.append(Told(f"alone-{article.id}", [article], 1, stated, stated, headline(article)))
    last = [first_day(story.last or "") for story in told]
    newest = max((day for day in last if day is not None), default=None)
    for story_told, day in zip(told, last, strict=True):
        age = (newest - day).days if newest is not None and day is not None else RECENT_DAYS
        story_told.weight = _weight(story_told, float(age))
    told.sort(key=lambda story: (-story.weight, order[story.articles[0].id]))
    return told


def _story(story: Story, members: list[Article]) -> Told:
    """A story of the analysis with those of its pieces that are wanted."""
    whole = len(members) == len(story.articles)
    days = sorted(article.published.value for article in members if article.published)
    chosen = next((article for article in members if article.id == story.headline.article), None)
    if chosen is None or (chosen.title is None and any(article.title for article in members)):
        chosen = next((article for article in members if article.title is not None), members[0])
    return Told(
        story.id,
        members,
        min(story.origins, len(members)),
        story.first if whole else days[0] if days else None,
        story.last if whole else days[-1] if days else None,
        headline(chosen),
    )


def _weight(story: Told, age: float) -> float:
    """What the lines of a story are multiplied with: how many pieces, outlets and origins tell it, how new it is.

    Set by reading the headlines that it puts first in `coverage/baly-third` (`onrecord brief` on it): with outlets at
    0.3 and pieces at 0.3, the running topics of a single outlet came second and fourth.
    """
    outlets = {article.outlet.value for article in story.articles if article.outlet}
    told = 0.05 * log2(len(story.articles)) + 0.5 * log2(max(1, len(outlets))) + 0.05 * log2(max(1, story.origins))
    return float(1 + told + 0.3 * 0.5 ** (age / RECENT_DAYS))


def _heading(story: Told) -> Heading:
    line = story.headline
    if line.title is not None:
        return Heading(words.count(line.title.value), words.content(words.tokens(line.title.value)), True)
    text = next(article.text for article in story.articles if article.id == line.article)
    shown = " ".join(span.of(text) for span in line.spans)
    return Heading(words.count(shown), words.content(words.tokens(shown)), line.kind == "headline")


def _chosen(stories: Sequence[Told], pool: Sequence[Candidate], length: int) -> tuple[list[int], list[int], int]:
    """The numbers of the shown lines, best first; stories shown by their headline alone; how many words that is."""
    headings = [_heading(story) for story in stories]
    chooser = Chooser(pool, [story.weight for story in stories], headings)
    chooser.fill(length)
    total = chooser.words
    bare: list[int] = []
    for at, story in enumerate(stories):
        if not story.pool and total + headings[at].words <= length:
            bare.append(at)
            total += headings[at].words
    return chooser.taken, bare, total


def _told(
    stories: Sequence[Told], pool: Sequence[Candidate], taken: Sequence[int], bare: Sequence[int]
) -> list[BriefStory]:
    """Stories with shown lines in the order of their best line, then the others by weight, as far as `LISTED`."""
    shown = set(taken)
    first = list(dict.fromkeys([*(pool[at].story for at in taken), *bare]))
    room = [FOLDED_TOTAL]
    told = [_brief_story(stories[at], pool, shown, True, room) for at in first]
    told_first = set(first)
    others = [at for at in range(len(stories)) if at not in told_first][:LISTED]
    told += [_brief_story(stories[at], pool, shown, False, room) for at in others]
    return told


def _brief_story(
    story: Told, pool: Sequence[Candidate], shown: set[int], is_shown: bool, room: list[int]
) -> BriefStory:
    """The value; `room` holds how many words may still be folded in the whole page."""
    outlets = {article.outlet.value for article in story.articles if article.outlet}
    return BriefStory(
        story=story.id,
        headline=replace(story.headline, shown=is_shown),
        lines=tuple(_lines(story, pool, shown, room)),
        articles=tuple(article.id for article in story.articles),
        first=story.first,
        last=story.last,
        outlets=tuple(sorted(outlets)),
        origins=story.origins,
        shown=is_shown,
    )


def _lines(story: Told, pool: Sequence[Candidate], shown: set[int], room: list[int]) -> list[Line]:
    """The shown lines of a story and the folded ones: piece by piece, the piece with the best line first."""
    own = min(FOLDED_WORDS * min(len(story.articles), weigh.STORY_PIECES), room[0])
    kept = [at for at in story.pool if at in shown]
    for at in sorted(story.pool, key=lambda at: -pool[at].worth):
        if at not in shown and pool[at].words <= own:
            own -= pool[at].words
            room[0] -= pool[at].words
            kept.append(at)
    best: dict[str, float] = {}
    for at in kept:
        one = pool[at]
        value = one.worth + (1.0 if at in shown else 0.0)
        best[one.article.id] = max(value, best.get(one.article.id, 0.0))
    kept.sort(key=lambda at: (-best[pool[at].article.id], pool[at].article.id, pool[at].first))
    return [pool[at].line(at in shown) for at in kept]
