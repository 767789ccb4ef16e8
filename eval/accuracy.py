"""The page docs/accuracy.md, written from a run of the evaluation."""

from __future__ import annotations

from collections.abc import Sequence

from eval.data import CHECKOUT
from eval.figures import Figure, Floor, cells, markdown_table

ACCURACY = CHECKOUT / "docs" / "accuracy.md"

HEADER = """# Accuracy

Written by `python -m eval --write`; do not edit it by hand. Every figure of the tables of measures can be had again
with that command, given the data; counts in the text beside them were made by hand. None of the data is part of this
project.

A value comes with its 95 % interval. A floor is the worst value with which the project's checks still pass; floors
only rise, and each says in `eval/floors.toml` when it was set and on what.
"""

ABOUT = {
    "split": """## Splitting a document into its pieces

A start is right only where it is exact, to the character (white space before it aside). Precision, recall and F1 are
summed over all documents of a corpus; the interval of F1 is a bootstrap over documents. WindowDiff (Pevzner and Hearst
2002; lower is better) counts windows over the document's lines in which the number of borders is wrong.

- *seeds*: three real issues of a newsletter, marked by eye. A second marking, made later and without the first in
  sight, has the same 26 starts; on the two teaser pages it went by the “Read more” lines alone.
  Four of the 26 are found by rules that were written with these issues in view: a check, not a forecast.
- *data-is-plural*: 200 issues of a newsletter, all mark-up stripped; the items are gold, and header, summary and footer
  count as mistakes where they are made pieces.
- *joined*: issues made by joining 6 to 12 articles of two data sets, 20 in each of the styles; seeded and fixed.
  “No sign” has neither headline nor byline, and the same break between pieces as between paragraphs.
- *berlin-daily*: 80 pages of a digest in HTML; every heading of second rank starts a piece, nothing else does.
- *baly-third*, *polnear-train*, *polnear-dev*: single articles of at least 80 words; how many came back in several
  pieces. On *polnear-train* the parameters that ship were fitted, so its figure flatters; *polnear-dev* and the
  corpora above served to choose between settings, so theirs may flatter a little.
""",
    "statements": """## Statements

The measure is that of the tool with which all figures on statements are given: contents are matched one to one, and an
attribution is right where at least half of the words of content and of source are shared (Jaccard 0.5). “Direct” are
statements with at least half of their words inside double quotation marks. The model was trained on *polnear-train*;
*polnear-dev* served to choose between recipes, to calibrate confidence and to choose the confidence from which on a
statement is shown, so its figures are development figures.

- *polnear-dev* altered: the same articles without double quotation marks, with straight ones, in small letters, and cut
  into pieces of sixty words without regard to sentences.
- *cofenet-dev*: the published measure of CofeNet (Wang et al., COLING 2022), exact spans of each role on its sentences.
- *seeds* and *foreign and science pages*: three newsletter issues and twelve pages of `coverage/baly-third`, marked by
  two readers by `eval/statements/GUIDELINE.md` before anything was tuned; ids and offsets are in
  `eval/statements/gold`. “The other reader” is the agreement of the two. Both were sessions of one language model, so
  that they agree more than two people would; they marked statements inside others more often than PolNeAR's readers,
  which costs recall. Pieces written for training (`training/tag/pieces`) are like newsletters in kind, and one of
  their writers had seen unmarked texts of this gold.

What became of the statements of the three seeds, by kind, against reader A (against reader B):

| kind | right | wrong source | wrong content | missed |
| --- | --- | --- | --- | --- |
| direct | 23 (23) | 3 (3) | 2 (2) | 3 (3) |
| indirect | 172 (171) | 12 (13) | 9 (9) | 56 (56) |
| without a source | 2 (2) | 4 (2) | 1 (1) | 16 (16) |
| inside another statement | 7 (8) | 1 (1) | 0 (0) | 95 (85) |

40 (41) statements were found that the reader did not mark. More than half of what is missed lies inside another
statement. Of the 303 (301) others, 197 (196) are right, which is an attribution F1 of about 70 % on what is outermost.
Most other losses: feelings and support told without a verb of saying, nouns as cues, orders and permissions in the
passive, and sources that the sentence only implies. Counted on 2026-11-25 with the shipped model.
""",
    "confidence": """## Confidence

Of the statements that were given some confidence, how many are right in content and source. The six numbers of the
calibration were fitted on these articles: expect a little less elsewhere.
""",
    "names": """## Names

A name is right where span and type are; persons, organisations and places count. The last fifth of wikigold was not
trained on. The silver names are CoreNLP's, so that figure is agreement, not accuracy.
""",
    "who": """## Who speaks, and who is who

Marked by two readers by `eval/who/GUIDELINE.md`, from the text alone; ids and offsets are in `eval/who/gold`. “The
other reader” is the agreement of the two. Both were sessions of one language model, so that they agree far more than
two people would. Where a reader had spelled one bearer in two ways on different sheets, the two were made one
afterwards by somebody who saw both readers' marks; before that their agreement on bearers was 99.6 %.

- *speaker*: ten statements in a row of each of thirty articles of *polnear-dev*, and every third one of the three
  *seeds*. The statements are given, and only their speakers are asked for. Right is a chain that holds the speaker's
  fullest name of the article and nobody else's; a speaker without a name whose type is right; the author; and nobody
  where the article tells nobody. “Left open” are speakers with a name for whom the tagger gives none, or candidates.
  Of what is wrong, *another named* is what puts words into somebody else's mouth; the rest are names that were missed
  (“the union”, “the film”) and other types.
  *Simple rule*: a name in the source, else the nearest person named before who may be meant by the pronoun. *End to
  end*: of all these statements, those that the tagger finds itself and gives the right speaker.
- *200 articles of coverage*: which forms of names mean one bearer, as one pile. Counted are bearers with several forms
  and all who share a word or an acronym with one of them; B-cubed and its interval are over forms and articles. With
  *names given* only chains and resolving are measured, with *names found* everything. *Wrong merges* are pairs of forms
  of different bearers, who share a word or an acronym, in one entity. *Same string* joins what is spelled alike.
- *ECB+*: it holds no bearers to measure by; the number of entities that stand in several articles is only told.
- *GUM*: chains of names and pronouns within an article. CoNLL F1 is the mean of MUC, B-cubed and CEAF. Every second
  document is held out; the rest may be trained on. Chains without a name and chains of one mention are left out.
  *Simple rule*: one string or one surname is one bearer, and a pronoun the nearest person before it who may be meant.
""",
    "stories": """## Stories

Pieces that tell of one event belong into one story. B-cubed (Bagga and Baldwin 1998) asks of every piece how many of
those in its story belong there and how many that belong there are in it. AMI (Vinh, Epps and Bailey 2010) and ARI
(Hubert and Arabie 1985) are agreement beyond chance, 1 at most. Intervals are bootstraps over topics, or over events
where there are none. One threshold serves all.

- *ECB+ odd topics*: short news texts, two look-alike events a topic; once as one pile, once topic by topic. All
  thresholds and weights were chosen on these.
- *BASIL 2010-2014*: fifty events, each told by three outlets; in view while they were chosen.
- *threshold from the other half*: the threshold chosen anew on one half of topics and events, scored on the other, mean
  over splits. It says how little depends on the threshold; the weights were chosen on both halves.
- *every second an excerpt*: every second piece of an event cut to its first 40 words. *Excerpts in the story of their
  article*: the first 40 words of every piece added to the pile.
- *against the whole*: the stories of the part of a pile that arrived first, set beside those of the whole pile, over
  the articles of both. By date; ECB+ has none and is shuffled. *Coverage of 2018* is a year of `coverage/baly-third`.
- *strangers*: pieces of that coverage at least twelve days apart, their dates taken off. No two tell of one event; the
  share is of those that are put into a story with another (lower is better). It was in view when the weights were
  chosen.
- *average link over embeddings*: what the tagger's embedding of passages is worth by itself, at the threshold that is
  best for this very corpus; the encoder that it imitates gives 86.3 % so. No stage uses it yet.
""",
    "references": """## Citations and references

Measured on 27 pieces written for this (`eval/references/pieces`), about made-up subjects, in the usual styles of notes
and with the usual slips. Text, marks and the program are by one writer, a session of a language model: the figures tell
what was thought of, not how often each style is met. A part of an entry is right where its span is, white space and
delimiters at its ends aside. *Resolution* counts entries, repeats included; of those that have no piece in the pile all
must stay open.

All pieces were in view in the end. They were written in three turns, each measured once before the program was changed
for it: of the entries with parts of their own 66 % (of 59), 57 % (of 14) and 76 % (of 17) were right in every part; all
24, 3 and 11 resolutions were right, of 32, 6 and 11 that there were to find. Expect that on new pieces.

Mentions of outlets were read on coverage, too: in 170 articles of *baly-third*, drawn by chance and unseen before, 79
of the 81 that are not marked as doubtful were outlets or works. What was missed there was not counted.
""",
    "reuse": """## Reuse

Passages that stand in two pieces, exactly or edited. A passage counts as found where records cover at least half of it
on both sides, and a record is right where at least half of it, on both sides, was copied.

- *Clough and Stevenson*: short answers, of which some were copied from an original and revised lightly or heavily. Each
  answer and its original are linked as a pile of two. Two of the nineteen near copies were copied from elsewhere, and
  the passage that is “found by mistake” stands, a little edited, in the original.
- *articles altered by an editor*: 240 copies of articles of `coverage/baly-third`, made by `eval/reuse/altered.py` in
  three grades and four manners, among 1,440 others, no two of which shared eight words in a row before. “Light”
  touches one word in seven, “heavy” two in five. Thresholds were chosen on *dev* (and on passages of the coverage that
  were read for it, none of them of the pairs below); no piece is in both parts. Every record between pieces of which
  neither is a copy of the other counts as wrong, though a few of them are quotations that both edited.
- *pairs that credit an agency*: drawn by `eval/reuse/sample.py` from five strata of what the two have in common, and
  marked by two readers by `eval/reuse/GUIDELINE.md`, without the program's output; ids and offsets are in
  `eval/reuse/gold`. The readers were four sessions of one language model, two for each half of the pairs.
""",
    "brief": """## What a briefing holds

Two readers each listed the twenty things most worth knowing in a pile, without the tool's output. While they did, the
first weights were being set by somebody who did not see the lists; later the lists themselves were tuned on. Neither
reader came fresh to *examples*: one wrote it, the other had read what its README says to look for. All readers were
sessions of one language model, so their agreement says less than that of two people would.

A thing stands in the briefing where shown lines, not folded ones, cover at least half of a place that says it. How many
of one reader's things the other lists too says how far such lists can be trusted. *Openings only* is the plainest
briefing, to compare with: as many first words of every piece as fit into the same length.

The *18 marked piles* hold ten articles each, of *polnear-train*, drawn by likeness with at most two an outlet. They and
the two readers' lists served to choose the weights by which lines are chosen, so all figures of this section are
development figures: on a new pile expect less. One reader marked each of the 18 piles, so there is no agreement to
tell for them; their interval is a bootstrap over piles. All readers went by `eval/brief/GUIDELINE.md`.
""",
    "quantities": """## Figures and dates

*Specifications* are the test cases of a recogniser for telephone assistants (`dates-and-figures`), each a sentence with
the times that it names. A case is right where all are found at their place, with their type and, in the files that give
values, their value; our answers are first put into the terms of the specifications (`eval/quantities/date_terms.py`).
The grammar was written with these cases in view, so their figures say how much of them it covers, not how well it reads
news. *Without what news never has*: cases left out by their number, at most a fifth of a file, fixed before anything
was built (`eval/quantities/excluded_dates.toml` has the groups and reasons). The cases of numbers and units are
measured in the same way (`eval/quantities/excluded.toml`); their exclusions were chosen after reading every case, and
of ordinals "last" and "next" are not asked for.

The *60 articles*, thirty of polnear-dev and thirty of *baly-third*, were marked by two readers by
`eval/quantities/GUIDELINE.md`, without the program's output and while it was being written by somebody who did not see
their marks; ids and offsets are in `eval/quantities/gold`. "The other reader" is the agreement of the two, both
sessions of one language model. Every second article served for choosing the rules for figures; those for dates were
not changed for any of them. Of the articles *held out* nothing was looked at but figures of the whole: for figures
once before their rules were chosen (spans 85.0, things counted 73.8 and 75.6) and once after.
""",
    "accounts": """## What the accounts disagree on

Two readers judged 2,706 pairs of figures and of dates (`eval/accounts/GUIDELINE.md`), pooled by a matcher of its own
that over-generates (`eval/accounts/pool.py`), until 57 were differences for both. Neither saw the program's output;
both were sessions of one language model. Events are divided by chance: half of them served for the weights (`python
-m training.accounts`) and for choosing the conditions; the others are held out, and only they stand in the table.
They were looked at eight times: with signs alone (4 of 38 found, 3 of the 9 groups that a pair told of were right),
with a network taught by values and 2,286 judged pairs (6 of 38, 9 of 29), with a lower threshold, which was not kept,
and five times with today's network. First with high thresholds (2 of 38, 4 of 12); then with more partners read and the
threshold of 0.8 for firm figures (3 of 38, 5 of 17); then with that of 0.7, after the made-up examples had shown that
two firm figures may lie too far apart (4 of 38, 11 of 39); with fewer partners again, since more took too long (4 of
38, 7 of 25, 14 of 65 alterations); and as it is, with figures the likelier to differ the nearer they are and no rule
for firm ones. Each change was chosen on the choosing half, on the examples or for speed. The last one halves the false
alarms, and finds hardly an alteration: these are 1.3 to 1.9 times, by which real accounts of one quantity seldom
differ.

*Differences found* counts the pairs of the pools that are differences for both readers. *Differences that are ones*
counts the groups that the program shows as differing and that hold a judged pair, right where either reader says so:
two readers judged what it reported there, 37 pairs of the former network and 40 more of today's, among as many of the
pools, and were of one mind on 149 of the 154. So 14 differences or changes that today's network found were not in the
pools, of whose 38 it finds few.
[Differences](differences.md) says what was tried.

*Altered pairs* are agreements of both readers, of independent texts, of which one side was changed by a seeded editor
to a clearly different value in the same form (`eval/accounts/editor.py`) and tagged anew; each pile is linked again
with many of them. The same pairs as they stood are the *unaltered twins*: there a difference is a false alarm.

*Pairs of sentences* (`eval/accounts/DENIALS.md`) and *pairs of dates* (`eval/accounts/EVENTS.md`), 210 and 208, were
judged by two more sessions of one language model, which agree more than two people would. Some are what the program
reported when they were drawn, the others come from a matcher that over-generates. Precision is asked of all judged
pairs that the program reports today; recall of the matcher's alone, among which both readers saw only five denials, so
that *denials found* says next to nothing. Where one reader doubts, a report is counted as wrong. In all denials the
sheet had the denier first. What the readers found unclear stands at the end of both guidelines. On the choosing half
these pairs led to six conditions of a denial and to reading more of the timeline by meaning; before, 35 of 100 denials
were ones there and 30 of 100 on the held-out half, and 28 and 26 of 100 tellings were joined, 90 and 94 of 100
rightly.
""",
}


def page(figures: Sequence[Figure], limits: dict[str, Floor]) -> str:
    """The whole page."""
    sections = [HEADER]
    for part, about in ABOUT.items():
        rows = [cells(figure, limits) for figure in figures if figure.part == part]
        if rows:
            sections.append(f"{about}\n{markdown_table(rows)}\n")
    return "\n".join(sections)
