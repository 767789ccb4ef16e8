"""Trains what `onrecord.link` tells by that two figures, or two dates, are of one thing (extra `train`).

    python -m training.accounts --data ../shared/data

Each step is kept under --out, so that a run which was cut off goes on.

1. The figures and dates of the articles of `coverage/baly-third` that stand in no gold are marked, and pairs of them
   gathered: told by their values (`distant`), judged by readers (`marked.jsonl`, and the choosing half of
   eval/accounts), and such that look alike (`alike`). They lie in `pairs.npz`: what follows needs nothing else.
2. Two large networks, one that reads sentences and one that reads what stands around them too, are fitted to the pairs
   told by values, then to the judged ones.
3. A small network learns what they say of the pairs that look alike, and what readers said: the one that is shipped.
4. Signs are weighed by logistic regression (`weighing`), with what small networks say that did not see the pair, nor
   did their teachers: one for each third of the events.

Pairs are judged by eval/accounts/GUIDELINE.md; of one thing is what is anything but "not comparable".
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import msgspec
import torch

from training.accounts import pairs as files
from training.accounts.gathering import gathered
from training.accounts.network import begun, export
from training.accounts.pairs import READINGS
from training.accounts.teaching import FOLDS, WHOLE, taught_by_values, unseen, without
from training.accounts.weighing import weigh
from training.tag.backbones import minilm
from training.tag.fit import device

LINK = Path(__file__).resolve().parents[2] / "src" / "onrecord" / "link"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.accounts", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    parser.add_argument("--out", type=Path, default=Path("runs"), help="folder for what is kept between runs")
    given = parser.parse_args()
    os.environ["ONRECORD_DATA"] = str(given.data)
    folder: Path = given.out
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "pairs.npz").exists():
        files.keep(gathered(folder), folder / "pairs.npz")
    # One processor is busy with one network; a GPU has room for all of them.
    several = FOLDS + 1 if device().type == "cuda" else 1
    with ProcessPoolExecutor(several, multiprocessing.get_context("spawn")) as processes:
        list(processes.map(partial(taught_by_values, folder), READINGS))
        said = list(processes.map(partial(without, folder), range(FOLDS + 1)))
    judged = files.kept(folder / "pairs.npz").judged
    weights = weigh(judged, unseen(judged, said))
    network = begun(minilm())
    network.load_state_dict(torch.load(folder / f"student-{WHOLE}.pt", weights_only=True))
    export(network, LINK / "model" / "side_by_side.onnx")
    (LINK / "same_thing.json").write_bytes(msgspec.json.format(msgspec.json.encode(weights), indent=1) + b"\n")


if __name__ == "__main__":
    main()
