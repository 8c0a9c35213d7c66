#!/usr/bin/env python3
"""Writes the fixtures of locomo-rag's tests for RoBERTa encoders and for cross-encoders: tiny random
checkpoints, and what PyTorch transformers makes of them; the logits of bert-base-sized networks whose
weights Java generates too (SplitMix64 of the tensor's name and the index, see encoders.py).

  pip install torch transformers
  scripts/golden/crossencoders.py"""
import json, shutil, sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.pop(0)  # a neighbour of this file has the name of a standard module

import importlib.util

import torch
from safetensors.torch import save_file
from tokenizers import AddedToken, ByteLevelBPETokenizer, Tokenizer
from tokenizers.processors import RobertaProcessing
from transformers import (BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast,
                          RobertaConfig, RobertaForSequenceClassification, RobertaModel)

spec = importlib.util.spec_from_file_location("encoders", HERE / "encoders.py")
sys.path.insert(0, "")
encoders = importlib.util.module_from_spec(spec)
spec.loader.exec_module(encoders)
OUT = encoders.OUT

LONG = "the red dog ran to ann on 7 may, 2023 and slept. " * 40
PAIRS = [["When did the dog run?", "The red dog runs."], ["Café 🎉 naïve?", ""], ["", "a"], ["a", LONG],
         [LONG, "did ann run"], [LONG, LONG + "!"], ["dog " * 61, "cat " * 70],
         ["when did ann run", "Ann said, \"I ran on 7 May.\" and shared a dog"]]


def tokenizer(file, pad, longest):
    """As the checkpoint's own class configures it: longest_first, right side."""
    t = PreTrainedTokenizerFast(tokenizer_object=Tokenizer.from_file(str(file)), pad_token=pad,
                                truncation_side="right", padding_side="right")
    t.model_max_length = longest
    return t


def batch(tok, pairs, longest):
    return tok([p[0] for p in pairs], [p[1] for p in pairs], padding=True, truncation="longest_first",
               max_length=longest, return_tensors="pt", return_token_type_ids=True)


def logits(model, tok, pairs, longest):
    enc = batch(tok, pairs, longest)
    if model.config.type_vocab_size == 1:
        enc.pop("token_type_ids")
    with torch.no_grad():
        return encoders.rounded(model(**enc).logits)


def ids(tok, pairs, longest):
    return tok([p[0] for p in pairs], [p[1] for p in pairs], truncation="longest_first",
               max_length=longest)["input_ids"]


def save(folder, model, architecture):
    folder.mkdir(parents=True, exist_ok=True)
    model.config.architectures = [architecture]
    (folder / "config.json").write_text(json.dumps(model.config.to_dict(), sort_keys=True) + "\n")
    save_file({k: v.contiguous() for k, v in model.state_dict().items()},
              folder / "model.safetensors", metadata={"format": "pt"})


def tiny_bert():
    folder = OUT / "tiny-cross"
    source = OUT / "tiny"
    vocab = (source / "vocab.txt").read_text().split()
    config = BertConfig(vocab_size=len(vocab), hidden_size=16, num_hidden_layers=2, num_attention_heads=2,
                        intermediate_size=32, max_position_embeddings=512, num_labels=1)
    model = encoders.fill(BertForSequenceClassification(config), 0.8)
    save(folder, model, "BertForSequenceClassification")
    shutil.copy(source / "tokenizer.json", folder)
    tok = tokenizer(folder / "tokenizer.json", "[PAD]", 512)
    return {"pairs": PAIRS, "ids": ids(tok, PAIRS, 512), "logits": logits(model, tok, PAIRS, 512),
            "ids_of_64": ids(tok, PAIRS, 64), "logits_of_64": logits(model, tok, PAIRS, 64)}


def roberta_tokenizer(folder):
    folder.mkdir(parents=True, exist_ok=True)
    bpe = ByteLevelBPETokenizer(add_prefix_space=False)
    bpe.train_from_iterator([LONG, "When did the dog run?", "and shared a cat"], vocab_size=330,
                            special_tokens=["<s>", "<pad>", "</s>", "<unk>"], show_progress=False)
    bpe.add_special_tokens([AddedToken("<mask>", lstrip=True)])
    whole = bpe._tokenizer
    whole.post_processor = RobertaProcessing(("</s>", whole.token_to_id("</s>")),
                                             ("<s>", whole.token_to_id("<s>")),
                                             trim_offsets=True, add_prefix_space=False)
    whole.save(str(folder / "tokenizer.json"), pretty=False)
    return whole.get_vocab_size()


def tiny_roberta():
    folder = OUT / "tiny-roberta-cross"
    size = roberta_tokenizer(folder)
    config = RobertaConfig(vocab_size=size, hidden_size=16, num_hidden_layers=2, num_attention_heads=2,
                           intermediate_size=32, max_position_embeddings=514, type_vocab_size=1,
                           layer_norm_eps=1e-5, num_labels=2)
    model = encoders.fill(RobertaForSequenceClassification(config), 0.8)
    save(folder, model, "RobertaForSequenceClassification")
    tok = tokenizer(folder / "tokenizer.json", "<pad>", 512)
    enc = tok(encoders.TEXTS, padding=True, truncation=True, max_length=512, return_tensors="pt",
              return_token_type_ids=False)
    with torch.no_grad():
        h = model.roberta(**enc).last_hidden_state
    m = enc["attention_mask"][:, :, None].float()
    return {"texts": encoders.TEXTS,
            "ids": [tok(t, truncation=True, max_length=512)["input_ids"] for t in encoders.TEXTS],
            "mean": encoders.rounded((h * m).sum(1) / m.sum(1)), "cls": encoders.rounded(h[:, 0]),
            "pairs": PAIRS, "pair_ids": ids(tok, PAIRS, 512), "logits": logits(model, tok, PAIRS, 512)}


def base():
    texts = PAIRS[:1] + PAIRS[3:4] + PAIRS[7:]
    bert = encoders.fill(BertForSequenceClassification(BertConfig(num_labels=1)), 0.12)
    tok = tokenizer(OUT / "tiny/tokenizer.json", "[PAD]", 512)
    roberta = RobertaConfig(vocab_size=50265, max_position_embeddings=514, type_vocab_size=1,
                            layer_norm_eps=1e-5, num_labels=2)
    second = encoders.fill(RobertaForSequenceClassification(roberta), 0.12)
    tok2 = tokenizer(OUT / "tiny-roberta-cross/tokenizer.json", "<pad>", 512)
    return {"pairs": texts, "bert": logits(bert, tok, texts, 512),
            "roberta": logits(second, tok2, texts, 512)}


def main():
    for name, make in {"tiny-cross.json": tiny_bert, "tiny-roberta-cross.json": tiny_roberta,
                       "base-cross.json": base}.items():
        (OUT / name).write_text(json.dumps(make(), ensure_ascii=True) + "\n")


if __name__ == "__main__":
    main()
