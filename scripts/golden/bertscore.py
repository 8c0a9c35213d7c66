#!/usr/bin/env python3
"""Writes the fixtures of token states and BERTScore: three tiny random checkpoints (RoBERTa, DeBERTa,
DeBERTa v3) with tokenizers of their own, the states that PyTorch transformers gives for them and for
networks whose weights Java generates too (SplitMix64 of the tensor's name and the index), and what
the package bert-score says of pairs of texts.

    pip install torch transformers bert-score && scripts/golden/bertscore.py

bert-score 0.3.13 was written for transformers 4, whose slow tokenizers had two functions that
version 5 has no more; they stand in here as they were."""
import importlib
import json
import math
import pathlib
import random
import sys

HERE = str(pathlib.Path(__file__).resolve().parent)
sys.path[:] = [p for p in sys.path if p != HERE]  # a neighbour has the name of a standard module

import bert_score.utils as utils
import torch
from safetensors.torch import save_file
from tokenizers import (Tokenizer, decoders, models, normalizers, pre_tokenizers, processors,
                        trainers)
from transformers import (BertConfig, BertModel, DebertaConfig, DebertaModel, DebertaV2Config,
                          DebertaV2Model, PreTrainedTokenizerFast, RobertaConfig, RobertaModel)
from transformers.models.deberta_v2.modeling_deberta_v2 import make_log_bucket_position

sys.path.append(HERE)
from encoders import fill

OUT = pathlib.Path(__file__).parents[2] / "locomo-rag/src/test/resources/dev/locomo/rag/embed/djl"
WORDS = """ferry harbour kayak violin baking bread running runner garden painted painting mountain
hiking puppy puppies adopted congratulations happy happily nationality conference 2021 3rd Anna Ben
Oslo café naïve 日本 🎉 😀 well-known the a and of to in on at she he they we it was is are not very""".split()
TEXTS = ["The runner adopted a puppy.", "", "  Café 🎉 naïve  ", "a", "Anna painted the harbour in Oslo",
         "the ferry was not very happy " * 30]


def sentences(count):
    rng = random.Random(5)
    return [" ".join(rng.choice(WORDS) for _ in range(rng.randrange(1, 14))) + rng.choice([".", "!", ""])
            for _ in range(count)]


def bpe(specials):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator(sentences(400), trainers.BpeTrainer(
        vocab_size=380, special_tokens=specials, show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    return tokenizer


def unigram():
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Strip(), normalizers.NFKC(), normalizers.Replace(" {2,}", " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.train_from_iterator(sentences(400), trainers.UnigramTrainer(
        vocab_size=160, special_tokens=["[PAD]", "[CLS]", "[SEP]", "[UNK]"], unk_token="[UNK]",
        show_progress=False))
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 1), ("[SEP]", 2)])
    return tokenizer


def save(folder, tokenizer, model, longest, **specials):
    folder = OUT / folder
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    config = {k: v for k, v in model.config.to_dict().items() if not k.startswith("_")}
    (folder / "config.json").write_text(json.dumps(config, sort_keys=True) + "\n")
    (folder / "tokenizer_config.json").write_text(json.dumps(
        {"model_max_length": longest, "tokenizer_class": "PreTrainedTokenizerFast"} | specials) + "\n")
    save_file({k: v.contiguous() for k, v in model.state_dict().items() if "position_ids" not in k},
              folder / "model.safetensors", metadata={"format": "pt"})


