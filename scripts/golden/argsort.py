#!/usr/bin/env python3
"""Writes the order in which numpy's scalar sort leaves equal values, for the test of dev.locomo.core.python.Numpy.

Needs numpy 1.26 (later ones sort otherwise on AVX2); its vector instructions are switched off, for they order equal values otherwise:
  python3 scripts/golden/argsort.py
"""

import json
import os
import pathlib
import random

os.environ["NPY_DISABLE_CPU_FEATURES"] = (
    "AVX512F AVX512CD AVX512_SKX AVX512_CLX AVX512_CNL AVX512_ICL AVX512_SPR"
)
import numpy as np

OUT = pathlib.Path(__file__).parents[2] / "locomo-core/src/test/resources/argsort.json"


def main():
    rng = random.Random(7)
    cases = []
    for n, kinds in [(1, 1), (5, 2), (16, 3), (17, 3), (18, 1), (60, 9), (200, 4), (419, 150), (689, 40)]:
        values = [rng.randrange(kinds) / 8 for _ in range(n)]
        cases.append({"values": values, "order": np.argsort(np.array(values)).tolist()})
    # Nested deeply: a pattern on which the median of three is bad.
    killer = median_of_three_killer(256)
    cases.append({"values": killer, "order": np.argsort(np.array(killer)).tolist()})
    OUT.write_text("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n", encoding="utf-8")


def median_of_three_killer(n):
    k = n // 2
    first = [i if i % 2 else k + i - 1 for i in range(1, k + 1)]
    return [float(x // 4) for x in first + [2 * i for i in range(1, k + 1)]]


if __name__ == "__main__":
    main()
