#!/usr/bin/env python3
"""Processor seconds and memory of what is done with pictures: this program and PyTorch transformers, alternating, whole
processes with 1 and with more pictures, on random checkpoints of published sizes.
  captions  BLIP base, 1 and 8 pictures, greedy; how many captions agree
  clip      CLIP ViT-B/32 behind MM-Relevance, 1 and 49 turns that share a picture: the same texts and pictures as vectors

  pip install torch transformers pillow
  LOCOMO=./locomo scripts/bench/pictures.py [ROUNDS [THREADS [PART...]]]"""
import json, os, random, subprocess, sys, tempfile
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
    """Prints the captions of PyTorch."""
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


def make_clip(folder):
    """The checkpoint, and data sets in which COUNT turns share a picture; words of CLIP's alphabet."""
    from PIL import Image
    from safetensors.torch import save_file
    from transformers import CLIPConfig, CLIPImageProcessor, CLIPModel, CLIPTokenizer
    from vision import clip_files, fill, pattern
    model_folder = folder / "clip"
    model_folder.mkdir()
    words = clip_files(model_folder)
    text = dict(vocab_size=words, bos_token_id=words - 2, eos_token_id=words - 1, pad_token_id=1)
    config = CLIPConfig(projection_dim=512, text_config=text)
    model = fill(CLIPModel(config), 0.12, [("logit_scale", 4.6052)])
    (model_folder / "config.json").write_text(json.dumps(config.to_dict()))
    CLIPImageProcessor().save_pretrained(model_folder)
    save_file({k: v.contiguous().clone() for k, v in model.state_dict().items() if not k.endswith("position_ids")},
              model_folder / "model.safetensors", metadata={"format": "pt"})
    tokenizer = CLIPTokenizer(str(model_folder / "vocab.json"), str(model_folder / "merges.txt"))
    tokenizer.backend_tokenizer.save(str(model_folder / "tokenizer.json"), pretty=False)
    draw = random.Random(5)
    said = lambda: " ".join(draw.choices("the red dog ran on grass and a cat sat near our house".split(), k=20)) + "."
    images = folder / "images"
    images.mkdir()
    for count in (1, 49):
        turns = []
        for i in range(2 * count):
            turn = {"speaker": ("Ann", "Ben")[i % 2], "dia_id": f"D1:{i + 1}", "text": said()}
            if i % 2:
                Image.fromarray(pattern(640 + 16 * (i % 9), 480)).save(images / f"{i}.png")
                turn |= {"img_file": f"{i}.png", "blip_caption": said(), "query": "dog"}
            turns.append(turn)
        talk = {"speaker_a": "Ann", "speaker_b": "Ben", "session_1_date_time": "1:56 pm on 8 May, 2023", "session_1": turns}
        (folder / f"talk{count}.json").write_text(json.dumps([{"sample_id": "s-1", "conversation": talk, "qa": []}]))


def clip_peer(folder, count, threads):
    """Makes PyTorch's vectors of every text and picture that the run compared, 16 at once."""
    import torch
    from PIL import Image
    from transformers import CLIPImageProcessor, CLIPModel, CLIPTokenizer
    torch.set_num_threads(threads)
    model = CLIPModel.from_pretrained(folder / "clip").eval()
    tokenizer = CLIPTokenizer(str(folder / "clip/vocab.json"), str(folder / "clip/merges.txt"))
    processor = CLIPImageProcessor.from_pretrained(folder / "clip")
    turns = json.loads((folder / f"talk{count}.json").read_text())[0]["conversation"]["session_1"]
    texts = [turn["text"] for turn in turns if "img_file" in turn]
    for line in (folder / "said.jsonl").read_text().splitlines():
        said = json.loads(line)
        texts += [said["text"], said["image"]]
    texts = sorted({text for text in texts if text}, key=len)
    files = [folder / "images" / turn["img_file"] for turn in turns if "img_file" in turn]
    with torch.inference_mode():
        for at in range(0, len(texts), 16):
            model.get_text_features(**tokenizer(texts[at:at + 16], padding=True, truncation=True, return_tensors="pt"))
        for at in range(0, len(files), 16):
            pixels = processor([Image.open(f).convert("RGB") for f in files[at:at + 16]], return_tensors="pt")
            model.get_image_features(pixel_values=pixels["pixel_values"])
    print(len(texts), "texts and", len(files), "pictures")


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


