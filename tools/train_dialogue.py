#!/usr/bin/env python3
"""Train the model that finds the speakers of a dialogue together.

    tools/train_dialogue.py --evidence PROGRAM --source TEXT [--write FILE] [--test GOLD.jsonl] GOLD.jsonl ...

PROGRAM is `target/release/examples/quote_evidence`. GOLD has the format of `tools/train_certainty.py`; a text must be long and
mostly dialogue, such as a chapter of a novel. With --test, the weights are also tried on other texts.

The model is a chain with the likelihood of the right speakers as its objective (a conditional random field), with a penalty on
the squares of the weights. A state is a speaker and the last other speaker. The limit of sure speakers is chosen on predictions
for texts that a fit has not seen, or set with --sure: in a few novels, wrong names are so likely that no chosen limit is of use.
Needs numpy. It takes two minutes on one core.
"""
import argparse
import datetime
import json
import subprocess
import sys
from collections import Counter

import numpy as np

from train_certainty import gold_of, is_speaker, limit_for, part_of, print_calibration, quoted

FOLDS = 4
PENALTY = 1.0
ROUNDS = 40
# A feature of fewer possible speakers has no weight.
MIN_COUNT = 8
# The right share among the sure speakers, on texts that the fit has not seen.
RIGHT = 0.94
# Probability of speech from which a quote is spoken that the rules narrate. In novels, four in five such quotes are speech.
SPOKEN = 0.03
STEPS = [
    "first", "same paragraph", "same paragraph, cue", "same paragraph, far", "next paragraph", "next paragraph, cue",
    "later", "later, cue", "goes on",
]


class Text:
    """The turns of a text: for each the possible speakers with their features, the right ones, and the step."""

    def __init__(self, article, evidence):
        self.part = part_of(article["id"])
        self.turns, self.people = [], {}
        for quote, gold in gold_of(article, evidence):
            if not quote.get("turn"):
                continue
            step, labels = quote["turn"]
            right = None
            if gold not in (None, "none", "narrated") and gold.get("speaker"):
                right = [label for label, _ in labels if is_speaker(label, gold)]
            for label, _ in labels:
                self.people.setdefault(label, len(self.people))
            self.turns.append((step, labels, right))

    def with_features(self, names):
        index = {name: n for n, name in enumerate(names)}
        self.steps = []
        for step, labels, right in self.turns:
            rows = np.zeros((len(labels), len(names)))
            for row, (_, features) in enumerate(labels):
                for name, value in features:
                    if name in index:
                        rows[row, index[name]] += value
            places = np.array([self.people[label] for label, _ in labels])
            wanted = None if right is None else np.array([label in right for label, _ in labels])
            self.steps.append((STEPS.index(step), places, rows, wanted))


def forward(text, weights, steps, constrained):
    """Returns the weights of all states of each turn, the odds of its speakers, and the logarithm of the sum."""
    count = len(text.people)
    states, odds, total = [], [], 0.0
    for n, (step, places, rows, wanted) in enumerate(text.steps):
        e = np.exp(np.clip(rows @ weights, -30, 30))
        if constrained and wanted is not None and wanted.any():
            e = e * wanted
        own = np.zeros(count)
        own[places] = e
        grid = np.zeros((count, count + 1))
        if n == 0:
            grid[:, count] = own
        else:
            same, back, third = np.exp(steps[step])
            before = states[-1][:, :count]
            grid[:, :count] = own[:, None] * (same * before + third * (states[-1].sum(1)[None, :] - before.T) + back * before.T)
            np.fill_diagonal(grid[:, :count], 0)
            grid[:, count] = own * same * states[-1][:, count]
        total += np.log(grid.sum())
        states.append(grid / grid.sum())
        odds.append(own)
    return states, odds, total


def expected(text, weights, steps, constrained=False):
    """Returns the log likelihood, the expected features and steps, and the probabilities of the speakers of each turn."""
    count = len(text.people)
    states, odds, total = forward(text, weights, steps, constrained)
    after = np.ones((count, count + 1))
    np.fill_diagonal(after[:, :count], 0)
    features, taken = np.zeros_like(weights), np.zeros_like(steps)
    shares = [None] * len(states)
    for n in range(len(states) - 1, -1, -1):
        step, places, rows, _ = text.steps[n]
        share = states[n] * after
        shares[n] = (share.sum(1) / share.sum())[places]
        features += shares[n] @ rows
        if n == 0:
            break
        same, back, third = np.exp(steps[step])
        reached = (odds[n][:, None] * after)[:, :count]
        np.fill_diagonal(reached, 0)
        stay = same * odds[n][:, None] * after
        new, again = np.zeros_like(after), np.zeros_like(after)
        new[:, :count] = third * (reached.sum(0)[:, None] - reached.T)
        new[:, count] = third * reached.sum(0)
        again[:, :count] = back * reached.T
        for grid in (stay, new, again):
            np.fill_diagonal(grid[:, :count], 0)
        parts = np.array([(states[n - 1] * grid).sum() for grid in (stay, again, new)])
        taken[step] += parts / parts.sum()
        after = stay + new + again
        after /= after.max()
    return total, features, taken, shares


