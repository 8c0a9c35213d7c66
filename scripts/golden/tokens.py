#!/usr/bin/env python3
"""Writes tokens.json of locomo-rag's tests: for each kind of text of a data file, how many texts and
tokens there are under Hugging Face's tokenizers, and a hash of the ids that does not depend on the
order of the texts.

  pip install tokenizers
  scripts/golden/tokens.py TOKENIZER_JSON LOCOMO_JSON"""
import hashlib, json, struct, sys
from pathlib import Path

from tokenizers import Tokenizer

OUT = Path(__file__).parents[2] / "locomo-rag/src/test/resources/dev/locomo/rag/embed/djl/tokens.json"


def texts(samples):
    kinds = {k: [] for k in ("dialog", "turns", "captions", "observations", "summaries",
                             "questions", "answers", "lures")}
    for sample in samples:
        talk = sample["conversation"]
        number = 1
        while f"session_{number}" in talk:
            for turn in talk[f"session_{number}"]:
                shown = f'{turn["speaker"]} said, "{turn["text"]}"'
                if "blip_caption" in turn:
                    shown += " and shared " + turn["blip_caption"]
                    kinds["captions"].append(turn["blip_caption"])
                kinds["dialog"].append(shown)
                kinds["turns"].append(turn["text"])
            number += 1
        for session in sample["observation"].values():
            for facts in session.values():
                kinds["observations"] += [fact[0] for fact in facts]
        kinds["summaries"] += list(sample["session_summary"].values())
        for qa in sample["qa"]:
            kinds["questions"].append(qa["question"])
            if "answer" in qa:
                kinds["answers"].append(str(qa["answer"]))
            if "adversarial_answer" in qa:
                kinds["lures"].append(str(qa["adversarial_answer"]))
    return kinds


def main():
    tokenizer = Tokenizer.from_file(sys.argv[1])
    tokenizer.no_padding()
    tokenizer.no_truncation()
    out = {}
    for kind, some in texts(json.loads(Path(sys.argv[2]).read_text())).items():
        ids = [e.ids for e in tokenizer.encode_batch(some)]
        hashes = sorted(hashlib.sha256(struct.pack(f">{len(i)}i", *i)).hexdigest() for i in ids)
        out[kind] = {"texts": len(ids), "tokens": sum(map(len, ids)),
                     "sha256": hashlib.sha256("".join(hashes).encode()).hexdigest()}
    OUT.write_text(json.dumps(out, indent=1) + "\n")


if __name__ == "__main__":
    main()
