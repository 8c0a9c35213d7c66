#!/usr/bin/env python3
"""Processor seconds and memory of captions: this program and PyTorch transformers, alternating, on one random checkpoint of
BLIP base's size and the same pictures, whole processes with 1 and with 8 pictures; and whether the captions agree.

  pip install torch transformers pillow
  LOCOMO=./locomo scripts/bench/captions.py [ROUNDS [THREADS]]"""
import json, os, subprocess, sys, tempfile
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "golden"))
WORDS = 30524
SETTINGS = dict(max_length=20, num_beams=1, do_sample=False)


def make(folder):
    from PIL import Image
    from safetensors.torch import save_file
    from transformers import BlipForConditionalGeneration, BlipImageProcessor
    from vision import blip_config, fill, pattern
    model_folder = folder / "model"
    model_folder.mkdir()
    config = blip_config(WORDS, False)
    config.vision_config.image_size = 384
    model = fill(BlipForConditionalGeneration(config), 0.12)
    (model_folder / "config.json").write_text(json.dumps(config.to_dict()))
    BlipImageProcessor().save_pretrained(model_folder)
    weights = {k: v.contiguous().clone() for k, v in model.state_dict().items()
               if not k.endswith(("position_ids", "predictions.decoder.weight", "predictions.decoder.bias"))}
    save_file(weights, model_folder / "model.safetensors", metadata={"format": "pt"})
    words = ["[PAD]"] + [f"[unused{i}]" for i in range(1, 100)] + ["[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    words += ["a", "photography", "of"]
    words += [f"w{i}" for i in range(len(words), WORDS - 2)] + ["[DEC]", "[ENC]"]
    (model_folder / "vocab.txt").write_text("\n".join(words) + "\n")
    for count in (1, 8):
        (folder / f"pictures{count}").mkdir()
        for i in range(count):
            Image.fromarray(pattern(640 + 16 * i, 480)).save(folder / f"pictures{count}" / f"{i}.png")


def peer(folder, count, threads):
    import torch
    from PIL import Image
    from transformers import BertTokenizer, BlipForConditionalGeneration, BlipImageProcessor
    torch.set_num_threads(threads)
    model = BlipForConditionalGeneration.from_pretrained(folder / "model").eval()
    processor = BlipImageProcessor.from_pretrained(folder / "model")
    words = (folder / "model/vocab.txt").read_text().split("\n")
    prompt = [words.index(w) for w in ["[CLS]", "a", "photography", "of", "[SEP]"]]
    files = sorted((folder / f"pictures{count}").iterdir())
    pixels = processor([Image.open(f).convert("RGB") for f in files], return_tensors="pt")["pixel_values"]
    with torch.inference_mode():
        rows = model.generate(pixel_values=pixels, input_ids=torch.tensor([prompt] * count), **SETTINGS).tolist()
    print(json.dumps([" ".join(words[t] for t in row[1:] if words[t] != "[SEP]") for row in rows]))


def seconds(command, folder):
    """Processor seconds and peak memory in MiB of a command, and what it prints."""
    with open(folder / "out", "w+") as out:
        child = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = status
        if status != 0:
            sys.exit(f"{command} ended with {status}")
        out.seek(0)
        return used.ru_utime + used.ru_stime, used.ru_maxrss // 1024, out.read()


def main():
    if len(sys.argv) > 3:
        peer(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
        return
    rounds, threads = int(sys.argv[1]) if len(sys.argv) > 1 else 2, sys.argv[2] if len(sys.argv) > 2 else "2"
    os.environ["OMP_NUM_THREADS"] = threads
    with tempfile.TemporaryDirectory() as at:
        folder = Path(at)
        make(folder)
        for number in range(rounds):
            found = {}
            for count in (1, 8):
                captions = folder / f"captions-{number}-{count}.jsonl"
                ours, memory, _ = seconds([os.environ.get("LOCOMO", "locomo"), "caption", "--images",
                                   str(folder / f"pictures{count}"), "--caption-model", str(folder / "model"),
                                   "--device", "cpu", "--out-file", str(captions), "--run", str(folder / f"run-{number}-{count}")], folder)
                theirs, peers, out = seconds([sys.executable, __file__, str(folder), str(count), threads], folder)
                mine = [json.loads(line)["caption"] for line in captions.read_text().splitlines()]
                found[count] = ours, theirs
                agree = sum(a.split()[4:] == b.split()[4:] for a, b in zip(mine, json.loads(out)))
                print(f"round {number + 1}, {count} pictures, load {os.getloadavg()[0]:.0f}: ours {ours:.1f} s, "
                      f"PyTorch {theirs:.1f} s of processor; {memory} and {peers} MiB; {agree} captions agree", flush=True)
            ours, theirs = (found[8][i] - found[1][i] for i in (0, 1))
            print(f"seven more pictures: ours {ours:.1f} s, PyTorch {theirs:.1f} s, ratio {ours / theirs:.2f}", flush=True)


if __name__ == "__main__":
    main()
