#!/usr/bin/env python3
"""Writes the ONNX fixtures of locomo-rag's vision tests: the tiny CLIP of vision.py and a tiny random SigLIP, as
Optimum and Transformers.js publish them (one model.onnx with both towers, or one file a tower), and what PyTorch
transformers makes of texts and pictures. Each becomes a zip of a model folder, with what is expected in it.

  pip install torch transformers onnx onnxscript pillow safetensors
  scripts/golden/onnx_towers.py"""
import json, sys, tempfile, warnings, zipfile
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
here = sys.path.pop(0)  # a neighbour of this file has the name of a standard module
warnings.filterwarnings("ignore")

import onnx
import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import (CLIPModel, PreTrainedTokenizerFast, SiglipConfig, SiglipImageProcessor, SiglipModel)
from vision import PICTURES, SAID, VISION, fill, pictures, rounded

WORDS = "the red dog runs on grass cat a of cafe".split()
LONGEST = 16


def export(model, file, names, outputs, example):
    class Named(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.model = model

        def forward(self, *inputs):
            found = self.model(**dict(zip(names, inputs)), return_dict=True)
            return tuple(found[o] for o in outputs)

    file.parent.mkdir(parents=True, exist_ok=True)
    texts, images, tokens = (torch.export.Dim(n, min=1, max=512) for n in ("texts", "images", "tokens"))
    axes = {"pixel_values": {0: images}, "input_ids": {0: texts}, "attention_mask": {0: texts}}
    if model.config.model_type.startswith("clip"):
        axes["input_ids"][1] = axes["attention_mask"][1] = torch.export.Dim("tokens", min=2, max=77)
    torch.onnx.export(Named().eval(), tuple(example[n] for n in names), str(file), input_names=names,
                      output_names=outputs, dynamic_shapes={"inputs": tuple(axes[n] for n in names)}, dynamo=True,
                      external_data=False, verbose=False, optimize=True)
    slim = onnx.load(file)
    del slim.metadata_props[:]
    slim.graph.ClearField("value_info")
    for node in slim.graph.node:
        del node.metadata_props[:]
        node.doc_string = ""
    for value in [*slim.graph.initializer, *slim.graph.input, *slim.graph.output]:
        del value.metadata_props[:]
    onnx.save(slim, file)


def clip(folder):
    """One file a tower."""
    from transformers import CLIPTextModelWithProjection, CLIPVisionModelWithProjection
    example = {"input_ids": torch.randint(3, 90, (2, 7)), "attention_mask": torch.ones(2, 7, dtype=torch.long),
               "pixel_values": torch.rand(2, 3, 32, 32)}
    for kind, file, inputs, output in [
            (CLIPTextModelWithProjection, "text_model", ["input_ids", "attention_mask"], "text_embeds"),
            (CLIPVisionModelWithProjection, "vision_model", ["pixel_values"], "image_embeds")]:
        model = kind.from_pretrained(VISION / "clip", attn_implementation="eager").eval()
        export(model, folder / f"onnx/{file}.onnx", inputs, [output, "last_hidden_state"], example)
    for name in ["config.json", "tokenizer.json", "preprocessor_config.json"]:
        (folder / name).write_bytes((VISION / "clip" / name).read_bytes())
    return json.loads((VISION / "clip.json").read_text())


def siglip_model(folder):
    vocabulary = ["<pad>", "</s>", "<unk>"] + WORDS
    raw = Tokenizer(models.WordLevel({w: i for i, w in enumerate(vocabulary)}, unk_token="<unk>"))
    raw.normalizer = normalizers.Sequence([normalizers.NFD(), normalizers.StripAccents(), normalizers.Lowercase()])
    raw.pre_tokenizer = pre_tokenizers.Whitespace()
    raw.post_processor = processors.TemplateProcessing(single="$A:0 </s>:0", special_tokens=[("</s>", 1)])
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=raw, pad_token="</s>", eos_token="</s>", unk_token="<unk>",
                                        model_max_length=LONGEST)
    tokenizer.save_pretrained(folder)
    small = dict(hidden_size=24, num_hidden_layers=2, num_attention_heads=2, intermediate_size=40)
    config = SiglipConfig(
        text_config=dict(vocab_size=len(vocabulary), max_position_embeddings=LONGEST, pad_token_id=1, bos_token_id=2,
                         eos_token_id=1, projection_size=24, **small),
        vision_config=dict(image_size=32, patch_size=8, **small))
    model = fill(SiglipModel._from_config(config, attn_implementation="eager"), 0.7)
    with torch.no_grad():
        model.logit_scale.fill_(2.1)
        model.logit_bias.fill_(-3.4)
        for name, p in model.named_parameters():
            if name.endswith(("layernorm.weight", "layer_norm.weight")):
                p.add_(1 if p.abs().max() < 0.5 else 0)
    processor = SiglipImageProcessor(size={"height": 32, "width": 32})
    processor.save_pretrained(folder)
    (folder / "config.json").write_text(json.dumps(config.to_dict(), sort_keys=True) + "\n")
    ids = tokenizer(SAID, padding="max_length", truncation=True, max_length=LONGEST, return_tensors="pt")["input_ids"]
    pixels = pictures(processor)
    with torch.no_grad():
        out = model(input_ids=ids, pixel_values=pixels)
    expected = {"said": SAID, "pictures": PICTURES, "ids": ids.tolist(), "texts": rounded(out.text_embeds),
                "images": rounded(out.image_embeds), "logits": rounded(out.logits_per_text),
                "probabilities": rounded(torch.sigmoid(out.logits_per_text)), "scale": float(model.logit_scale.exp()),
                "bias": float(model.logit_bias)}
    return model, {"input_ids": ids[:2], "pixel_values": pixels[:2]}, expected


def siglip(folder):
    """Both towers in one file."""
    model, example, expected = siglip_model(folder)
    example["pixel_values"] = torch.rand(3, 3, 32, 32)
    export(model, folder / "onnx/model.onnx", ["input_ids", "pixel_values"],
           ["logits_per_image", "logits_per_text", "text_embeds", "image_embeds"], example)
    return expected


def siglip_towers(folder):
    """One file a tower, beside config.json."""
    model, example, expected = siglip_model(folder)
    export(model.text_model, folder / "text_model.onnx", ["input_ids"], ["last_hidden_state", "pooler_output"], example)
    export(model.vision_model, folder / "vision_model.onnx", ["pixel_values"], ["last_hidden_state", "pooler_output"],
           example)
    return expected


def main():
    for name, made in {"clip-towers": clip, "siglip": siglip, "siglip-towers": siglip_towers}.items():
        with tempfile.TemporaryDirectory() as at:
            folder = Path(at)
            (folder / "expected.json").write_text(json.dumps(made(folder)) + "\n")
            target = VISION / (name + ".zip")
            with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as zipped:
                for file in sorted(f for f in folder.rglob("*") if f.is_file()):
                    entry = zipfile.ZipInfo(str(file.relative_to(folder)))
                    entry.compress_type = zipfile.ZIP_DEFLATED
                    zipped.writestr(entry, file.read_bytes())
        print(name, target.stat().st_size)


if __name__ == "__main__":
    main()
