#!/usr/bin/env python3
"""Numbers that the metric tests compare with, from Python's own libraries.

    pip install nltk numpy && python3 scripts/golden/metrics.py

writes the resources of dev.locomo.core.metric's tests. BLEU and the stems are NLTK's, number
formatting and rounding the interpreter's, means numpy's; ROUGE is computed here from its definition, with the
tokenisation of Google's rouge-score package. The texts are made up.
"""
import collections
import json
import pathlib
import re
import warnings

import numpy
from nltk.stem import PorterStemmer
from nltk.translate.bleu_score import sentence_bleu

OUT = pathlib.Path(__file__).parents[2] / "locomo-core/src/test/resources/dev/locomo/core/metric"

PAIRS = [
    ("The ferry leaves at nine from the old pier.", "The ferry leaves at ten from the new pier."),
    ("a small grey cat", "a small grey cat"),
    ("A SMALL, grey cat!", "a small grey cat"),
    ("cat grey small a", "a small grey cat"),
    ("blue blue blue blue", "blue green blue"),
    ("nine", "They met at nine in the evening on Tuesday"),
    ("They met at nine in the evening on Tuesday", "nine"),
    ("kayaking on the lake", "baking bread"),
    ("", "something"),
    ("something", ""),
    ("...", "..."),
    ("Crème brûlée in 2021", "creme brulee in 2021"),
    ("She painted the fence, the gate and the shed before the rain came.",
     "Before the rain came she had painted the gate, the fence and the shed."),
    ("one two three four five six seven", "one two three four six five seven"),
    ("well-known violin-maker", "well known violin maker"),
]

WORDS = """relational hoping hopping tanned falling hissing fizzed failing filing happy sky skies
dying lies tied died agreed feed plastered bled motoring sing conflated troubled sized owned caresses
ponies ties caress cats rationally geologi analogi radicalli formaliti sensibiliti triplicate
formative formalize electriciti electrical hopeful goodness revival allowance inference airliner
adoption defensible irritant replacement adjustment dependent communism activate homologou effective
probate rate cease controll roll yyyyy y yy toy boy cry enjoyed enjoying saying played naïve naïvely
2021 3rd o'clock generalizations oscillators ed ing ied ies eed aed oing succeed cannings news""".split()

NUMBERS = [0.0, -0.0, 1.0, 0.1, 1 / 3, 2 / 3, 0.2875, 0.0005, 0.0015, 0.0025, 1e-4, 9.999e-5, 1e-5,
           1.5e-5, 123456.789, 1e15, 1e16, 1.5e16, 1.7976931348623157e308, 5e-324, 1e-323, 2e-323,
           9007199254740993.0, 2.0**70, 0.9995, 0.99949999, 1e22, 1e23, 4.35, 2.675, -1.0005]


def ngrams(words, n):
    return collections.Counter(tuple(words[i:i + n]) for i in range(len(words) - n + 1))


def f1(common, predicted, gold):
    if common == 0:
        return 0.0
    p, r = common / predicted, common / gold
    return 2 * p * r / (p + r)


def rouge_n(p, g, n):
    a, b = ngrams(p, n), ngrams(g, n)
    return f1(sum((a & b).values()), sum(a.values()), sum(b.values()))


def lcs(a, b):
    table = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            table[i + 1][j + 1] = table[i][j] + 1 if x == y else max(table[i][j + 1], table[i + 1][j])
    return table[-1][-1]


def bleu(p, g, n):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        value = sentence_bleu([g], p, tuple([1 / n] * n)) if p else 0.0
    return 0.0 if value < 1e-70 else float(value)


def scores(prediction, gold):
    p, g = (re.findall("[a-z0-9]+", text.lower()) for text in (prediction, gold))
    line = {"prediction": prediction, "gold": gold,
            "rouge-1": rouge_n(p, g, 1), "rouge-2": rouge_n(p, g, 2),
            "rouge-l": f1(lcs(p, g), len(p), len(g))}
    line.update({f"bleu-{n}": bleu(p, g, n) for n in (1, 2, 3, 4)})
    line.update({f"bleu-char-{n}": bleu(list(prediction), list(gold), n) for n in (1, 2)})
    return line


def write(name, lines):
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    (OUT / name).write_text(text, encoding="utf-8")


OUT.mkdir(parents=True, exist_ok=True)
write("overlap.jsonl", (scores(p, g) for p, g in PAIRS))
write("stems.jsonl", ({"word": w, "stem": PorterStemmer().stem(w)} for w in WORDS))
write("numbers.jsonl",
      ({"hex": v.hex(), "repr": repr(v), "round3": repr(round(v, 3))} for v in NUMBERS))
# The values are a formula that the test repeats: i * 7 % 13 / 13.
write("means.jsonl",
      ({"count": n, "hex": float(numpy.mean([i * 7 % 13 / 13 for i in range(n)])).hex()}
       for n in (1, 2, 7, 8, 9, 15, 16, 17, 100, 127, 128, 129, 136, 257, 300, 1000)))