def captions(folder, number, count, threads, program):
    """Our processor seconds and MiB, PyTorch's, and how the results compare."""
    out = folder / f"captions-{number}-{count}.jsonl"
    ours = seconds(program + ["caption", "--images", str(folder / f"pictures{count}"), "--caption-model", str(folder / "model"),
                              "--device", "cpu", "--out-file", str(out), "--run", str(folder / f"run-{number}-{count}")], folder)
    theirs = seconds([sys.executable, __file__, "captions", str(folder), str(count), threads], folder)
    mine = [json.loads(line)["caption"] for line in out.read_text().splitlines()]
    agree = sum(a.split()[4:] == b.split()[4:] for a, b in zip(mine, json.loads(theirs[2])))
    return ours, theirs, f"{agree} captions agree"


def relevance(folder, number, count, threads, program):
    """Likewise; what the run costs without CLIP is taken off."""
    ask = ["eval-dialog", "--data-file", str(folder / f"talk{count}.json"), "--turns", "pictures", "--max-turns", str(count)]
    run = folder / f"dialog-{number}-{count}"
    without = seconds(program + ask + ["--run", str(run) + "-without"], folder)
    ours = seconds(program + ask + ["--run", str(run), "--relevance-encoder", f"clip:{folder / 'clip'}", "--device", "cpu",
                                    "--image-dir", str(folder / "images")], folder)
    lines = [json.loads(line) for line in (run / "turns.jsonl").read_text().splitlines()]
    (folder / "said.jsonl").write_text("".join(json.dumps({k: line[k] for k in ("text", "image")}) + "\n" for line in lines))
    theirs = seconds([sys.executable, __file__, "clip", str(folder), str(count), threads], folder)
    return (ours[0] - without[0], ours[1], ""), theirs, theirs[2].strip()


PARTS = {"captions": (make, peer, captions, (1, 8)), "clip": (make_clip, clip_peer, relevance, (1, 49))}


def main():
    if len(sys.argv) > 2 and sys.argv[1] in PARTS:
        setup, other, _, _ = PARTS[sys.argv[1]]
        setup(Path(sys.argv[2])) if len(sys.argv) == 3 else other(Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
        return
    rounds, threads = int(sys.argv[1]) if len(sys.argv) > 1 else 2, sys.argv[2] if len(sys.argv) > 2 else "2"
    os.environ["OMP_NUM_THREADS"] = threads
    program = os.environ.get("LOCOMO", "locomo").split()
    for part in sys.argv[3:] or PARTS:
        _, _, measure, counts = PARTS[part]
        with tempfile.TemporaryDirectory() as at:
            folder = Path(at)
            # In a process of its own: what is started later would count this one's memory as its peak.
            subprocess.run([sys.executable, __file__, part, str(folder)], check=True)
            for number in range(rounds):
                found = []
                for count in counts:
                    ours, theirs, told = measure(folder, number, count, threads, program)
                    found.append((ours[0], theirs[0]))
                    print(f"{part}, round {number + 1}, {count} pictures, load {os.getloadavg()[0]:.0f}: ours {ours[0]:.1f} s, "
                          f"PyTorch {theirs[0]:.1f} s of processor; {ours[1]} and {theirs[1]} MiB; {told}", flush=True)
                ours, theirs = (found[1][i] - found[0][i] for i in (0, 1))
                print(f"{part}, {counts[1] - counts[0]} more pictures: ours {ours:.1f} s, PyTorch {theirs:.1f} s, "
                      f"ratio {ours / theirs:.2f}", flush=True)


if __name__ == "__main__":
    main()
