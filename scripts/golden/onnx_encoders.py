#!/usr/bin/env python3
"""Writes the ONNX fixtures of locomo-rag's tests: tiny random networks of many architectures, exported by
torch.onnx, and what PyTorch transformers and sentence-transformers make of the same texts. Each becomes a
zip of a model folder, with what is expected in it.

  pip install torch transformers sentence-transformers onnx onnxscript onnxruntime
  scripts/golden/onnx_encoders.py [FOLDER [NAME...]]"""
import json, shutil, sys, tempfile, warnings, zipfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path.pop(0)  # a neighbour of this file has the name of a standard module
warnings.filterwarnings("ignore")

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from sentence_transformers import SentenceTransformer
from sentence_transformers.models import Dense, Normalize, Pooling, Transformer
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import (AutoModel, AutoModelForSequenceClassification, BertConfig, DebertaV2Config,
                          DistilBertConfig, Gemma3TextConfig, ModernBertConfig, MPNetConfig, NomicBertConfig,
                          PreTrainedTokenizerFast, Qwen2Config, Qwen3Config, XLMRobertaConfig)

OUT = HERE.parents[1] / "locomo-rag/src/test/resources/dev/locomo/rag/embed/onnx"
TEXTS = ["the red dog runs", "", "caf\u00e9 \U0001F389 when", "a", "when did ann run on 7 may , 2023 ? " * 3,
         "dog " * 60]
PAIRS = [["when did the dog run ?", "the red dog runs ."], ["caf\u00e9 \U0001F389 ?", ""], ["a", "the red dog " * 30]]
WORDS = "the red dog runs when did ann run on 7 may , 2023 ? . a cafe ate".split()
SMALL = dict(hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=24)
LONGEST = 48


def tokenizer(folder, shape, side="right"):
    """Words, with the special tokens of a family around them."""
    first, last, pad = {"bert": ("[CLS]", "[SEP]", "[PAD]"), "roberta": ("<s>", "</s>", "<pad>"),
                        "decoder": (None, "<|endoftext|>", "<pad>"), "gemma": ("<bos>", "<eos>", "<pad>")}[shape]
    special = ["<s>", pad] if shape == "roberta" else [pad] + ([first] if first else [])
    vocabulary = special + [last, "[UNK]"] + WORDS
    raw = Tokenizer(models.WordLevel({w: i for i, w in enumerate(vocabulary)}, unk_token="[UNK]"))
    raw.normalizer = normalizers.Sequence([normalizers.NFD(), normalizers.StripAccents()])
    raw.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    begin = f"{first}:0 " if first else ""
    second = f" {last}:0 $B:0 {last}:0" if shape == "roberta" else f" $B:1 {last}:1"
    raw.post_processor = processors.TemplateProcessing(
        single=f"{begin}$A:0 {last}:0", pair=f"{begin}$A:0 {last}:0{second}",
        special_tokens=[(t, vocabulary.index(t)) for t in dict.fromkeys([first or last, last])])
    t = PreTrainedTokenizerFast(tokenizer_object=raw, pad_token=pad, unk_token="[UNK]", padding_side=side,
                                model_max_length=LONGEST)
    t.save_pretrained(folder)
    return t, len(vocabulary), vocabulary.index(pad)


def filled(model):
    """Large random weights, so that every tensor counts."""
    torch.manual_seed(7)
    with torch.no_grad():
        for name, p in model.named_parameters():
            p.copy_(torch.rand(p.shape) * 0.8 - 0.4 + (1 if "norm" in name.lower() and "weight" in name else 0))
    return model.eval()


