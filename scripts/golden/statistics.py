#!/usr/bin/env python3
"""Writes the vectors that the tests of dev.locomo.eval.stats compare with.

Needs numpy and scipy:  python3 scripts/golden/statistics.py
"""

import json
import math
import pathlib
import random
from collections import Counter

import numpy as np
from scipy import stats

OUT = pathlib.Path(__file__).parents[2] / "locomo-eval/src/test/resources/statistics.json"
SEED = 17753
MASK = (1 << 64) - 1


class SplitMix64:
    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def below(self, bound):
        return (self.next() * bound) >> 64


def wilson():
    cases = [(0, 1), (1, 1), (1, 2), (0, 96), (72, 96), (96, 96), (252, 282), (1157, 1540), (1, 1986), (999999, 1000000)]
    rows = []
    for k, n in cases:
        for level in (0.8, 0.95, 0.99):
            ci = stats.binomtest(k, n).proportion_ci(level, method="wilson")
            rows.append({"k": k, "n": n, "level": level, "low": ci.low, "high": ci.high})
    return rows


def mcnemar():
    cases = [(0, 0), (0, 1), (1, 1), (3, 3), (2, 9), (9, 2), (40, 71), (0, 30), (5, 200), (700, 650), (0, 900)]
    rows = []
    for b, c in cases:
        exact = stats.binomtest(min(b, c), b + c, 0.5).pvalue if b + c else 1.0
        tail = stats.binom.cdf(min(b, c), b + c, 0.5)
        mid = 2 * tail - stats.binom.pmf(min(b, c), b + c, 0.5)
        rows.append({"b": b, "c": c, "exact": exact, "mid": float(min(1.0, mid))})
    return rows


def clustered_values(rng, clusters, n):
    centre = [rng.betavariate(4, 3) for _ in range(clusters)]
    rows = []
    for i in range(n):
        c = rng.randrange(clusters)
        rows.append((f"conv-{c:02d}", f"g{i % 3}", round(min(1.0, max(0.0, rng.gauss(centre[c], 0.3))), 6)))
    return rows


def units_of(rows):
    rows = sorted(rows)
    groups = sorted({g for _, g, _ in rows})
    clusters = sorted({c for c, _, _ in rows})
    if len(clusters) == 1:
        members = [[row] for row in rows]
    else:
        members = [[row for row in rows if row[0] == c] for c in clusters]
    sums = np.zeros((len(members), len(groups)))
    counts = np.zeros((len(members), len(groups)))
    for i, unit in enumerate(members):
        for _, g, v in unit:
            sums[i, groups.index(g)] += v
            counts[i, groups.index(g)] += 1
    return sums, counts


def group_mean(sums, counts):
    s, c = sums.sum(axis=0), counts.sum(axis=0)
    present = c > 0
    return float(np.mean(s[present] / c[present]))


def bootstrap(rows, resamples, level=0.95):
    sums, counts = units_of(rows)
    k = len(sums)
    rng = SplitMix64(SEED)
    means = np.empty(resamples)
    for r in range(resamples):
        pick = [rng.below(k) for _ in range(k)]
        means[r] = group_mean(sums[pick], counts[pick])
    tail = (1 - level) / 2
    theta = group_mean(sums, counts)
    # Bias and acceleration as scipy.stats.bootstrap computes them; a tie is a tie within rounding.
    below = (means < theta - 1e-12).sum()
    not_above = (means <= theta + 1e-12).sum()
    z0 = stats.norm.ppf((below + not_above) / (2 * resamples))
    keep = [[j for j in range(k) if j != i] for i in range(k)]
    jack = np.array([group_mean(sums[i], counts[i]) for i in keep])
    d = jack.mean() - jack
    a = (d**3).sum() / (6 * (d**2).sum() ** 1.5)

    def adjusted(p):
        z = z0 + stats.norm.ppf(p)
        return stats.norm.cdf(z0 + z / (1 - a * z))

    return {
        "percentile": [float(np.quantile(means, p)) for p in (tail, 1 - tail)],
        "bca": [float(np.quantile(means, adjusted(p))) for p in (tail, 1 - tail)],
    }


def bootstraps():
    rng = random.Random(1)
    cases = []
    for clusters, n, resamples in [(10, 120, 10000), (2, 9, 500), (40, 90, 2000), (1, 30, 2000)]:
        rows = clustered_values(rng, clusters, n)
        cases.append(
            {
                "rows": rows,
                "resamples": resamples,
                "seed": SEED,
                "micro": bootstrap([(c, "", v) for c, _, v in rows], resamples),
                "macro": bootstrap(rows, resamples),
            }
        )
    return cases


def paired_rows(rng, clusters, n, digits):
    rows = []
    for _ in range(n):
        c = rng.randrange(clusters)
        first = round(rng.random(), digits)
        rows.append((f"conv-{c:02d}", first, round(min(1.0, max(0.0, first + rng.gauss(-0.1, 0.3))), digits)))
    return rows


def enumerated(d):
    test = stats.permutation_test((d,), lambda x, axis: np.sum(x, axis=axis), permutation_type="samples", n_resamples=np.inf)
    return float(test.pvalue)


