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


Z = float(stats.norm.ppf(0.975))


def wilson_shape(m, c):
    half = math.sqrt(c * m * (1 - m) + c * c / 4)
    return [(m + c / 2 - half) / (1 + c) if m > 0 else 0.0, (m + c / 2 + half) / (1 + c) if m < 1 else 1.0]


def robust(rows, weights, residuals):
    """CR2 variance and Kish's conversations less one, of rows (cluster, category, value)."""
    names = sorted({r[0] for r in rows})
    d = {g: sum(e for r, e in zip(rows, residuals) if r[0] == g) for g in names}
    a = {g: sum(w for r, w in zip(rows, weights) if r[0] == g) for g in names}
    if len(names) == 1:
        return 0.0, 1.0
    return sum(d[g] ** 2 / (1 - a[g]) for g in names), max(1.0, 1 / sum(x * x for x in a.values()) - 1)


def clustered_mean(rows):
    rows = [tuple(r) for r in rows]
    kinds = sorted({k for _, k, _ in rows})
    by = {k: np.array([v for _, kind, v in rows if kind == k]) for k in kinds}
    w = [1 / (len(kinds) * len(by[k])) for _, k, _ in rows]
    m = sum(x.mean() for x in by.values()) / len(kinds)
    variance, nu = robust(rows, w, [wi * (v - by[k].mean()) for wi, (_, k, v) in zip(w, rows)])
    several = len({c for c, _, _ in rows}) > 1
    t = float(stats.t.ppf(0.975, nu))
    q = m * (1 - m)
    out = {"rows": rows, "mean": float(m)}
    if 0 <= min(v for _, _, v in rows):
        c = Z * Z * sum(wi * wi for wi in w)
        if q > 1e-15:
            own = sum(x.mean() * (1 - x.mean()) / len(x) for x in by.values()) / len(kinds) ** 2
            c = max(c, Z * Z * own / q, t * t * variance / q if several else 0)
        out["score"] = wilson_shape(float(m), c)
        return out
    v = sum(((x @ x + 2) / (len(x) + 2) - (x.sum() / (len(x) + 2)) ** 2) / (len(x) + 2) for x in by.values()) / len(kinds) ** 2
    half = max(Z * math.sqrt(v), t * math.sqrt(variance) if several else 0)
    out["difference"] = [max(-1.0, float(m) - half), min(1.0, float(m) + half)]
    if several:
        se = math.sqrt(variance)
        out["detectable"] = float((t + stats.t.ppf(0.8, nu)) * se)
        room = 0.05 - abs(m)
        out["equivalence"] = float(max(stats.t.sf(room / se, nu), stats.norm.sf(room / math.sqrt(v))))
    return out


def clustered_means():
    rng = random.Random(5)
    cases = []
    for clusters, n, kind in [(10, 300, "score"), (3, 40, "score"), (1, 25, "score"), (2, 12, "all"), (10, 300, "difference"), (4, 30, "difference"), (1, 20, "difference")]:
        rows = clustered_values(rng, clusters, n)
        if kind == "all":
            rows = [(c, k, 1.0) for c, k, _ in rows]
        if kind == "difference":
            rows = [(c, k, round(v - rng.random(), 6)) for c, k, v in rows]
        cases.append({"macro": clustered_mean(rows), "micro": clustered_mean([(c, "", v) for c, _, v in rows])})
    return cases


def correction(rows):
    """rows: cluster, accepted 0 or 1, label 0, 1 or None."""
    n = len(rows)
    low = high = theta = need = extra = 0.0
    share, weight, count = {}, {}, {}
    for verdict in (1, 0):
        some = [r for r in rows if r[1] == verdict]
        labels = [r[2] for r in some if r[2] is not None]
        p = sum(labels) / len(labels) if labels else 0.5
        share[verdict], weight[verdict], count[verdict] = p, len(some) / n, len(labels)
        theta += weight[verdict] * p
        if not some:
            continue
        if len(labels) == len(some):
            ends = [p, p]
        elif not labels:
            ends = [0.0, 1.0]
        else:
            ends = wilson_shape(p, Z * Z * (1 - len(labels) / len(some)) / len(labels))
        low += (weight[verdict] * (p - ends[0])) ** 2
        high += (weight[verdict] * (ends[1] - p)) ** 2
        need += weight[verdict] * p * (1 - p)
        if labels:
            s = (sum(labels) + 1) / (len(labels) + 2)
            extra += weight[verdict] ** 2 * s * (1 - s) / len(labels)
    gap = share[1] - share[0]
    residuals, weights = [], []
    for _, verdict, label in rows:
        w = weight[verdict] / count[verdict] if label is not None else 0.0
        weights.append(w)
        residuals.append(gap * (verdict - weight[1]) / n + (w * (label - share[verdict]) if label is not None else 0.0))
    weights = [w / sum(weights) for w in weights]
    out = {"rows": rows, "estimate": theta, "run": [theta - math.sqrt(low), theta + math.sqrt(high)]}
    out["labels"] = min(n, math.ceil(1 / (1 / n + 0.03**2 / (Z * Z * need)))) if need > 0 else None
    if len({r[0] for r in rows if r[2] is not None}) > 1:
        variance, nu = robust(rows, weights, residuals)
        v = gap * gap * weight[1] * weight[0] / n + extra
        kept = min(max(theta, 1 / (2 * n)), 1 - 1 / (2 * n))
        c = max(Z * Z * v, float(stats.t.ppf(0.975, nu)) ** 2 * variance) / (kept * (1 - kept))
        out["conversations"] = wilson_shape(kept, c)
    return out


