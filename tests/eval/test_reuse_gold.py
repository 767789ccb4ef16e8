from __future__ import annotations

from eval.reuse.mark import Answer, Marked, place
from eval.reuse.sample import Piece
from eval.reuse.score import Both, is_covered

from onrecord.model import Span

ONE = Piece("one", "Quay shuts\n\nThe council voted to close the old quay before the storms arrive. More.\n\nEnd.")
OTHER = Piece("other", "Other.\n\n“The council voted” to close — the old quay, before the\nstorms arrive!")


def test_marked_words_are_placed_whatever_stands_between_them() -> None:
    sides = (2, "The council voted to", "the storms arrive")
    judged, lost = place(Answer(1, True, (Marked(sides, sides, "passage"),), "outside"), ONE, OTHER)
    (passage,) = judged.passages
    assert lost == []
    assert ONE.text[slice(*passage.one)] == "The council voted to close the old quay before the storms arrive"
    assert OTHER.text[slice(*passage.other)].endswith("the\nstorms arrive")


def test_words_that_are_not_there_are_named_and_left_out() -> None:
    there, not_there = (
        (2, "The council voted to", "the storms arrive"),
        (2, "The council refused to", "the storms arrive"),
    )
    judged, lost = place(Answer(7, True, (Marked(there, not_there, "passage"),)), ONE, OTHER)
    assert judged.passages == ()
    assert [str(problem) for problem in lost] == ["pair 7: not found: 'The council refused to'"]


def test_a_passage_is_covered_where_half_of_it_is_on_both_sides() -> None:
    passage = Both(Span(0, 100), Span(200, 300))
    assert is_covered(passage, [Both(Span(0, 30), Span(200, 230)), Both(Span(40, 70), Span(250, 290))])
    assert not is_covered(passage, [Both(Span(0, 100), Span(200, 240))])
    assert not is_covered(passage, [Both(Span(0, 100), Span(400, 500))])
