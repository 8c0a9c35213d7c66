#!/usr/bin/env python3
"""What EncoderSpeed.java measures, by PyTorch transformers: the same checkpoint, texts, batches and
threads; with LOCOMO_DEVICE=cuda on the GPU in half precision.
encoders.py FOLDER minilm|base [THREADS]"""
import json, os, sys, time
from pathlib import Path

import torch
from tokenizers import Tokenizer
from transformers import BertModel

DEVICE = os.environ.get("LOCOMO_DEVICE") or "cpu"
BATCH_TOKENS = 2048  # as the encoder's batches


def encode(model, tokenizer, texts):
    ids = [e.ids[:512] for e in tokenizer.encode_batch(texts)]
    order = sorted(range(len(ids)), key=lambda i: -len(ids[i]))
    vectors, at = [None] * len(ids), 0
    with torch.inference_mode():
        while at < len(order):
            longest = len(ids[order[at]])
            batch = order[at : at + max(1, BATCH_TOKENS // longest)]
            tokens = torch.tensor([ids[i] + [0] * (longest - len(ids[i])) for i in batch], device=DEVICE)
            mask = torch.tensor([[1] * len(ids[i]) + [0] * (longest - len(ids[i])) for i in batch], device=DEVICE)
            states = model(input_ids=tokens, attention_mask=mask).last_hidden_state
            weight = mask[:, :, None].float()
            pooled = ((states * weight).sum(1) / weight.sum(1)).float().cpu()
            for i, vector in zip(batch, pooled):
                vectors[i] = vector.numpy()
            at += len(batch)
    return vectors


def main():
    folder = Path(sys.argv[1])
    torch.set_num_threads(int(sys.argv[3]) if len(sys.argv) > 3 else 2)
    texts = json.loads((folder / "texts.json").read_text())
    tokenizer = Tokenizer.from_file(str(folder / sys.argv[2] / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    model = BertModel.from_pretrained(folder / sys.argv[2]).eval().to(DEVICE)
    if DEVICE != "cpu":
        model = model.half()
    encode(model, tokenizer, texts[:64])
    cpu, wall = time.process_time(), time.perf_counter()
    vectors = encode(model, tokenizer, texts)
    seconds, processor = time.perf_counter() - wall, time.process_time() - cpu
    print(f"PyTorch  {sys.argv[2]:6} {len(texts)} texts: {len(texts) / seconds:.1f} a second, "
          f"{len(texts) / processor:.1f} a second of processor time; first {vectors[0][0]}")


if __name__ == "__main__":
    main()