def monte_carlo(d, patterns):
    rng = SplitMix64(SEED)
    bar = abs(d.sum()) - 1e-12 * np.abs(d).sum()
    hits = 0
    for _ in range(patterns):
        words = [rng.next() for _ in range((len(d) + 63) // 64)]
        signs = np.array([1 - 2 * (words[i // 64] >> (i % 64) & 1) for i in range(len(d))])
        hits += abs((d * signs).sum()) >= bar
    return float((1 + hits) / (1 + patterns))


def detectable(d, rows, level=0.95, power=0.8):
    clusters = sorted({c for c, _, _ in rows})
    k, n = len(clusters), len(rows)
    se = d.std(ddof=1) / math.sqrt(n)
    residuals = np.array([sum(a - b - d.mean() for c, a, b in rows if c == name) for name in clusters])
    robust = math.sqrt((residuals**2).sum() * k / (k - 1)) / n
    normal = stats.norm.ppf((1 + level) / 2) + stats.norm.ppf(power)
    student = stats.t.ppf((1 + level) / 2, k - 1) + stats.t.ppf(power, k - 1)
    return {"paired": float(normal * se), "clustered": float(student * robust)}


def paired():
    rng = random.Random(2)
    cases = []
    for clusters, n, digits in [(3, 12, 6), (10, 14, 0), (10, 150, 6), (40, 200, 1)]:
        rows = paired_rows(rng, clusters, n, digits)
        d = np.array([a - b for _, a, b in rows])
        by_cluster = {}
        for c, a, b in rows:
            by_cluster[c] = by_cluster.get(c, 0.0) + (a - b)
        sums = np.array([s for s in by_cluster.values() if s != 0])
        moved = np.sort(d[d != 0])
        cases.append(
            {
                "rows": rows,
                "seed": SEED,
                "patterns": 2000,
                "question": enumerated(moved) if len(moved) <= 20 else monte_carlo(moved, 2000),
                "cluster": enumerated(sums) if len(sums) <= 20 else monte_carlo(np.sort(sums), 2000),
                "d": float(d.mean() / d.std(ddof=1)),
                "detectable": detectable(d, rows),
            }
        )
    return cases


def holm(ps):
    order = sorted(range(len(ps)), key=lambda i: ps[i])
    adjusted, floor = [0.0] * len(ps), 0.0
    for rank, i in enumerate(order):
        floor = max(floor, min(1.0, (len(ps) - rank) * ps[i]))
        adjusted[i] = floor
    return adjusted


def holms():
    rng = random.Random(3)
    families = [[0.04], [0.01, 0.04, 0.03, 0.005], [0.5, 0.5, 0.5], [rng.random() ** 3 for _ in range(12)]]
    return [{"p": ps, "adjusted": holm(ps)} for ps in families]


def kappa(first, second):
    n = len(first)
    observed = sum(a == b for a, b in zip(first, second)) / n
    f, s = Counter(first), Counter(second)
    expected = sum(f[v] * s[v] for v in f) / n**2
    return (observed - expected) / (1 - expected)


def alpha(items):
    """Nominal alpha by the coincidence matrix."""
    pairable = [item for item in items if len(item) > 1]
    values = sorted({v for item in pairable for v in item})
    o = np.zeros((len(values), len(values)))
    for item in pairable:
        for i, a in enumerate(item):
            for j, b in enumerate(item):
                if i != j:
                    o[values.index(a), values.index(b)] += 1 / (len(item) - 1)
    margin, n = o.sum(axis=1), o.sum()
    disagreement = n - np.trace(o)
    expected = (n**2 - (margin**2).sum()) / (n - 1)
    return float(1 - disagreement / expected)


def agreement():
    rng = random.Random(4)
    cases = []
    for values, n in [("yn", 40), ("abc", 150), ("yn", 5)]:
        first = [rng.choice(values) for _ in range(n)]
        second = [v if rng.random() < 0.7 else rng.choice(values) for v in first]
        items = [[rng.choice(values + v * 4) for _ in range(rng.randrange(5))] for v in first]
        cases.append({"first": first, "second": second, "kappa": kappa(first, second), "items": items, "alpha": alpha(items)})
    return cases


def effects():
    normal = stats.norm.ppf(0.975) + stats.norm.ppf(0.8)
    return [
        {
            "first": p,
            "second": q,
            "n": n,
            "h": 2 * math.asin(math.sqrt(p)) - 2 * math.asin(math.sqrt(q)),
            "unpaired": float(normal * math.sqrt(2 * p * (1 - p) / n)),
        }
        for p, q, n in [(0.5, 0.5, 96), (0.91, 0.35, 1540), (0, 1, 10), (0.62, 0.58, 1986)]
    ]


def main():
    rng = SplitMix64(SEED)
    vectors = {
        "splitmix64": [str(rng.next()) for _ in range(5)],
        "wilson": wilson(),
        "mcnemar": mcnemar(),
        "bootstrap": bootstraps(),
        "paired": paired(),
        "holm": holms(),
        "agreement": agreement(),
        "effects": effects(),
    }
    lines = ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in vectors.items())
    OUT.write_text("{\n" + lines + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
