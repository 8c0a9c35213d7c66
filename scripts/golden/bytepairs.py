#!/usr/bin/env python3
"""Writes bytepairs.json of locomo-rag's tests: the ids that the fast tokenizers of transformers give when they are
made of nothing but vocab.json and merges.txt, taken from the tiny checkpoints of bertscore.py.

  pip install transformers
  scripts/golden/bytepairs.py
"""
import json, sys, tempfile
from pathlib import Path

sys.path.pop(0)  # a neighbour of this file has the name of a standard module

from transformers import DebertaTokenizerFast, RobertaTokenizerFast

ROOT = Path(__file__).parents[2] / "locomo-rag/src/test/resources/dev/locomo/rag"
TEXTS = ["Hello there!", " two  spaces", "Café 🎉 naïve 12's don't", "the dog <mask> runs </s> now", "",
         "\n\t tabs", "Ünïcode ￼ ﬁ ½", "don't you'll we've I'm", "x" * 50, "<s>a<pad>", "[MASK] b [SEP] c"]

expected = {"texts": TEXTS}
for name, kind in (("tiny-roberta", RobertaTokenizerFast), ("tiny-deberta", DebertaTokenizerFast)):
    model = json.loads((ROOT / "embed/djl" / name / "tokenizer.json").read_text())["model"]
    with tempfile.TemporaryDirectory() as folder:
        vocabulary, merges = Path(folder, "vocab.json"), Path(folder, "merges.txt")
        vocabulary.write_text(json.dumps(model["vocab"]))
        lines = [m if isinstance(m, str) else " ".join(m) for m in model["merges"]]
        merges.write_text("#version: 0.2\n" + "\n".join(lines) + "\n")
        for blank in (False, True):
            tokenizer = kind(str(vocabulary), str(merges), add_prefix_space=blank)
            expected[name + (" blank" if blank else "")] = [tokenizer(t)["input_ids"] for t in TEXTS]
target = ROOT / "checkpoint"
target.mkdir(parents=True, exist_ok=True)
(target / "bytepairs.json").write_text(json.dumps(expected) + "\n")
