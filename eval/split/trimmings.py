"""What stands around articles in a newsletter: names, signatures, mastheads, editors' notes, lists of sources.

All people, outlets and newsletters here are made up.
"""

from __future__ import annotations

import calendar
import random
import re
from collections.abc import Sequence

FIRST_NAMES = [
    "Anna",
    "Bashir",
    "Carla",
    "Dmitri",
    "Elif",
    "Farid",
    "Grace",
    "Hugo",
    "Ines",
    "Jakob",
    "Karin",
    "Liam",
    "Mariam",
    "Nadia",
    "Oscar",
    "Priya",
    "Quentin",
    "Rosa",
    "Samuel",
    "Tamar",
    "Ulrich",
    "Vera",
    "Walid",
    "Xenia",
    "Yusuf",
    "Zoe",
]
LAST_NAMES = [
    "Abernathy",
    "Barzani",
    "Castellano",
    "Drummond",
    "Eklund",
    "Farrokh",
    "Gallagher",
    "Haddad",
    "Ivanov",
    "Janssen",
    "Kessler",
    "Lindqvist",
    "Mwangi",
    "Novak",
    "Okafor",
    "Petrov",
    "Quigley",
    "Rahimi",
    "Sandoval",
    "Tremblay",
    "Ullmann",
    "Varga",
    "Whitlock",
    "Yilmaz",
    "Zeller",
]
OUTLETS = (
    "The Harbour Post",
    "Meridian Review",
    "Northern Ledger",
    "Capital Observer",
    "Lantern Press Agency",
    "The Weekly Compass",
    "Inland Tribune Online",
)
MASTHEADS = ("The Monday Dossier", "Campaign Watch Weekly", "Capitol Reader", "What They Say", "Lines and Sources")
NOTES = (
    "Readers write to us to ask why we print so many views that we do not share.",
    "The answer is a plain one. Nobody can judge a quarrel who has heard one side of it.",
    "This week there was more to read than usual, and we kept the pieces whole.",
    "Some of them will annoy you. Some of them annoyed us.",
    "We have changed nothing in them, not even what we hold to be wrong.",
    "As ever, write to us when you find a mistake.",
)
POSTS = ("a journalist", "a political analyst", "a researcher", "a columnist", "a former editor")
SUBJECTS = ("elections and parties", "foreign policy", "the courts", "public money", "the press itself")
MONTHS = calendar.month_name[1:]
PLAIN_NAME = re.compile(r"[A-Z][\w'.-]+(?: [A-Z][\w'.-]*){1,3}")


def author_of(stated: str | None, title: str) -> str:
    """The author that a data set states, where that is a plain name; otherwise a made-up one that goes with `title`."""
    name = re.sub(r"^by\s*", "", stated or "", flags=re.IGNORECASE).split(",")[0].strip()
    if name.isupper():
        name = name.title()
    if PLAIN_NAME.fullmatch(name):
        return name
    return _name(random.Random(title))


def _name(chance: random.Random) -> str:
    return f"{chance.choice(FIRST_NAMES)} {chance.choice(LAST_NAMES)}"


class Trimmings:
    """Draws trimmings by chance.

    Args:
        chance: where all draws come from.
    """

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def masthead(self) -> str:
        """The name of a newsletter."""
        return self._chance.choice(MASTHEADS)

    def note(self) -> list[str]:
        """An editor's note: a few paragraphs and a signature."""
        count = self._chance.randint(3, len(NOTES))
        return [*NOTES[:count], f"{_name(self._chance)},"]

    def signature(self, form: str, author: str) -> str:
        """The line under a piece that names its author: "by after", "name after" or "outlet after"."""
        if form == "by after":
            return f"{self._chance.choice(('By', 'by'))} {author}"
        if form == "outlet after":
            return f"{author}, {self._chance.choice(OUTLETS)},"
        return author

    def about(self, author: str) -> str:
        """A sentence in which the author is described."""
        draw = self._chance.choice
        return f"{author} is {draw(POSTS)} who has written on {draw(SUBJECTS)} for {draw(OUTLETS)} and others."

    def cite(self, paragraphs: Sequence[str], cited: Sequence[tuple[str, str, str]]) -> tuple[list[str], list[str]]:
        """The paragraphs with marks of numbered notes, and the list of sources that goes with them.

        Args:
            cited: author, title and date (ISO 8601, or empty) of what can be cited.
        """
        count = min(self._chance.randint(2, 7), len(paragraphs))
        marked = list(paragraphs)
        for number, place in enumerate(sorted(self._chance.sample(range(len(paragraphs)), count)), start=1):
            marked[place] += f" [{number}]"
        sources = ["Sources:"] if self._chance.random() < 0.5 else []
        for number in range(1, count + 1):
            again = number > 1 and self._chance.random() < 0.25
            sources.append(f"[{number}] " + ("ibid" if again else self._source(*self._chance.choice(cited))))
        return marked, sources

    def _source(self, author: str, title: str, published: str) -> str:
        first, _, last = author.rpartition(" ")
        return f"{last}, {first}, {title}, {self._chance.choice(OUTLETS)}, {self._date(published)}."

    def _date(self, published: str) -> str:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", published):
            return str(self._chance.randint(2010, 2016))
        year, month, day = published.split("-")
        return f"{MONTHS[int(month) - 1]} {int(day)}, {year}"