def export(model, folder, names, output, file="onnx/model.onnx"):
    class Named(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.model = model

        def forward(self, *inputs):
            return self.model(**dict(zip(names, inputs)), return_dict=True)[output]

    (folder / file).parent.mkdir(exist_ok=True)
    shape = (2, 7)
    example = {"input_ids": torch.randint(3, 9, shape), "attention_mask": torch.ones(shape, dtype=torch.long),
               "token_type_ids": torch.zeros(shape, dtype=torch.long),
               "position_ids": torch.arange(7).repeat(2, 1)}
    example["attention_mask"][0, 5:] = 0
    b, s = torch.export.Dim("batch", min=1, max=4096), torch.export.Dim("sequence", min=2, max=4096)
    torch.onnx.export(Named().eval(), tuple(example[n] for n in names), str(folder / file), input_names=names,
                      output_names=[output],
                      dynamic_shapes={"inputs": tuple({0: b, 1: s} for _ in names)}, dynamo=True, external_data=False,
                      verbose=False, optimize=True)
    slim = onnx.load(folder / file)
    del slim.metadata_props[:]
    slim.graph.ClearField("value_info")
    for node in slim.graph.node:
        del node.metadata_props[:]
        node.doc_string = ""
    for value in [*slim.graph.initializer, *slim.graph.input, *slim.graph.output]:
        del value.metadata_props[:]
    onnx.save(slim, folder / file)


def rounded(t):
    return [[float(f"{x:.7g}") for x in row] for row in t.tolist()]


# name: (configuration, shape of its tokens, padding side, pooling, dense layers, inputs)
def texts():
    positions = dict(max_position_embeddings=64)
    both = ["input_ids", "attention_mask"]
    decoder = dict(num_key_value_heads=1, head_dim=8, **SMALL, **positions)
    return {
        "mpnet": (lambda n, p: MPNetConfig(vocab_size=n, pad_token_id=p, **SMALL, max_position_embeddings=66),
                  "roberta", "right", "mean", [], both),
        "distilbert": (lambda n, p: DistilBertConfig(vocab_size=n, dim=16, n_layers=2, n_heads=2, hidden_dim=24,
                                                     **positions), "bert", "right", "cls", [], both),
        "modernbert": (lambda n, p: ModernBertConfig(vocab_size=n, pad_token_id=p, **SMALL, **positions,
                                                     local_attention=8, global_attn_every_n_layers=2,
                                                     bos_token_id=1, eos_token_id=2, cls_token_id=1,
                                                     sep_token_id=2, reference_compile=False),
                       "bert", "right", "cls", [], both),
        "nomic": (lambda n, p: NomicBertConfig(vocab_size=n, pad_token_id=p, **SMALL, **positions),
                  "bert", "right", "mean", [], both + ["token_type_ids"]),
        "e5": (lambda n, p: BertConfig(vocab_size=n, **SMALL, **positions), "bert", "right", "mean", [],
               both + ["token_type_ids"]),
        "e5-dense": (lambda n, p: BertConfig(vocab_size=n, **SMALL, **positions), "bert", "right", "mean", [(16, 8)],
                     both + ["token_type_ids"]),
        "bge-m3": (lambda n, p: XLMRobertaConfig(vocab_size=n, pad_token_id=p, type_vocab_size=1, **SMALL,
                                                 max_position_embeddings=66), "roberta", "right", "cls", [], both),
        "gte-qwen2": (lambda n, p: Qwen2Config(vocab_size=n, pad_token_id=p, **{k: v for k, v in decoder.items()
                                                                             if k != "head_dim"}),
                      "decoder", "right", "lasttoken", [], both),
        "qwen3-embedding": (lambda n, p: Qwen3Config(vocab_size=n, pad_token_id=p, **decoder),
                            "decoder", "left", "lasttoken", [], both + ["position_ids"]),
        "embeddinggemma": (lambda n, p: Gemma3TextConfig(vocab_size=n, pad_token_id=p, **decoder, sliding_window=16,
                                                         use_bidirectional_attention=True,
                                                         layer_types=["sliding_attention", "full_attention"]),
                           "gemma", "right", "mean", [(16, 32), (32, 16)], both),
    }


def encoder(folder, name):
    config, shape, side, pooling, dense, inputs = texts()[name]
    with tempfile.TemporaryDirectory() as source:
        tok, size, pad = tokenizer(source, shape, side)
        model = filled(AutoModel.from_config(config(size, pad), attn_implementation="eager"))
        model.save_pretrained(source)
        first = Transformer(source, max_seq_length=LONGEST)
        scaled_before = name == "e5-dense"
        activation = torch.nn.Tanh() if scaled_before else torch.nn.Identity()
        layers = [Dense(i, o, bias=scaled_before, activation_function=activation) for i, o in dense]
        for layer in layers:
            filled(layer)
        last = [Normalize(), *layers] if scaled_before else [*layers, Normalize()]
        whole = SentenceTransformer(modules=[first, Pooling(16, pooling_mode=pooling), *last], device="cpu")
        whole.save_pretrained(str(folder))
        export(model, folder, inputs, "last_hidden_state")
        expected = {"texts": TEXTS, "vectors": rounded(whole.encode(TEXTS, batch_size=len(TEXTS)))}
    return expected


def rerankers():
    positions = dict(max_position_embeddings=64)
    return {
        "bge-reranker": (lambda n, p: XLMRobertaConfig(vocab_size=n, pad_token_id=p, type_vocab_size=1, **SMALL,
                                                       max_position_embeddings=66, num_labels=1), "roberta",
                         ["input_ids", "attention_mask"]),
        "mxbai-rerank": (lambda n, p: DebertaV2Config(vocab_size=n, pad_token_id=p, type_vocab_size=0, **SMALL,
                                                      **positions, relative_attention=True, position_buckets=8,
                                                      norm_rel_ebd="layer_norm", share_att_key=True,
                                                      pos_att_type=["p2c", "c2p"], num_labels=1,
                                                      position_biased_input=False), "bert",
                         ["input_ids", "attention_mask"]),
        "modernbert-reranker": (lambda n, p: ModernBertConfig(
            vocab_size=n, pad_token_id=p, **SMALL, **positions, local_attention=8, global_attn_every_n_layers=2,
            bos_token_id=1, eos_token_id=2, cls_token_id=1, sep_token_id=2, num_labels=1,
            classifier_pooling="mean", reference_compile=False), "bert", ["input_ids", "attention_mask"]),
        "bert-reranker": (lambda n, p: BertConfig(vocab_size=n, **SMALL, **positions, num_labels=2), "bert",
                          ["input_ids", "attention_mask", "token_type_ids"]),
    }


def reranker(folder, name):
    config, shape, inputs = rerankers()[name]
    tok, size, pad = tokenizer(folder, shape)
    model = filled(AutoModelForSequenceClassification.from_config(config(size, pad), attn_implementation="eager"))
    model.config.save_pretrained(folder)
    export(model, folder, inputs, "logits", "model.onnx")
    batch = tok([p[0] for p in PAIRS], [p[1] for p in PAIRS], padding=True, truncation="longest_first",
                max_length=LONGEST, return_tensors="pt", return_token_type_ids=True)
    with torch.no_grad():
        logits = model(**{n: batch[n] for n in inputs}).logits
    return {"pairs": PAIRS, "logits": rounded(logits)}


class JinaBert(torch.nn.Module):
    """jina-embeddings-v2, whose code is not part of transformers: a BERT without positions, whose attention is less by a
    slope of each head for every place between two tokens (ALiBi), and whose inner layer is gated."""

    def __init__(self, size, width=16, heads=2, layers=2, inner=24):
        super().__init__()
        linear, norm = torch.nn.Linear, torch.nn.LayerNorm
        self.heads, self.words, self.types = heads, torch.nn.Embedding(size, width), torch.nn.Embedding(2, width)
        self.norm = norm(width, eps=1e-12)
        self.layers = torch.nn.ModuleList(torch.nn.ModuleDict(dict(
            query=linear(width, width), key=linear(width, width), value=linear(width, width), out=linear(width, width),
            out_norm=norm(width, eps=1e-12), gated=linear(width, 2 * inner, bias=False), down=linear(inner, width),
            down_norm=norm(width, eps=1e-12))) for _ in range(layers))

    def forward(self, input_ids, attention_mask, token_type_ids, return_dict=True):
        x = self.norm(self.words(input_ids) + self.types(token_type_ids))
        b, s, w = x.shape
        place = torch.arange(s)
        slopes = torch.tensor([2.0 ** (-8 * (h + 1) / self.heads) for h in range(self.heads)])
        bias = -slopes[:, None, None] * (place[None, :] - place[:, None]).abs()[None]
        bias = bias[None] + (1 - attention_mask[:, None, None, :].float()) * torch.finfo(torch.float32).min
        split = lambda t: t.view(b, s, self.heads, w // self.heads).transpose(1, 2)
        for layer in self.layers:
            q, k, v = (split(layer[n](x)) for n in ("query", "key", "value"))
            attended = ((q @ k.transpose(2, 3)) / (w // self.heads) ** 0.5 + bias).softmax(-1) @ v
            x = layer["out_norm"](layer["out"](attended.transpose(1, 2).reshape(b, s, w)) + x)
            gate, up = layer["gated"](x).chunk(2, -1)
            x = layer["down_norm"](layer["down"](torch.nn.functional.gelu(gate) * up) + x)
        return {"last_hidden_state": x}


def jina(folder, name):
    """The files of a sentence-transformers BERT, as those of jina-embeddings-v2 are."""
    encoder(folder, "e5")
    tok = PreTrainedTokenizerFast.from_pretrained(folder)
    model = filled(JinaBert(len(tok)))
    export(model, folder, ["input_ids", "attention_mask", "token_type_ids"], "last_hidden_state")
    config = json.loads((folder / "config.json").read_text())
    config.update(architectures=["JinaBertForMaskedLM"], position_embedding_type="alibi", feed_forward_type="geglu",
                  emb_pooler="mean", attn_implementation=None)
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    batch = tok(TEXTS, padding=True, truncation=True, max_length=LONGEST, return_tensors="pt",
                return_token_type_ids=True)
    mask = batch["attention_mask"][..., None].float()
    with torch.no_grad():
        states = model(**{n: batch[n] for n in ("input_ids", "attention_mask", "token_type_ids")})["last_hidden_state"]
    mean = (states * mask).sum(1) / mask.sum(1)
    return {"texts": TEXTS, "vectors": rounded(torch.nn.functional.normalize(mean))}


def quantised(folder):
    """e5 with 8-bit weights; what one text gives alone is expected. The weights use 7 of the bits: with all of them,
    processors without VNNI saturate sums of two products, and each kind of processor gives other vectors."""
    encoder(folder, "e5")
    quantize_dynamic(folder / "onnx/model.onnx", folder / "onnx/model_quantized.onnx", weight_type=QuantType.QInt8,
                     reduce_range=True)
    (folder / "onnx/model.onnx").unlink()
    import onnxruntime
    session = onnxruntime.InferenceSession(folder / "onnx/model_quantized.onnx")
    tok = PreTrainedTokenizerFast.from_pretrained(folder)
    vectors = []
    for text in TEXTS:
        t = tok(text, truncation=True, max_length=LONGEST, return_tensors="np", return_token_type_ids=True)
        states = session.run(None, {i.name: t[i.name] for i in session.get_inputs()})[0][0]
        mean = states.mean(0)
        vectors.append(mean / (mean ** 2).sum() ** 0.5)
    return {"texts": TEXTS, "vectors": [[float(f"{x:.7g}") for x in v] for v in vectors]}


def main():
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else OUT
    out.mkdir(parents=True, exist_ok=True)
    made = {**{n: encoder for n in texts()}, **{n: reranker for n in rerankers()}, "jina-v2": jina}
    for name in sys.argv[2:] or [*made, "e5-int8"]:
        with tempfile.TemporaryDirectory() as at:
            folder = Path(at) / name
            folder.mkdir()
            expected = made[name](folder, name) if name in made else quantised(folder)
            (folder / "expected.json").write_text(json.dumps(expected) + "\n")
            for useless in [*folder.glob("model.safetensors"), *folder.glob("README.md"),
                            *folder.glob("*/README.md")]:
                useless.unlink()
            with zipfile.ZipFile(out / (name + ".zip"), "w", zipfile.ZIP_DEFLATED) as zipped:
                for file in sorted(f for f in folder.rglob("*") if f.is_file()):
                    entry = zipfile.ZipInfo(str(file.relative_to(folder)))
                    entry.compress_type = zipfile.ZIP_DEFLATED
                    zipped.writestr(entry, file.read_bytes())
        print(name, (out / (name + ".zip")).stat().st_size)


if __name__ == "__main__":
    main()