def tiny_checkpoints():
    tokenizer = bpe(["<s>", "<pad>", "</s>", "<unk>", "<mask>"])
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), add_prefix_space=False)
    small = dict(hidden_size=16, num_hidden_layers=3, num_attention_heads=2, intermediate_size=24)
    save("tiny-roberta", tokenizer, fill(RobertaModel(RobertaConfig(
        vocab_size=tokenizer.get_vocab_size(), max_position_embeddings=66, type_vocab_size=1, pad_token_id=1,
        **small)), 0.8), 64, cls_token="<s>", sep_token="</s>", pad_token="<pad>")
    tokenizer = bpe(["[CLS]", "[PAD]", "[SEP]", "[UNK]", "[MASK]"])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 0), ("[SEP]", 2)])
    save("tiny-deberta", tokenizer, fill(DebertaModel(DebertaConfig(
        vocab_size=tokenizer.get_vocab_size(), max_position_embeddings=64, relative_attention=True,
        position_biased_input=False, pos_att_type="c2p|p2c", pad_token_id=1, **small)), 0.8), 64,
        cls_token="[CLS]", sep_token="[SEP]", pad_token="[PAD]")
    tokenizer = unigram()
    save("tiny-deberta-v3", tokenizer, fill(DebertaV2Model(DebertaV2Config(
        vocab_size=tokenizer.get_vocab_size(), max_position_embeddings=64, relative_attention=True,
        position_biased_input=False, pos_att_type="p2c|c2p", share_att_key=True, position_buckets=8,
        norm_rel_ebd="layer_norm", pad_token_id=0, **small)), 0.8), 64,
        cls_token="[CLS]", sep_token="[SEP]", pad_token="[PAD]")


def states(model, ids, every=1):
    width = max(map(len, ids))
    padded = torch.tensor([i + [0] * (width - len(i)) for i in ids])
    mask = torch.tensor([[1] * len(i) + [0] * (width - len(i)) for i in ids])
    places = {} if not isinstance(model, RobertaModel) else {"position_ids": torch.arange(2, 2 + width)[None]}
    with torch.no_grad():
        out = model(input_ids=padded, attention_mask=mask, output_hidden_states=True, **places).hidden_states
    flat = [[h[i, :len(t)].flatten()[::every].tolist() for i, t in enumerate(ids)] for h in out]
    return [[[float(f"{x:.7g}") for x in text] for text in layer] for layer in flat]


def checkpoint_states(folder):
    tokenizer = Tokenizer.from_file(str(OUT / folder / "tokenizer.json"))
    tokenizer.enable_truncation(64)
    blank = " " if folder == "tiny-roberta" else ""
    ids = [tokenizer.encode(blank + t.strip() if t.strip() else "").ids for t in TEXTS]
    model = MODELS[folder].from_pretrained(str(OUT / folder)).eval()
    return {"texts": TEXTS, "ids": ids, "layers": states(model, ids, 3)}


def seeded(config, scale, every, lengths):
    kind = {"roberta": RobertaModel, "deberta": DebertaModel, "deberta-v2": DebertaV2Model}[config.model_type]
    model = fill(kind(config), scale)
    rng = random.Random(7)
    ids = [[rng.randrange(3, config.vocab_size) for _ in range(n)] for n in lengths]
    plain = {k: v for k, v in config.to_dict().items() if not k.startswith("_")}
    last = states(model, ids, every)[-1]
    return {"config": plain, "scale": scale, "every": every, "ids": ids, "states": last}


def seeded_networks():
    small = dict(vocab_size=90, hidden_size=24, num_hidden_layers=2, num_attention_heads=3,
                 intermediate_size=32, max_position_embeddings=40, relative_attention=True, pad_token_id=0)
    lengths = [7, 1, 30, 2]
    yield seeded(DebertaConfig(pos_att_type=["c2p"], type_vocab_size=2, **small), 0.8, 5, lengths)
    yield seeded(DebertaConfig(pos_att_type="p2c", position_biased_input=False, embedding_size=16,
                               max_relative_positions=20, **small), 0.8, 5, lengths)
    yield seeded(DebertaV2Config(pos_att_type="p2c|c2p", position_biased_input=False, conv_kernel_size=3,
                                 conv_act="gelu", share_att_key=True, position_buckets=6,
                                 norm_rel_ebd="layer_norm", **small), 0.8, 5, lengths)
    yield seeded(DebertaV2Config(pos_att_type="c2p|p2c", conv_kernel_size=5, conv_groups=2,
                                 type_vocab_size=2, max_relative_positions=10, hidden_act="gelu_new",
                                 **small), 0.8, 5, lengths)
    base = dict(vocab_size=1000, max_position_embeddings=514, pad_token_id=1)
    yield seeded(RobertaConfig(type_vocab_size=1, **base), 0.12, 97, [12, 5])
    yield seeded(DebertaConfig(relative_attention=True, position_biased_input=False, pos_att_type="c2p|p2c",
                               **base), 0.12, 97, [12, 5])
    yield seeded(DebertaV2Config(hidden_size=768, num_hidden_layers=12, num_attention_heads=12,
                                 intermediate_size=3072, relative_attention=True, position_buckets=256,
                                 position_biased_input=False, share_att_key=True, norm_rel_ebd="layer_norm",
                                 pos_att_type="p2c|c2p", **base), 0.12, 97, [12, 5])


