#!/usr/bin/env python3
"""What EncoderSpeed.java measures, by PyTorch transformers: the same checkpoint, texts, batches and
threads; with LOCOMO_DEVICE=cuda on the GPU in half precision. With "export" it makes ONNX files of the
checkpoint instead, in single precision and with 8-bit weights; with -onnx or -int8 behind the size it
measures such a file by ONNX Runtime.
encoders.py FOLDER minilm|base[-onnx|-int8] [THREADS] [export]"""
import json, os, shutil, sys, time
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


def export(folder, size):
    from onnxruntime.quantization import QuantType, quantize_dynamic

    class States(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.model = BertModel.from_pretrained(folder / size, attn_implementation="eager").eval()

        def forward(self, ids, mask, types):
            return self.model(input_ids=ids, attention_mask=mask, token_type_ids=types).last_hidden_state

    for kind in ["onnx", "int8"]:
        (folder / f"{size}-{kind}").mkdir()
        for name in ["config.json", "tokenizer.json"]:
            shutil.copy(folder / size / name, folder / f"{size}-{kind}")
    ids = torch.ones(2, 7, dtype=torch.long)
    axes = {0: torch.export.Dim("batch", min=1, max=4096), 1: torch.export.Dim("tokens", min=2, max=512)}
    single = folder / f"{size}-onnx/model.onnx"
    torch.onnx.export(States(), (ids, ids, ids * 0), str(single), dynamo=True, external_data=False, verbose=False,
                      input_names=["input_ids", "attention_mask", "token_type_ids"],
                      output_names=["last_hidden_state"], dynamic_shapes=(axes, axes, axes))
    quantize_dynamic(single, folder / f"{size}-int8/model_quantized.onnx", weight_type=QuantType.QInt8)


class Runtime:
    """An ONNX file as a model of PyTorch."""

    def __init__(self, folder, threads):
        import onnxruntime
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self.session = onnxruntime.InferenceSession(next(folder.glob("*.onnx")), options)

    def __call__(self, input_ids, attention_mask):
        given = {"input_ids": input_ids.numpy(), "attention_mask": attention_mask.numpy(),
                 "token_type_ids": (input_ids * 0).numpy()}
        self.last_hidden_state = torch.from_numpy(self.session.run(["last_hidden_state"], given)[0])
        return self


def main():
    if sys.argv[4:] == ["export"]:
        export(Path(sys.argv[1]), sys.argv[2])
        return
    folder = Path(sys.argv[1])
    threads = int(sys.argv[3]) if len(sys.argv) > 3 else 2
    torch.set_num_threads(threads)
    onnx = "-" in sys.argv[2]
    texts = json.loads((folder / "texts.json").read_text())
    tokenizer = Tokenizer.from_file(str(folder / sys.argv[2] / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    model = (Runtime(folder / sys.argv[2], threads) if onnx
             else BertModel.from_pretrained(folder / sys.argv[2]).eval().to(DEVICE))
    if DEVICE != "cpu":
        model = model.half()
    encode(model, tokenizer, texts[:64])
    cpu, wall = time.process_time(), time.perf_counter()
    vectors = encode(model, tokenizer, texts)
    seconds, processor = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{'ORT' if onnx else 'PyTorch':8} {sys.argv[2]:11} {len(texts)} texts: {len(texts) / seconds:.1f} a second, "
          f"{len(texts) / processor:.1f} a second of processor time; first {vectors[0][0]}")


if __name__ == "__main__":
    main()
