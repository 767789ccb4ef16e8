"""What is set around articles in made-up issues: mastheads, signatures, descriptions, sources, notes, sub-headings.

All of it is drawn by chance; people and outlets are put together from lists and mean nobody.
"""

from __future__ import annotations

import calendar
import random
import re

FIRST = (
    "Aaron",
    "Adela",
    "Agnes",
    "Amir",
    "Anders",
    "Anita",
    "Arturo",
    "Beatriz",
    "Bernd",
    "Bogdan",
    "Camille",
    "Cedric",
    "Chidi",
    "Clara",
    "Dalia",
    "Daniel",
    "Dora",
    "Edgar",
    "Emeka",
    "Erin",
    "Esther",
    "Fatima",
    "Felix",
    "Gavin",
    "Greta",
    "Hamid",
    "Hanna",
    "Igor",
    "Ilse",
    "Irena",
    "Ivan",
    "Jamal",
    "Joan",
    "Jonas",
    "Judith",
    "Kemal",
    "Kofi",
    "Lars",
    "Leila",
    "Lorenzo",
    "Lucia",
    "Magnus",
    "Marta",
    "Mehdi",
    "Mina",
    "Nathan",
    "Nina",
    "Noor",
    "Olga",
    "Omar",
    "Paolo",
    "Petra",
    "Rachel",
    "Rafael",
    "Ravi",
    "Reza",
    "Robert",
    "Ruth",
    "Sami",
    "Sara",
    "Simon",
    "Sofia",
    "Stefan",
    "Susan",
    "Tariq",
    "Teresa",
    "Thomas",
    "Valentina",
    "Viktor",
    "Wanda",
    "William",
    "Yara",
    "Yosef",
    "Zainab",
)
LAST = (
    "Adeyemi",
    "Albrecht",
    "Alvarez",
    "Anand",
    "Baker",
    "Bianchi",
    "Blom",
    "Brennan",
    "Cardoso",
    "Chandler",
    "Cohen",
    "Costa",
    "Dahl",
    "Demir",
    "Dupont",
    "Eriksen",
    "Fischer",
    "Fleming",
    "Ferreira",
    "Garner",
    "Ghorbani",
    "Greenwood",
    "Hashemi",
    "Hoffmann",
    "Horvath",
    "Hughes",
    "Ibrahim",
    "Jafari",
    "Jankowski",
    "Jensen",
    "Kaplan",
    "Karimi",
    "Khan",
    "Kowalski",
    "Larsen",
    "Lehmann",
    "Lopez",
    "Malik",
    "Marchetti",
    "Martens",
    "Meyer",
    "Mohammadi",
    "Moreau",
    "Nasser",
    "Nguyen",
    "Nielsen",
    "Okonkwo",
    "Olsen",
    "Parker",
    "Pereira",
    "Pohl",
    "Ramirez",
    "Reyes",
    "Rossi",
    "Sadeghi",
    "Schmidt",
    "Sharma",
    "Silva",
    "Sorensen",
    "Tanaka",
    "Taylor",
    "Torres",
    "Vance",
    "Vidal",
    "Wagner",
    "Walsh",
    "Weber",
    "Winter",
    "Wolfe",
    "Yamada",
    "Young",
    "Zimmerman",
)
KINDS = (
    "Times",
    "Post",
    "Review",
    "Herald",
    "Monitor",
    "Observer",
    "Tribune",
    "Gazette",
    "Courier",
    "Chronicle",
    "Dispatch",
    "Bulletin",
    "Journal",
    "Ledger",
    "Watch",
    "Report",
    "Today",
    "News",
    "Online",
    "Radio",
    "Agency",
    "Network",
    "Wire",
    "Digest",
    "Mirror",
    "Standard",
    "Sentinel",
    "Magazine",
    "Forum",
    "Weekly",
)
PLACES = (
    "Atlantic",
    "Baltic",
    "Borough",
    "Capital",
    "Central",
    "City",
    "Coast",
    "Country",
    "Delta",
    "Eastern",
    "European",
    "Federal",
    "Forum",
    "Free",
    "Global",
    "Gulf",
    "Harbor",
    "Highland",
    "Inland",
    "Island",
    "Lake",
    "Metro",
    "Middle",
    "National",
    "New",
    "Northern",
    "Open",
    "Pacific",
    "People's",
    "Plain",
    "Progress",
    "Public",
    "River",
    "Rural",
    "Southern",
    "State",
    "Sunday",
    "Union",
    "Valley",
    "Village",
    "Western",
    "World",
    "Young",
)
THINGS = (
    "policy",
    "elections",
    "money",
    "courts",
    "schools",
    "energy",
    "farming",
    "trade",
    "borders",
    "science",
    "labor",
    "housing",
    "health",
    "defense",
    "the",
    "press",
    "local",
    "government",
    "foreign",
    "affairs",
    "public",
    "finance",
    "religion",
    "and",
    "society",
    "civil",
    "rights",
)
POSTS = (
    "a journalist",
    "an independent writer",
    "a political analyst",
    "a senior fellow",
    "a professor of history",
    "a former ambassador",
    "the editor",
    "a staff writer",
    "a lawyer and columnist",
    "the director of research",
)
ADDRESS = ("can be reached at desk@example.org.", "Follow on Twitter: @example.", "E-mail: letters@example.org")
NOTES = (
    "Welcome to another issue of our letter.",
    "It has been a long week, and a good deal of what was written in it will not be remembered.",
    "We have tried to pick the pieces that will be.",
    "Several readers asked why we leave out so much. The honest answer is that there is too much of it.",
    "People who talk about this subject like to talk about money. They rarely talk about those who pay.",
    "You will not agree with everything below. Neither do we.",
    "There is more to be said, and next week we will say it.",
    "Please pass this letter on, and tell us what you think of it.",
    "As always, what our authors say is theirs and not ours.",
    "Let us hear from those who were there.",
)
FOOTERS = (
    "You are receiving this because you subscribed to our list.",
    "Unsubscribe | Manage preferences",
    "Forward this email to a friend",
    "All rights reserved.",
    "Follow us on Twitter and Facebook",
    "Feedback? Just reply to this email.",
    "Copyright © 2016",
)
SECTIONS = (
    "WORLD",
    "Politics",
    "Opinion",
    "NEWS",
    "Analysis",
    "In brief",
    "Commentary",
    "At home",
    "Abroad",
    "REPORTS",
)
MONTHS = calendar.month_name[1:]


