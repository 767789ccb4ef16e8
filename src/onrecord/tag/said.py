"""In whose words a stretch of an article stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from sys import maxsize

from onrecord.model import Span, Statement


class Said:
    """The contents of the statements of an article.

    Args:
        statements: of one article, in any order.
    """

    MOST = 50
    """Contents that are looked at for one stretch: those that begin before it, from the nearest."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self._contents = sorted(
            (part.start, part.end, sum(each.end - each.start for each in one.content), one.id)
            for one in statements
            for part in one.content
        )

    def innermost(self, span: Span) -> str | None:
        """The id of the statement with the shortest content that holds a span, of two alike the one that says less."""
        behind = bisect_right(self._contents, (span.start, maxsize, 0, ""))
        near = self._contents[max(0, behind - self.MOST) : behind]
        holding = [(end - start, length, name) for start, end, length, name in near if end >= span.end]
        return min(holding)[2] if holding else None
