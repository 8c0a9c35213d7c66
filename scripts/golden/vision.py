#!/usr/bin/env python3
"""Writes the fixtures of locomo-rag's image and vision tests: small generated images in every format
and what Pillow and the processors of transformers make of them; tiny random BLIP and CLIP checkpoints
with pixel values, logits, caption ids (greedy and beam) and similarities of PyTorch; and the same for
base-sized networks whose weights Java generates too (SplitMix64 of the tensor's name and the index);
and MM-Relevance of a few turns by the tiny CLIP, for the test of eval-dialog.

  pip install torch transformers pillow
  scripts/golden/vision.py [images] [tiny] [base] [relevance]
"""
import hashlib, io, json, struct, sys, zlib
from pathlib import Path

sys.path.pop(0)  # a neighbour of this file has the name of a standard module

import numpy as np
from PIL import Image

ROOT = Path(__file__).parents[2] / "locomo-rag/src/test/resources/dev/locomo/rag"
IMAGES, VISION = ROOT / "image", ROOT / "vision"


def picture(width, height, bands=3, seed=0):
    """Edges, ramps and noise: every phase of a filter meets something."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    planes = []
    for b in range(bands):
        wave = 127 + 90 * np.sin(x / (3.1 + b) + seed) * np.cos(y / (5.3 - b))
        edge = np.where((x * (b + 2) + y * 3) % 37 < 9, 255, wave)
        noise = np.random.default_rng(seed * 7 + b).integers(-40, 40, (height, width))
        planes.append(np.clip(edge + noise, 0, 255))
    return np.stack(planes, -1).astype(np.uint8)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, bits, colour, rows, extra=b"", interlace=0):
    head = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, interlace)
    data = zlib.compress(b"".join(b"\0" + r for r in rows))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", data)
            + chunk(b"IEND", b""))


def lzw(indices, bits=2):
    """LZW without words: a clear code before every other index."""
    out, clear = [], 1 << bits
    put = lambda code: out.extend(code >> i & 1 for i in range(bits + 1))
    for k, index in enumerate(indices):
        if k % 2 == 0:
            put(clear)
        put(index)
    put(clear + 1)
    data = bytes(sum(b << j for j, b in enumerate(out[i:i + 8])) for i in range(0, len(out), 8))
    return bytes([bits, len(data)]) + data + b"\0"


def gif(screen, frame, indices, transparent=None, local=None, common=True):
    palette = bytes([10, 11, 12, 100, 0, 0, 0, 100, 0, 0, 0, 100])
    out = b"GIF89a" + struct.pack("<HHBBB", *screen, 0x81 if common else 0, 1, 0)
    out += palette if common else b""
    out += b"\x21\xfe\x03abc\0"
    if transparent is not None:
        out += b"\x21\xf9\x04" + struct.pack("<BHB", 1, 0, transparent) + b"\0"
    out += b"\x2c" + struct.pack("<HHHHB", *frame, 0x81 if local else 0) + (local or b"")
    return out + lzw(indices) + b";"


def encoded(array, format, mode=None, **options):
    image = Image.fromarray(array) if mode is None else Image.frombytes(
        mode, (array.shape[1], array.shape[0]), array.tobytes())
    out = io.BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


def segments(jpeg, drop=(), add=b"", ids=None):
    """A JPEG without some markers, with others added, its components renamed."""
    out, at = b"\xff\xd8" + add, 2
    while jpeg[at + 1] != 0xDA:
        length = struct.unpack(">H", jpeg[at + 2:at + 4])[0]
        body = bytearray(jpeg[at:at + 2 + length])
        if ids and body[1] == 0xC0:
            for i, name in enumerate(ids):
                body[10 + 3 * i] = name
        if jpeg[at + 1] not in drop:
            out += bytes(body)
        at += 2 + length
    tail = bytearray(jpeg[at:])
    if ids:
        for i, name in enumerate(ids):
            tail[5 + 2 * i] = name
    return out + bytes(tail)


def files():
    big, small = picture(61, 47), picture(23, 31, seed=3)
    gray = picture(40, 30, 1)[:, :, 0]
    inks = picture(26, 22, 4, seed=5)
    alpha = picture(20, 18, 4, seed=6)
    wide = (picture(12, 9, 4, seed=8).astype(np.uint16) * 257 + 99).astype(">u2")
    rows16 = lambda bands: [wide[y, :, :bands].tobytes() for y in range(9)]
    adobe = lambda t: b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00" + bytes([t])
    exif = Image.Exif()
    exif[0x0112] = 6
    jpeg = encoded(big, "JPEG", quality=88, subsampling=0)
    palette = Image.fromarray(small).quantize(37)
    p = io.BytesIO(); palette.save(p, "PNG", transparency=3)
    pg = io.BytesIO(); palette.save(pg, "GIF")
    deep = io.BytesIO(); Image.fromarray(big).quantize(200).save(deep, "GIF", interlace=1)
    frames = [Image.fromarray(picture(20, 16, seed=s)) for s in (1, 2, 3)]
    ag = io.BytesIO(); frames[0].save(ag, "GIF", save_all=True, append_images=frames[1:])
    aw = io.BytesIO(); frames[0].save(aw, "WEBP", save_all=True, append_images=frames[1:],
                                      lossless=True)
    ap = io.BytesIO(); frames[0].save(ap, "PNG", save_all=True, append_images=frames[1:])
    inner = Image.new("RGB", (100, 80)); inner.paste(Image.fromarray(small), (9, 7))
    bits = [bytes([0b01100101, 0b10000000]), bytes([0b10011010, 0b10000000])]
    yield "jpeg-444.jpg", jpeg
    yield "jpeg-420.jpg", encoded(big, "JPEG", quality=75, subsampling=2)
    yield "jpeg-422-progressive.jpg", encoded(big, "JPEG", quality=60, subsampling=1, progressive=True)
    yield "jpeg-gray.jpg", encoded(gray, "JPEG")
    yield "jpeg-cmyk.jpg", encoded(inks, "JPEG", mode="CMYK", quality=90)
    yield "jpeg-rotated.jpg", encoded(small, "JPEG", exif=exif)
    yield "jpeg-bare.jpg", segments(jpeg, drop=(0xE0,))
    yield "jpeg-adobe-rgb.jpg", segments(jpeg, drop=(0xE0,), add=adobe(0))
    yield "jpeg-ids-rgb.jpg", segments(jpeg, drop=(0xE0,), ids=b"RGB")
    cmyk = encoded(inks, "JPEG", mode="CMYK", quality=90)
    yield "jpeg-ycck.jpg", segments(cmyk, drop=(0xEE,), add=adobe(2))
    yield "jpeg-profile.jpg", encoded(small, "JPEG", icc_profile=profile())
    yield "png-rgb.png", encoded(big, "PNG")
    yield "png-rgba.png", encoded(alpha, "PNG")
    yield "png-la.png", encoded(alpha[:, :, :2].copy(), "PNG", mode="LA")
    yield "png-gray.png", encoded(gray, "PNG", gamma=0.4)
    yield "png-palette.png", p.getvalue()
    yield "png-gray16.png", png(12, 9, 16, 0, rows16(1))
    yield "png-gray16-dark.png", png(4, 1, 16, 0, [struct.pack(">4H", 0, 77, 255, 256)])
    yield "png-la16.png", png(12, 9, 16, 4, rows16(2))
    yield "png-rgb16.png", png(12, 9, 16, 2, rows16(3))
    yield "png-rgba16.png", png(12, 9, 16, 6, rows16(4))
    yield "png-gray1.png", png(9, 2, 1, 0, bits)
    yield "png-gray2.png", png(5, 1, 2, 0, [bytes([0b00011011, 0b10000000])])
    yield "png-gray4.png", png(3, 1, 4, 0, [bytes([0x1F, 0x70])])
    yield "png-transparent-gray.png", png(2, 1, 8, 0, [bytes([7, 200])], chunk(b"tRNS", b"\0\7"))
    yield "png-transparent-rgb.png", png(1, 1, 8, 2, [bytes([7, 20, 30])],
                                         chunk(b"tRNS", b"\0\7\0\x14\0\x1e"))
    yield "png-gamma.png", png(3, 1, 8, 2, [bytes(range(20, 200, 20))],
                               chunk(b"gAMA", struct.pack(">I", 100000)))
    yield "png-animated.png", ap.getvalue()
    yield "gif-palette.gif", pg.getvalue()
    yield "gif-interlaced.gif", deep.getvalue()
    yield "gif-animated.gif", ag.getvalue()
    yield "gif-offset.gif", gif((4, 3), (1, 1, 2, 1), [3, 1])
    yield "gif-offset-transparent.gif", gif((4, 3), (1, 1, 2, 1), [3, 1], transparent=2)
    yield "gif-own-palette.gif", gif((4, 3), (1, 1, 2, 1), [3, 1],
                                     local=bytes([1, 2, 3, 50, 60, 70, 4, 4, 4, 5, 5, 5]))
    yield "gif-no-palette.gif", gif((4, 3), (1, 1, 2, 1), [3, 1], common=False)
    yield "gif-beyond.gif", gif((4, 3), (3, 2, 3, 1), [3, 1, 2])
    yield "webp-lossless.webp", encoded(small, "WEBP", lossless=True)
    yield "webp-lossless-alpha.webp", encoded(alpha, "WEBP", lossless=True, exact=True)
    yield "webp-animated.webp", aw.getvalue()
    yield "webp-lossy.webp", encoded(np.array(inner), "WEBP", quality=80)


def profile():
    from PIL import ImageCms
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()


def sha(array):
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()


SIZES = [(61, 47, 17, 19), (61, 47, 200, 3), (23, 31, 23, 5), (23, 31, 80, 31), (9, 300, 24, 24),
         (300, 9, 24, 24), (1, 1, 7, 5), (640, 480, 384, 384), (500, 333, 224, 336)]


def images():
    IMAGES.mkdir(parents=True, exist_ok=True)
    expected = {"decoded": {}, "resized": [], "processed": []}
    for name, data in files():
        (IMAGES / name).write_bytes(data)
        rgb = np.array(Image.open(io.BytesIO(data)).convert("RGB"))
        entry = {"height": rgb.shape[0], "width": rgb.shape[1], "sha256": sha(rgb)}
        expected["decoded"][name] = entry
    for width, height, w, h in SIZES:
        for filter in (1, 2, 3):
            image = Image.fromarray(pattern(width, height)).resize((w, h), resample=filter)
            expected["resized"].append({"from": [width, height], "to": [w, h], "filter": filter,
                                        "sha256": sha(np.array(image))})
    from transformers import BlipImageProcessor, CLIPImageProcessor
    processors = {
        "blip": BlipImageProcessor(), "clip": CLIPImageProcessor(),
        "blip-small": BlipImageProcessor(size={"height": 32, "width": 32}),
        "clip-small": CLIPImageProcessor(size={"shortest_edge": 32},
                                         crop_size={"height": 30, "width": 40}),
    }
    for name, processor in processors.items():
        for width, height in [(61, 47), (47, 61), (640, 427), (1, 3), (384, 384), (500, 20)]:
            values = np.array(processor(Image.fromarray(pattern(width, height)),
                                        return_tensors="np")["pixel_values"][0], dtype="<f4")
            expected["processed"].append({"processor": name, "from": [width, height],
                                          "shape": list(values.shape), "sha256": sha(values)})
    (IMAGES / "expected.json").write_text(json.dumps(expected, indent=0) + "\n")


def pattern(width, height):
    """What the tests generate as well: (x * x * (band + 3) + 7 * x * y + y * y) >> band, its low byte."""
    y, x = np.mgrid[0:height, 0:width]
    return np.stack([((x * x * (b + 3) + 7 * x * y + y * y) >> b) & 255 for b in range(3)],
                    -1).astype(np.uint8)


def splitmix(name, count):
    """Uniform in [-0.5, 0.5), exact in 24 bits, from the first 8 bytes of the name's SHA-256."""
    seed = np.uint64(int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big"))
    with np.errstate(over="ignore"):
        z = seed + (np.arange(1, count + 1, dtype=np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return ((z >> np.uint64(40)).astype(np.float64) * 2.0**-24 - 0.5).astype(np.float32)


def fill(model, scale, fixed=()):
    """A fresh BLIP's image weights are almost zero: its output would not depend on the image."""
    import re
    import torch
    gain = re.compile(r".*(layer_?norm|layrnorm)[^.]*\.weight", re.IGNORECASE)
    with torch.no_grad():
        for name, p in model.named_parameters():
            w = torch.from_numpy(splitmix(name, p.numel()).reshape(p.shape)) * np.float32(scale)
            p.copy_(w + 1 if gain.fullmatch(name) else w)
        for name, value in fixed:
            model.get_parameter(name).fill_(value)
    return model.eval()


def rounded(t):
    return [float(f"{x:.7g}") for x in np.asarray(t, dtype=np.float64).ravel()]


WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "photography", "of", "the", "red", "dog",
         "runs", "on", "grass", "two", "##s", "##ly", ".", ",", "'", "s", "cat"]
WORDS += [w for w in "abcdefghijklmnopqrstuvwxyz" if w not in WORDS] + ["[DEC]", "[ENC]"]
PICTURES = [(61, 47), (40, 80), (33, 33)]


def blip_config(words, tiny):
    from transformers import BlipConfig
    small = dict(num_hidden_layers=2, num_attention_heads=2, intermediate_size=40)
    text = dict(vocab_size=words, bos_token_id=words - 2, sep_token_id=3 if tiny else 102,
                pad_token_id=0, max_position_embeddings=64 if tiny else 512,
                num_attention_heads=12, eos_token_id=2)
    image = dict(image_size=48, patch_size=16, initializer_range=0.02)
    return BlipConfig(text_config=text | (dict(hidden_size=24) | small if tiny else {}),
                      vision_config=image | (dict(hidden_size=32) | small if tiny else
                                             dict(image_size=96)))


def pictures(processor):
    return processor([Image.fromarray(pattern(w, h)) for w, h in PICTURES],
                     return_tensors="pt")["pixel_values"]


SEARCHES = [dict(num_beams=1), dict(num_beams=3), dict(num_beams=3, length_penalty=2.0),
            dict(num_beams=5, length_penalty=-1.0, max_length=12),
            dict(num_beams=2, length_penalty=0.0, max_length=7)]


def generated(model, pixels, prompt, tokenizer=None, searches=SEARCHES):
    """Caption ids by prompt and search; what follows an end token is cut off, the token too."""
    import torch
    out, end = [], model.config.text_config.sep_token_id
    for ids in prompt:
        for options in searches:
            options = {"max_length": 20} | options
            inputs = None if ids is None else torch.tensor([ids] * len(pixels))
            rows = model.generate(pixel_values=pixels, input_ids=inputs, do_sample=False,
                                  early_stopping=False, **options).tolist()
            start = 1 if ids is None else len(ids) - 1
            cut = [r[:start + r[start:].index(end)] if end in r[start:] else r for r in rows]
            out.append({"prompt": "" if ids is None else "a photography of",
                        "beams": options["num_beams"], "longest": options["max_length"],
                        "penalty": options.get("length_penalty", 1.0), "ids": cut})
            if tokenizer is not None:
                out[-1]["texts"] = [tokenizer.decode(r[1:], skip_special_tokens=True) for r in cut]
    return out


def tiny_blip():
    import torch
    from safetensors.torch import save_file
    from transformers import BertTokenizerFast, BlipForConditionalGeneration, BlipImageProcessor
    folder = VISION / "blip"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.txt").write_text("\n".join(WORDS) + "\n")
    config = blip_config(len(WORDS), True)
    model = fill(BlipForConditionalGeneration(config), 0.9,
                 [("text_decoder.cls.predictions.bias", 0.0)])
    with torch.no_grad():
        model.text_decoder.cls.predictions.bias.copy_(
            torch.from_numpy(splitmix("bias", len(WORDS))) * 2)
        model.text_decoder.cls.predictions.bias[3] = 2.6
    processor = BlipImageProcessor(size={"height": 48, "width": 48})
    processor.save_pretrained(folder)
    (folder / "config.json").write_text(json.dumps(config.to_dict(), sort_keys=True) + "\n")
    weights = {k: v.contiguous().clone() for k, v in model.state_dict().items()
               if not k.endswith(("position_ids", "predictions.decoder.weight",
                                  "predictions.decoder.bias"))}
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    from tokenizers import BertWordPieceTokenizer
    words = BertWordPieceTokenizer(str(folder / "vocab.txt"), lowercase=True)
    words.add_special_tokens(["[DEC]", "[ENC]"])
    words.save(str(folder / "tokenizer.json"), pretty=False)
    tokenizer = BertTokenizerFast(tokenizer_file=str(folder / "tokenizer.json"))
    pixels = pictures(processor)
    prompt = tokenizer("a photography of")["input_ids"]
    ids = torch.tensor([[len(WORDS) - 2] + prompt[1:-1]])
    with torch.no_grad():
        states = model.vision_model(pixels).last_hidden_state
        logits = model(pixel_values=pixels[:1], input_ids=ids).logits
    expected = {"pictures": PICTURES, "prompt": ids[0].tolist(),
                "pixels": rounded(pixels[1]), "states": rounded(states[1]),
                "logits": rounded(logits[0]),
                "captions": generated(model, pixels, [None, prompt], tokenizer)}
    (VISION / "blip.json").write_text(json.dumps(expected) + "\n")
    for c in expected["captions"]:
        print(c["beams"], c["penalty"], c["ids"], c["texts"])


def base_blip():
    import torch
    from transformers import BlipForConditionalGeneration, BlipImageProcessor
    model = fill(BlipForConditionalGeneration(blip_config(30524, False)), 0.12)
    pixels = pictures(BlipImageProcessor(size={"height": 96, "width": 96}))
    ids = torch.tensor([[30522, 1037, 5855, 1997]])
    with torch.no_grad():
        states = model.vision_model(pixels[:2]).last_hidden_state
        logits = model(pixel_values=pixels[:1], input_ids=ids).logits
    expected = {"prompt": ids[0].tolist(), "states": rounded(states[1, ::5]),
                "logits": rounded(logits[0, :, ::16]),
                "captions": generated(model, pixels[:2], [ids[0].tolist() + [102]],
                                      searches=[dict(num_beams=1, max_length=10),
                                                dict(num_beams=3, max_length=10)])}
    (VISION / "blip-base.json").write_text(json.dumps(expected) + "\n")
    for c in expected["captions"]:
        print(c["beams"], c["penalty"], c["ids"])


def clip_files(folder):
    """Bytes and a few merges, ids as CLIP orders them: bytes, bytes at a word's end, merges."""
    from transformers.convert_slow_tokenizer import bytes_to_unicode
    letters = list(bytes_to_unicode().values())
    merges = ["t h", "th e</w>", "d o", "do g</w>", "r e", "re d</w>", "o n</w>", "c a", "ca t</w>"]
    tokens = letters + [c + "</w>" for c in letters] + [m.replace(" ", "") for m in merges]
    tokens += ["<|startoftext|>", "<|endoftext|>"]
    (folder / "vocab.json").write_text(json.dumps({t: i for i, t in enumerate(tokens)}))
    (folder / "merges.txt").write_text("#version: 0.2\n" + "\n".join(merges) + "\n")
    return len(tokens)


SAID = ["A red dog.", "", "the cat's   on\tthe GRASS!", "Café 🎉 naïve 12", "dog " * 90,
        "Ünïcode ￼ ﬁ ½"]


def clip_config(words, tiny):
    from transformers import CLIPConfig
    small = dict(num_hidden_layers=2, num_attention_heads=2, intermediate_size=40)
    text = dict(vocab_size=words, bos_token_id=words - 2, eos_token_id=words - 1, pad_token_id=1)
    return CLIPConfig(projection_dim=16 if tiny else 512,
                      text_config=text | (dict(hidden_size=24, projection_dim=16) | small
                                          if tiny else {}),
                      vision_config=dict(image_size=32, patch_size=8, hidden_size=32,
                                         projection_dim=16) | small if tiny else
                      dict(image_size=64, patch_size=32))


def vectors(model, ids, pixels):
    import torch
    width = max(map(len, ids))
    end = ids[0][-1]
    with torch.no_grad():
        out = model(input_ids=torch.tensor([i + [end] * (width - len(i)) for i in ids]),
                    attention_mask=torch.tensor([[1] * len(i) + [0] * (width - len(i))
                                                 for i in ids]), pixel_values=pixels)
    return {"texts": rounded(out.text_embeds), "images": rounded(out.image_embeds),
            "logits": rounded(out.logits_per_text)}


def tiny_clip():
    import torch
    from safetensors.torch import save_file
    from transformers import CLIPImageProcessor, CLIPModel, CLIPTokenizer
    folder = VISION / "clip"
    folder.mkdir(parents=True, exist_ok=True)
    words = clip_files(folder)
    config = clip_config(words, True)
    model = fill(CLIPModel(config), 0.7, [("logit_scale", 2.6592)])
    processor = CLIPImageProcessor(size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32})
    processor.save_pretrained(folder)
    (folder / "config.json").write_text(json.dumps(config.to_dict(), sort_keys=True) + "\n")
    weights = {k: v.contiguous().clone() for k, v in model.state_dict().items()
               if not k.endswith("position_ids")}
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    tokenizer = CLIPTokenizer(str(folder / "vocab.json"), str(folder / "merges.txt"))
    tokenizer.backend_tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    ids = [tokenizer(t, truncation=True, max_length=77)["input_ids"] for t in SAID]
    expected = {"pictures": PICTURES, "said": SAID, "ids": ids}
    expected |= vectors(model, ids, pictures(processor))
    model.config.text_config.eos_token_id = model.text_model.eos_token_id = 2
    expected["legacy"] = vectors(model, ids, pictures(processor))["texts"]
    (VISION / "clip.json").write_text(json.dumps(expected) + "\n")


def base_clip():
    from transformers import CLIPImageProcessor, CLIPModel
    model = fill(CLIPModel(clip_config(49408, False)), 0.12, [("logit_scale", 4.6052)])
    processor = CLIPImageProcessor(size={"shortest_edge": 64}, crop_size={"height": 64, "width": 64})
    ids = [[49406, 320, 736, 1929, 269, 49407], [49406, 49407],
           [49406] + [518 + 37 * i for i in range(75)] + [49407]]
    expected = {"ids": ids} | vectors(model, ids, pictures(processor))
    (VISION / "clip-base.json").write_text(json.dumps(expected) + "\n")


SPOKEN = [  # said, its picture; really said, its picture: numbers of PICTURES, words, or nothing
    ("A red dog on the grass.", 0, "The dog runs.", 0),
    ("The cat!", 1, "A cat.", 2),
    ("A red dog.", None, "the cat", 1),
    ("On the grass", 2, "A dog, a cat", None),
    ("Hello there.", None, "Hi.", None),
    ("?!", 0, "What is it?", 1),
    ("A red dog.", "a cat on the grass", "the dog", 2)]


def relevance():
    """MiniGPT-5's metric.py and MMDialog's compute_mmrel.py, of one turn each."""
    import string, torch
    from transformers import CLIPImageProcessor, CLIPModel, PreTrainedTokenizerFast
    folder = VISION / "clip"
    model = CLIPModel.from_pretrained(folder).eval()
    processor = CLIPImageProcessor.from_pretrained(folder)
    tokens = PreTrainedTokenizerFast(tokenizer_file=str(folder / "tokenizer.json"))

    def vector(element):
        with torch.no_grad():
            if isinstance(element, str):
                ids = torch.tensor([tokens(element, truncation=True, max_length=77)["input_ids"]])
                pooled = model.text_model(ids).pooler_output
                v = model.text_projection(pooled)
            else:
                pixels = processor([Image.fromarray(pattern(*PICTURES[element]))],
                                   return_tensors="pt")["pixel_values"]
                v = model.visual_projection(model.vision_model(pixels).pooler_output)
        return (v / v.norm(dim=-1, keepdim=True))[0].double().numpy()

    def f1(total, said, real):
        p, r = total / said if said else 0, total / real if real else 0
        return 2 * p * r / (p + r) if p + r else 0

    def minigpt5(said, real):
        spoken = [None if all(c in string.punctuation for c in t[0]) else t[0]
                  for t in (said, real)]
        pairs = [(spoken[0], spoken[1]), (said[1], real[1])]
        total = sum(vector(a) @ vector(b) for a, b in pairs if a is not None and b is not None)
        return f1(total, sum(a is not None for a, _ in pairs), sum(b is not None for _, b in pairs))

    def mmdialog(said, real):
        said, real = [[e for e in turn if e is not None] for turn in (said, real)]
        scale = model.logit_scale.exp().item()
        return f1(sum(vector(a) @ vector(b) * scale for a, b in zip(said, real)), len(said),
                  len(real))

    turns = [{"said": s, "shown": a, "real": r, "picture": b,
              "minigpt5": minigpt5((s, a), (r, b)), "mmdialog": mmdialog((s, a), (r, b))}
             for s, a, r, b in SPOKEN]
    target = Path(__file__).parents[2] / "locomo-cli/src/test/resources/dev/locomo/cli/run"
    target.mkdir(parents=True, exist_ok=True)
    (target / "relevance.json").write_text(
        json.dumps({"pictures": PICTURES, "turns": turns}, indent=1) + "\n")


def tiny():
    tiny_blip()
    tiny_clip()


def base():
    base_blip()
    base_clip()


if __name__ == "__main__":
    for part in sys.argv[1:] or ["images", "tiny", "base", "relevance"]:
        globals()[part]()