def corrections():
    rng = random.Random(6)
    cases = []
    for clusters, n, labelled in [(10, 400, 0.2), (10, 200, 0.5), (2, 60, 0.3), (1, 50, 0.4), (5, 40, 1.0)]:
        rows = []
        for _ in range(n):
            right = rng.random() < 0.6
            accepted = int(rng.random() < (0.95 if right else 0.3))
            rows.append((f"conv-{rng.randrange(clusters):02d}", accepted, int(right) if rng.random() < labelled else None))
        cases.append(correction(rows))
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
    return [
        {
            "first": p,
            "second": q,
            "h": 2 * math.asin(math.sqrt(p)) - 2 * math.asin(math.sqrt(q)),
        }
        for p, q in [(0.5, 0.5), (0.91, 0.35), (0, 1), (0.62, 0.58)]
    ]


def f1s():
    """Interval of the F1 of two pooled shares: its delta-method residuals in Wilson's shape."""
    rng = random.Random(9)
    cases = []
    for clusters, told, gold in [(10, 200, 300), (2, 12, 9), (1, 20, 30), (5, 40, 40)]:
        rows = [["c%d" % rng.randrange(clusters), "told", float(rng.random() < 0.8)] for _ in range(told)]
        rows += [["c%d" % rng.randrange(clusters), "gold", float(rng.random() < 0.4)] for _ in range(gold)]
        if clusters == 5:
            rows = [[c, g, 1.0] for c, g, _ in rows]
        p, r = (np.mean([v for _, g, v in rows if g == side]) for side in ("told", "gold"))
        f = 2 * p * r / (p + r)
        weight = {"told": (f / p) ** 2 / 2 / told, "gold": (f / r) ** 2 / 2 / gold}
        all_weights = weight["told"] * told + weight["gold"] * gold
        residual, share = {}, {}
        for c, g, v in rows:
            residual[c] = residual.get(c, 0) + weight[g] * (v - (p if g == "told" else r))
            share[c] = share.get(c, 0) + weight[g] / all_weights
        q = f * (1 - f)
        c = Z * Z * (weight["told"] ** 2 * told + weight["gold"] ** 2 * gold)
        if q > 1e-15:
            own = weight["told"] ** 2 * told * p * (1 - p) + weight["gold"] ** 2 * gold * r * (1 - r)
            c = max(c, Z * Z * own / q)
            if len(share) > 1:
                variance = sum(residual[k] ** 2 / (1 - share[k]) for k in share)
                nu = max(1, 1 / sum(a * a for a in share.values()) - 1)
                c = max(c, stats.t.ppf(0.975, nu) ** 2 * variance / q)
        half = np.sqrt(c * q + c * c / 4)
        ends = [float((f + c / 2 - half) / (1 + c)), float((f + c / 2 + half) / (1 + c))]
        cases.append({"rows": rows, "mean": float(f), "score": ends})
    return cases


def main():
    rng = SplitMix64(SEED)
    vectors = {
        "splitmix64": [str(rng.next()) for _ in range(5)],
        "wilson": wilson(),
        "mcnemar": mcnemar(),
        "f1": f1s(),
        "clustered": clustered_means(),
        "corrections": corrections(),
        "paired": paired(),
        "holm": holms(),
        "agreement": agreement(),
        "effects": effects(),
    }
    lines = ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in vectors.items())
    OUT.write_text("{\n" + lines + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
