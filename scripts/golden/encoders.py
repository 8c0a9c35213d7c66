#!/usr/bin/env python3
"""Writes the encoder fixtures of locomo-rag's tests: a tiny random BERT in both checkpoint formats
and what PyTorch transformers makes of it, and the vectors of a bert-base-sized network whose weights
Java generates too (SplitMix64 of the tensor's name and the index).

  pip install torch transformers
  scripts/golden/encoders.py"""
import hashlib, json, sys
from pathlib import Path

sys.path.pop(0)  # a neighbour of this file has the name of a standard module

import numpy as np
import torch
from safetensors.torch import save_file
from tokenizers import BertWordPieceTokenizer
from transformers import BertConfig, BertModel

OUT = Path(__file__).parents[2] / "locomo-rag/src/test/resources/dev/locomo/rag/embed/djl"
TEXTS = ["The red dog runs.", "", "Café 🎉 naïve", "a", "when did ann run on 7 may, 2023? " * 8,
         "dog " * 600]


def splitmix(name, count):
    """Uniform in [-0.5, 0.5), exact in 24 bits, from the first 8 bytes of the name's SHA-256."""
    seed = np.uint64(int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big"))
    with np.errstate(over="ignore"):
        z = seed + (np.arange(1, count + 1, dtype=np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return ((z >> np.uint64(40)).astype(np.float64) * 2.0**-24 - 0.5).astype(np.float32)


def fill(model, scale):
    with torch.no_grad():
        for name, p in model.named_parameters():
            w = torch.from_numpy(splitmix(name, p.numel()).reshape(p.shape)) * np.float32(scale)
            p.copy_(w + 1 if name.endswith("LayerNorm.weight") else w)
    return model.eval()


def vectors(model, tokenizer, texts):
    enc = [e.ids[:511] + [e.ids[-1]] if len(e.ids) > 512 else e.ids
           for e in (tokenizer.encode(t) for t in texts)]
    width = max(map(len, enc))
    ids = torch.tensor([e + [0] * (width - len(e)) for e in enc])
    mask = torch.tensor([[1] * len(e) + [0] * (width - len(e)) for e in enc])
    with torch.no_grad():
        out = model(input_ids=ids, attention_mask=mask)
    h, m = out.last_hidden_state, mask[:, :, None].float()
    return enc, {"mean": (h * m).sum(1) / m.sum(1), "cls": h[:, 0], "pooler": out.pooler_output}


def rounded(t):
    return [[float(f"{x:.7g}") for x in row] for row in t.tolist()]


def tiny():
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    words += [chr(c) for c in range(33, 127) if not chr(c).isupper()]
    words += ["##" + chr(c) for c in range(97, 123)] + ["##" + str(d) for d in range(10)]
    words += ["the", "red", "dog", "run", "##s", "when", "did", "ann", "on", "may", "cafe", "na"]
    words = list(dict.fromkeys(words))
    (OUT / "tiny").mkdir(parents=True, exist_ok=True)
    (OUT / "tiny/vocab.txt").write_text("\n".join(words) + "\n")
    tokenizer = BertWordPieceTokenizer(str(OUT / "tiny/vocab.txt"), lowercase=True)
    tokenizer.save(str(OUT / "tiny/tokenizer.json"), pretty=False)
    config = BertConfig(vocab_size=len(words), hidden_size=16, num_hidden_layers=2,
                        num_attention_heads=2, intermediate_size=32, max_position_embeddings=512)
    model = fill(BertModel(config), 0.8)
    config.architectures = ["BertModel"]
    (OUT / "tiny/config.json").write_text(json.dumps(config.to_dict(), sort_keys=True) + "\n")
    weights = {k: v.contiguous() for k, v in model.state_dict().items()}
    save_file(weights, OUT / "tiny/model.safetensors", metadata={"format": "pt"})
    torch.save(weights, OUT / "tiny-zip.bin")
    torch.save({k: v.half() for k, v in weights.items() if "layer.0.attention" in k},
               OUT / "tiny-legacy-half.bin", _use_new_zipfile_serialization=False)
    ids, v = vectors(model, tokenizer, TEXTS)
    return {"texts": TEXTS, "ids": ids, **{k: rounded(x) for k, x in v.items()}}, tokenizer


def base(tokenizer):
    model = fill(BertModel(BertConfig()), 0.12)
    texts = [TEXTS[0], TEXTS[2], TEXTS[4]]
    _, v = vectors(model, tokenizer, texts)
    return {"texts": texts, "mean": rounded(v["mean"]), "cls": rounded(v["cls"][:1])}


def main():
    expected, tokenizer = tiny()
    (OUT / "tiny.json").write_text(json.dumps(expected, ensure_ascii=True) + "\n")
    (OUT / "base.json").write_text(json.dumps(base(tokenizer), ensure_ascii=True) + "\n")


if __name__ == "__main__":
    main()
