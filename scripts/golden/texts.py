#!/usr/bin/env python3
"""Writes text-pairs.jsonl: 300 pairs of texts and what the Python packages say of them.

    pip install rouge-score rouge sacrebleu nltk && python3 scripts/golden/texts.py

rouge-score 0.1.2, rouge 1.0.1, sacrebleu 2.6.0 and nltk 3.9 or later. The first line names the
words and the metrics, the last one the whole corpus; between them one line a pair: candidate,
reference and a value a metric. Texts are made up: some by hand, the rest from the words by a seeded
rule; of texts longer than 200 words only the rule's numbers are written, and the test repeats it.
A package that fails on a pair gets 0, the value that the toolkit documents for such texts."""
import json
import pathlib
import random
import sys
import threading
import warnings

sys.path.pop(0)  # a neighbour of this file has the name of a standard module

import sacrebleu
from nltk.translate.bleu_score import SmoothingFunction, sentence_bleu
from rouge import Rouge
from rouge_score import rouge_scorer, tokenize

OUT = pathlib.Path(__file__).parents[2] / "locomo-core/src/test/resources/dev/locomo/core/metric"
COUNT = 300
LONGEST_WRITTEN = 200
WORDS = """the a and of to in on at she he they we it was is are has had not very ferry harbour kayak
violin baking bread running runs ran runner garden gardening painted painting paintings mountain
hiking hiked puppies puppy adopted adoption congratulations happily happiness nationality relational
conferences 2021 3rd 7 12.5 $40 Anna Anna's Ben Oslo São München café naïve 日本 東京 🎉 😀 👩‍🚀 well-known
o'clock e.g. Mr. (again) "quoted" half/half &amp; a<b #tag @home <skipped> 1,000 3-4 ok! what? yes;
no: İstanbul straße""".split()
BY_HAND = [
    ("", ""), ("", "tea"), ("tea", ""), (".", "tea"), ("tea", "..."), (" ", " "), ("\n", "tea\n"),
    ("🎉", "🎉"), ("🎉🎉😀", "😀🎉"), ("👩‍🚀", "👩"), ("tea", "tea"), ("tea", "Tea"), ("tea", "milk"),
    ("é", "e"), ("日本", "日本"), ("a", "b"), ("the", "the the the"), ("the the the", "the"),
    ("The ferry leaves at nine from the old pier.", "The ferry leaves at ten from the new pier."),
    ("a small grey cat", "a small grey cat"), ("A SMALL, grey cat!", "a small grey cat"),
    ("cat grey small a", "a small grey cat"), ("blue blue blue blue", "blue green blue"),
    ("nine", "They met at nine in the evening on Tuesday"),
    ("They met at nine in the evening on Tuesday", "nine"),
    ("kayaking on the lake", "baking bread"), ("...", "..."), ("tea.milk", "tea. milk"),
    ("Crème brûlée in 2021", "creme brulee in 2021"), (" . tea . ", "tea"),
    ("She painted the fence, the gate and the shed before the rain came.",
     "Before the rain came she had painted the gate, the fence and the shed."),
    ("one two three four five six seven", "one two three four six five seven"),
    ("well-known violin-maker", "well known violin maker"),
    ("Ann adopted a puppy.\nBen hiked.\nBoth were happy.", "Ben hiked.\nAnn adopted two puppies."),
    ("tea\n\nmilk\n", "milk\ntea"), ("it costs $1,000.50 (net)", "It costs $1,000.50, net."),
    ("a -\nb c-\nd", "a b cd"), ("1-2 3 - 4", "1 -2 3-4"), ("&lt;b&gt; &quot;x&quot; & y", "<b> \"x\" &y"),
    ("tab\tand\u00a0no-break\u2028space", "tab and no-break space"), ("x\x1cy", "x y"),
    ("running runner runs ran", "run running"), ("generously generalizations", "generous generalize"),
]


def made(seed, words, sentence):
    """The rule: a linear congruential generator picks words; a sentence has this many."""
    x, text = seed, []
    for i in range(words):
        x = (x * 1103515245 + 12345) % 2**31
        text.append(WORDS[(x >> 16) % len(WORDS)])
        if sentence and i % sentence == sentence - 1:
            text[-1] += ".\n" if i // sentence % 2 else "."
    return " ".join(text)


