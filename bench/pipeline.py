"""How fast the whole is: `python -m bench.pipeline [--articles N]`.

Runs the command as a user does, each call a process of its own, and prints wall and processor time and peak memory:
`onrecord --help`, beside an interpreter that does nothing; `onrecord brief` on the corpus `coverage/baly-third` where
it lies beside the checkout (or under ONRECORD_DATA), on made-up rows elsewhere, in articles a second.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CORPUS = Path("coverage/baly-third.jsonl.gz")
WHOLE_CORPUS = 12_573
HELP_RUNS = 7

PEOPLE = ("Ida Brandt", "Jonas Weil", "Mira Holm", "Per Askew", "Lene Orlo")
PLACES = ("Larnholm", "Vey", "Oststrand", "Quill")


def made_up(count: int, target: Path) -> None:
    """Rows of about 6,400 characters on made-up subjects."""
    chance = random.Random(1)
    with gzip.open(target, "wt", encoding="utf-8") as file:
        for number in range(count):
            lines: list[str] = []
            while sum(len(line) for line in lines) < 6_400:
                person, place = chance.choice(PEOPLE), chance.choice(PLACES)
                lines.append(f"“We counted {chance.randrange(9_000)} ships,” said {person}, who lives in {place}.")
                lines.append(f"The council of {place} met {chance.randrange(2, 90)} times over the old quay that year.")
            row = {"id": number, "title": f"Quay {number}", "outlet": chance.choice(PLACES), "text": "\n\n".join(lines)}
            file.write(json.dumps(row) + "\n")


def pile(articles: int, folder: Path) -> Path:
    """The first `articles` rows of the corpus, or as many made-up ones."""
    target = folder / "pile.jsonl.gz"
    root = Path(os.environ.get("ONRECORD_DATA") or Path(__file__).resolve().parent.parent.parent / "shared" / "data")
    if not (root / CORPUS).exists():
        print("the corpus is absent: measured on made-up rows")
        made_up(articles, target)
        return target
    with gzip.open(root / CORPUS, "rb") as source, gzip.open(target, "wb", compresslevel=1) as file:
        file.writelines(itertools.islice(source, articles))
    return target


def timed(*command: str) -> tuple[float, float]:
    """Wall and processor seconds of a command, its own children included."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wall, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--articles", type=int, default=WHOLE_CORPUS)
    articles = parser.parse_args().articles
    onrecord = (sys.executable, "-m", "onrecord")
    timed(*onrecord, "--help")
    helps = [(timed(*onrecord, "--help")[0], timed(sys.executable, "-c", "pass")[0]) for _ in range(HELP_RUNS)]
    shown, bare = (statistics.median(times) for times in zip(*helps, strict=True))
    print(f"onrecord --help   {shown:.2f} s, {shown / bare:.1f} times an interpreter that does nothing ({bare:.3f} s)")
    with tempfile.TemporaryDirectory() as folder:
        path = pile(articles, Path(folder))
        wall, busy = timed(*onrecord, "brief", str(path), "-o", str(Path(folder) / "briefing.html"))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"onrecord brief    {wall:.1f} s for {articles:,} articles: {articles / wall:.0f} articles/s")
    print(f"                  {busy:.1f} s of processor time, largest process {peak:,.0f} MB")


if __name__ == "__main__":
    main()