def fit(texts, names):
    """Climbs the likelihood with steps of a size that each weight's own gradients set (Adam)."""
    x = np.zeros(len(names) + 3 * len(STEPS))
    mean, square = np.zeros_like(x), np.zeros_like(x)
    for n in range(ROUNDS):
        gradient = -PENALTY * x
        weights, steps = x[: len(names)], x[len(names):].reshape(-1, 3)
        for text in texts:
            _, wanted, wanted_steps, _ = expected(text, weights, steps, constrained=True)
            _, found, found_steps, _ = expected(text, weights, steps)
            gradient += np.concatenate([wanted - found, (wanted_steps - found_steps).ravel()])
        mean = 0.8 * mean + 0.2 * gradient
        square = 0.95 * square + 0.05 * gradient**2
        size = 0.15 * 0.97**n / (1 - 0.8 ** (n + 1))
        x = x + size * mean / (np.sqrt(square / (1 - 0.95 ** (n + 1))) + 1e-3)
    return x[: len(names)], x[len(names):].reshape(-1, 3)


def results(texts, weights, steps):
    """Returns the probability of each chosen speaker, and whether it is right."""
    chosen = []
    for text in texts:
        shares = expected(text, weights, steps)[3]
        for turn, (_, _, _, wanted), share in zip(text.turns, text.steps, shares):
            if wanted is not None:
                best = int(np.argmax(share))
                # The program is never sure of these two.
                named = turn[1][best][0] not in ("narrator", "unknown")
                chosen.append((share[best] if named else 0.0, float(wanted[best])))
    return np.array(chosen).T if chosen else (np.array([]), np.array([]))


def read(paths, program):
    texts = []
    for path in paths:
        with open(path, encoding="utf-8") as lines:
            articles = [json.loads(line) for line in lines if line.strip()]
        given = "".join(json.dumps({"id": x["id"], "text": x["text"]}) + "\n" for x in articles)
        run = subprocess.run([program], input=given, capture_output=True, text=True, check=True)
        evidence = {found["id"]: found for found in map(json.loads, run.stdout.splitlines())}
        texts += [Text(article, evidence[article["id"]]) for article in articles]
    return [text for text in texts if text.turns]


def report(name, p, right, limit):
    sure = p >= limit
    print(f"{name}: {len(p)} quotes, right {100 * right.mean():.1f} %, sure from {limit:.3f}: {100 * sure.mean():.1f} %, "
          f"of these right {100 * right[sure].mean():.1f} %")


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("gold", nargs="+")
    ap.add_argument("--evidence", required=True, metavar="PROGRAM")
    ap.add_argument("--source", default="", help="name and licence of the data, for the file of weights")
    ap.add_argument("--sure", type=float, metavar="P", help="use this limit of sure speakers (dialogue.toml has 0.95)")
    ap.add_argument("--write", metavar="FILE", help="where the weights are written")
    ap.add_argument("--test", action="append", default=[], metavar="GOLD", help="texts for a test only")
    a = ap.parse_args()

    texts = read(a.gold, a.evidence)
    counts = Counter(name for text in texts for _, labels, _ in text.turns for _, found in labels for name, _ in found)
    names = sorted(name for name, count in counts.items() if count >= MIN_COUNT)
    test = read(a.test, a.evidence)
    for text in texts + test:
        text.with_features(names)
    unseen = []
    for n in range(FOLDS):
        # The two excerpts of a novel are in one fold.
        model = fit([text for k, text in enumerate(texts) if k // 2 % FOLDS != n], names)
        unseen.append(np.array(results([text for k, text in enumerate(texts) if k // 2 % FOLDS == n], *model)))
    p, right = np.concatenate(unseen, axis=1)
    limit = limit_for(p, right, RIGHT) if a.sure is None else a.sure
    report("not seen by the fit", p, right, limit)
    print_calibration(p, right)
    weights, steps = fit(texts, names)
    if test:
        p, right = results(test, weights, steps)
        report("test", p, right, limit)
        print_calibration(p, right)
    if a.write:
        out = ["# Weights of the model that finds the speakers of a dialogue together. The names are features of the evidence.",
               "# `tools/train_dialogue.py` writes this file.",
               f"source = {quoted(a.source)}", f"date = {quoted(datetime.date.today().isoformat())}", "",
               "# Probability from which a speaker is sure.", f"sure = {limit:.3f}",
               "# Probability of speech from which a quote is spoken that the rules narrate.", f"spoken = {SPOKEN}", "", "[speaker]"]
        out += [f"{quoted(name)} = {weight:.3f}" for name, weight in zip(names, weights)]
        out += ["", "# Weights of the same speaker, of the last other one, and of a third one.", "[step]"]
        out += [f"{quoted(step)} = [{', '.join(f'{x:.3f}' for x in row)}]" for step, row in zip(STEPS, steps)]
        with open(a.write, "w", encoding="utf-8") as file:
            file.write("\n".join(out) + "\n")


if __name__ == "__main__":
    sys.exit(main())