def changed(text, rng):
    words = text.split(" ")
    for _ in range(rng.randrange(0, max(2, len(words) // 2))):
        at = rng.randrange(len(words))
        act = rng.randrange(4)
        if act == 0:
            words[at] = rng.choice(WORDS)
        elif act == 1 and len(words) > 1:
            del words[at]
        elif act == 2:
            words.insert(at, rng.choice(WORDS))
        else:
            other = rng.randrange(len(words))
            words[at], words[other] = words[other], words[at]
    return " ".join(words)


def pairs():
    rng = random.Random(20261122)
    for candidate, reference in BY_HAND:
        yield candidate, reference
    for words, other, sentence in [(5000, 5000, 9), (5000, 300, 0), (700, 5000, 11), (1500, 900, 0)]:
        yield {"seed": words + 1, "words": words, "sentence": sentence}, \
              {"seed": other + 2, "words": other, "sentence": sentence}
    for i in range(COUNT - len(BY_HAND) - 4):
        words = 1 if i % 17 == 0 else rng.randrange(1, 40 if i % 3 else 12)
        text = made(rng.randrange(2**31), words, rng.choice([0, 0, 3, 5, 8]))
        yield (changed(text, rng), text) if i % 5 else \
              (made(rng.randrange(2**31), rng.randrange(1, 30), 6), text)


def text(part):
    return part if isinstance(part, str) else made(**part)


def nltk_bleu(candidate, reference, order, method):
    smoothing = getattr(SmoothingFunction(), method) if method else None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        value = sentence_bleu([reference], candidate, tuple([1 / order] * order), smoothing)
    return 0.0 if value < 1e-70 else value


def pltrdy(candidate, reference):
    try:
        scores = Rouge().get_scores(candidate, reference)[0]
        return {f"{k}-pltrdy": v["f"] for k, v in scores.items()}
    except ValueError:  # nothing but full stops
        return {f"rouge-{k}-pltrdy": 0.0 for k in "12l"}


def values(candidate, reference):
    all = {}
    for stemmer, suffix in ((False, ""), (True, "-google-stemmed")):
        kinds = ["rouge1", "rouge2", "rougeL", "rougeLsum"]
        scores = rouge_scorer.RougeScorer(kinds, use_stemmer=stemmer).score(reference, candidate)
        all |= {f"rouge-{k[5:].lower()}{suffix}": scores[k].fmeasure for k in kinds}
    all |= pltrdy(candidate, reference)
    words = [tokenize.tokenize(t, None) for t in (candidate, reference)]
    all |= {f"bleu-{n}": nltk_bleu(*words, n, None) for n in (1, 2, 3, 4)}
    all |= {f"bleu-char-{n}": nltk_bleu(candidate, reference, n, None) for n in (1, 2)}
    all |= {f"bleu-{n}-method1": nltk_bleu(*words, n, "method1") for n in (1, 2, 3, 4)}
    all |= {f"bleu-4-method{m}": nltk_bleu(*words, 4, f"method{m}") for m in (2, 3, 4, 5, 7)}
    all["sacrebleu"] = sacrebleu.sentence_bleu(candidate, [reference]).score / 100
    all["sacrebleu-char"] = \
        sacrebleu.sentence_bleu(candidate, [reference], tokenize="char").score / 100
    return all


def rounded(x):
    return float(f"{x:.12g}")


def main():
    sys.setrecursionlimit(1_000_000)  # the package rouge recurses once a word
    every = list(pairs())
    assert len(every) == COUNT
    lines, ids = [], None
    for candidate, reference in every:
        scores = values(text(candidate), text(reference))
        ids = list(scores)
        lines.append([candidate, reference] + [rounded(v) for v in scores.values()])
    candidates, references = ([text(p[i]) for p in every] for i in (0, 1))
    corpus = [sacrebleu.corpus_bleu(candidates, [references], tokenize=t).score / 100
              for t in ("13a", "char")]
    lines = [{"words": WORDS, "metrics": ids}] + lines + [{"corpus": [rounded(c) for c in corpus]}]
    dump = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    (OUT / "text-pairs.jsonl").write_text(dump, encoding="utf-8")


if __name__ == "__main__":
    threading.stack_size(512 * 2**20)
    thread = threading.Thread(target=main)
    thread.start()
    thread.join()