class Furniture:
    """Draws what stands around articles.

    Args:
        chance: where all draws come from.
    """

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def person(self) -> str:
        """A made-up name of two or three parts."""
        draw = self.chance.choice
        middle = f" {draw('ABCDEFGHJKLMNPRSTW')}." if self.chance.random() < 0.12 else ""
        last = draw(LAST) + (f" {draw(LAST)}" if self.chance.random() < 0.06 else "")
        return f"{draw(FIRST)}{middle} {last}"

    def outlet(self) -> str:
        """A made-up outlet."""
        draw = self.chance.choice
        the = "The " if self.chance.random() < 0.4 else ""
        return f"{the}{draw(PLACES)} {draw(KINDS)}"

    def day(self) -> str:
        """A date in one of the usual forms."""
        draw, number = self.chance.choice, self.chance.randint
        month, day, year = draw(MONTHS), number(1, 28), number(2008, 2022)
        return draw((f"{month} {day}, {year}", f"{day} {month} {year}", f"{year}-{number(1, 12):02d}-{day:02d}"))

    def masthead(self) -> list[str]:
        """One to three lines that name the issue."""
        draw = self.chance.choice
        name = draw(
            (
                self.outlet(),
                f"{draw(PLACES)} {draw(PLACES)} {draw(KINDS)}",
                f"{draw(THINGS).title()} {draw(('Now', 'Declining', 'Matters', 'Letter', 'Explained', 'Today'))}",
                f"{draw(('Eyes', 'Notes', 'Facts', 'Views', 'Voices'))} on {draw(PLACES)} {draw(THINGS).title()}",
                f"What {draw(('They', 'We', 'Others'))} {draw(('Say', 'Read', 'Wrote'))}",
            )
        )
        number = self.chance.randint(2, 400)
        form = self.chance.random()
        if form < 0.45:
            return [name]
        if form < 0.6:
            return [f"{name} — {self.day()}"]
        if form < 0.75:
            return [name, draw((f"Issue {number}", f"No. {number}", f"Vol. {number % 20 + 1}, No. {number}"))]
        if form < 0.9:
            return [f"{name} {draw(('Weekly Digest', 'Newsletter', 'Bulletin'))} {number}", self.day()]
        return [name.upper(), self.day()]

    def note(self) -> list[str]:
        """An editor's note: some paragraphs, mostly signed."""
        chance = self.chance
        lines = chance.sample(NOTES, chance.randint(2, 6))
        if chance.random() < 0.4:
            lines[0] = chance.choice(("Dear readers,", "From the editor: ", "Dear friends, ")) + lines[0]
        paragraphs = [" ".join(lines[i : i + 2]) for i in range(0, len(lines), 2)] if chance.random() < 0.5 else lines
        if chance.random() < 0.75:
            paragraphs.append(chance.choice(("{},", "{}", "— {}", "{}, editor", "Yours, {}")).format(self.person()))
        return paragraphs

    def before(self, author: str) -> list[str]:
        """What names the author ahead of a piece."""
        form = self.chance.choice(
            (
                "By {a}",
                "By {a}",
                "by {a}",
                "BY {A}",
                "By {a} and {b}",
                "By {a}, {o}",
                "By {a} | {o}",
                "{a}",
                "{a}, {o}",
                "Written by {a}",
                "By {a}\n{d}",
                "By {a}\n{o}",
                "{d}\nBy {a}",
                "Posted by {a} on {d}",
                "{o} | {d}",
                "{d}",
            )
        )
        return self._filled(form, author)

    def after(self, author: str) -> list[str]:
        """What names the author at the end of a piece."""
        form = self.chance.choice(
            (
                "By {a}",
                "by {a}",
                "{a}",
                "{a}",
                "{a},",
                "{a}, {o},",
                "{a}, {o}",
                "— {a}",
                "({a})",
                "{o}",
                "Source: {o}",
                "By {a} and {b}",
                "{a}\n{o}",
                "{a}, {d}",
                "By {a}, {o}",
            )
        )
        return self._filled(form, author)

    def _filled(self, form: str, author: str) -> list[str]:
        filled = form.format(a=author, A=author.upper(), b=self.person(), o=self.outlet(), d=self.day())
        return filled.split("\n")

    def about(self, author: str) -> str:
        """A passage in which the author is described."""
        draw = self.chance.choice
        does = draw(("writes about", "covers", "has worked on"))
        text = f"{author} {draw(('is', 'is', 'was'))} {draw(POSTS)} who {does}"
        text += f" {draw(THINGS)} for {self.outlet()}."
        if self.chance.random() < 0.3:
            text += f" {draw(('He', 'She'))} is the author of “{draw(PLACES)} {draw(KINDS)}” and {draw(ADDRESS)}"
        return text

    def sources(self, titles: list[str]) -> tuple[list[str], str]:
        """A list of sources, and the form of the marks that go with it."""
        chance = self.chance
        mark = chance.choice(("[{}]", "[{}]", "({})", "{}."))
        lines = (
            [chance.choice(("Sources:", "Notes:", "References", "Sources", "Notes"))] if chance.random() < 0.6 else []
        )
        for number in range(1, chance.randint(2, 8) + 1):
            last, first = chance.choice(LAST), chance.choice(FIRST)
            words = chance.choice(
                (
                    f"{last}, {first}, {chance.choice(titles)}, {self.outlet()}, {self.day()}.",
                    f"{first} {last}, “{chance.choice(titles)}”, {self.outlet()} ({self.day()})",
                    f"https://example.org/{last.lower()}/{number}",
                    "ibid",
                    "Ibid.",
                )
            )
            lines.append(f"{mark.format(number)} {words}")
        return lines, mark

    def interruption(self, paragraph: str) -> str:
        """What comes between two paragraphs of one article: an advert, a caption, stars, an embedded post."""
        draw = self.chance.choice
        words = " ".join(paragraph.split()[: self.chance.randint(4, 14)]).rstrip(".,")
        return draw(
            (
                "Advertisement",
                "ADVERTISEMENT",
                "* * *",
                "***",
                f"{words}. (Photo: {self.person()}/{self.outlet()})",
                f"{words}. {self.person()}/{self.outlet()} via example.org",
                f"{words} — {self.person()} (@{draw(LAST).lower()}) {self.day()}",
                f"Read more: {words}",
                f"Related: {words}",
                "Click to enlarge.",
                f"Watch: {words} 2:48",
            )
        )

    def subheading(self, paragraph: str) -> str:
        """A short line that could head a part of an article: some words of the paragraph it stands over."""
        words = re.findall(r"[^\W\d_][\w’'-]+", paragraph)
        if len(words) < 8:
            return self.chance.choice(("What comes next", "The numbers", "A long road", "Background"))
        length = self.chance.randint(2, 6)
        at = self.chance.randrange(0, len(words) - length)
        taken = words[at : at + length]
        form = self.chance.random()
        if form < 0.5:
            return " ".join(word[:1].upper() + word[1:] for word in taken)
        line = " ".join(taken)
        return line.upper() if form < 0.6 else line[:1].upper() + line[1:] + ("?" if form > 0.95 else "")