class Version4:
    """What bert-score uses of a slow tokenizer of transformers 4."""

    def __init__(self, folder):
        names = {} if "tiny-" in folder else \
            dict(cls_token="[CLS]", sep_token="[SEP]", pad_token="[PAD]", model_max_length=512)
        self.inner = PreTrainedTokenizerFast.from_pretrained(folder, **names)
        self.model_max_length = self.inner.model_max_length
        self.sep_token_id, self.cls_token_id = self.inner.sep_token_id, self.inner.cls_token_id
        self.pad_token_id = self.inner.pad_token_id

    def build_inputs_with_special_tokens(self, ids):
        return [self.cls_token_id] + ids + [self.sep_token_id]

    def encode(self, text, add_prefix_space=False, **how):
        return self.inner.encode(" " + text if add_prefix_space else text, **how)


class Roberta4(Version4):
    pass


def tokenizer4(folder, use_fast):
    return (Roberta4 if folder.endswith("tiny-roberta") else Version4)(folder)


def pairs():
    texts = sentences(40)
    rng = random.Random(9)
    candidates = [rng.choice(texts) for _ in range(34)] + ["", "tea", " ", "a " * 200, texts[3], "🎉"]
    references = [rng.choice(texts) for _ in range(34)] + ["tea", "", "", "a b " * 90, texts[3], "日本"]
    return candidates, references


def bertscores():
    package = importlib.import_module("bert_score.score")  # its function hides the module
    package.get_tokenizer = tokenizer4
    utils.RobertaTokenizer = Roberta4
    candidates, references = pairs()
    baseline = OUT / "baseline.tsv"
    baseline.write_text("LAYER,P,R,F\n0,0.1,0.2,0.3\n1,0.31,0.32,0.33\n2,0.4,0.41,0.42\n3,0.5,0.25,0.125\n")
    out = []
    for folder in ("tiny", "tiny-roberta", "tiny-deberta", "tiny-deberta-v3"):
        for layer, idf, rescale in ((1, False, False), (2, True, False), (2, False, True), (3, True, True)):
            layer = min(layer, 2) if folder == "tiny" else layer
            scores = package.score(candidates, references, model_type=str(OUT / folder), num_layers=layer,
                                   idf=idf, nthreads=0, batch_size=1, lang="en",
                                   rescale_with_baseline=rescale,
                                   baseline_path=str(baseline) if rescale else None)
            out.append({"checkpoint": folder, "layer": layer, "idf": idf, "baseline": rescale,
                        "scores": [[None if math.isnan(x) else float(f"{x:.8g}") for x in s.tolist()]
                                   for s in scores]})
    return {"candidates": candidates, "references": references, "runs": out}


def buckets():
    """The row of each distance from -600 to 600 for some sizes."""
    distances = torch.arange(-600, 601)
    return [{"buckets": b, "longest": m,
             "rows": torch.clamp(make_log_bucket_position(distances, b, m).long() + b, 0, 2 * b - 1).tolist()}
            for b, m in ((256, 512), (8, 64), (32, 128))]


MODELS = {"tiny": BertModel, "tiny-roberta": RobertaModel, "tiny-deberta": DebertaModel,
          "tiny-deberta-v3": DebertaV2Model}


def dump(name, value):
    (OUT / name).write_text(json.dumps(value, ensure_ascii=True) + "\n")


def main():
    tiny_checkpoints()
    dump("states.json", {f: checkpoint_states(f) for f in list(MODELS)[1:]})
    dump("seeded-states.json", list(seeded_networks()))
    dump("buckets.json", buckets())
    dump("bertscore.json", bertscores())


if __name__ == "__main__":
    main()
