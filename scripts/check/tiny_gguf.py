#!/usr/bin/env python3
"""Writes a tiny llama of random weights as a gguf file, which llama.cpp and what is built on it load. Needs nothing but Python.

    scripts/check/tiny_gguf.py FILE [f32|q4_0]
"""
import random
import struct
import sys

WIDTH, LAYERS, HEADS, INNER, WINDOW = 64, 2, 4, 128, 32768
UNKNOWN, CONTROL, NORMAL, BYTE = 2, 3, 1, 6
TEMPLATE = (
    "{% for m in messages %}<|{{ m['role'] }}|>\n{{ m['content'] }}\n{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>\n{% endif %}"
)


def words():
    """Text, score and kind of each token: every byte, signs, and pairs of letters that merge."""
    yield from [("<unk>", 0.0, UNKNOWN), ("<s>", 0.0, CONTROL), ("</s>", 0.0, CONTROL)]
    yield from ((f"<0x{byte:02X}>", 0.0, BYTE) for byte in range(256))
    signs = ["\u2581"] + [chr(code) for code in range(33, 127)]
    letters = "etaoinsrhld"
    pairs = [a + b for a in ["\u2581", *letters] for b in letters]
    for at, text in enumerate(signs + pairs):
        yield text, -float(at), NORMAL


def entry(key, kind, packed):
    name = key.encode()
    return struct.pack("<Q", len(name)) + name + struct.pack("<I", kind) + packed


def text(value):
    data = value.encode()
    return struct.pack("<Q", len(data)) + data


def array(kind, packed):
    return struct.pack("<IQ", kind, len(packed)) + b"".join(packed)


def numbers(rng, rows, columns, four_bit):
    """A matrix; of Q4_0 each 32 numbers have a scale of 16 bits and 4 bits each."""
    spread = 1 / columns**0.5
    if not four_bit:
        return b"".join(struct.pack("<f", rng.gauss(0, spread)) for _ in range(rows * columns))
    out = bytearray()
    for _ in range(rows * columns // 32):
        out += struct.pack("<e", spread / 3) + bytes(rng.getrandbits(8) for _ in range(16))
    return bytes(out)


def main():
    path, kind = sys.argv[1], (sys.argv[2:] or ["f32"])[0]
    if kind not in ("f32", "q4_0"):
        sys.exit(__doc__)
    four_bit = kind == "q4_0"
    rng = random.Random(7)
    vocabulary = list(words())
    u32, f32, i32, texts, lists = 4, 6, 5, 8, 9
    entries = [
        entry("general.architecture", texts, text("llama")),
        entry("general.name", texts, text("tiny")),
        entry("general.file_type", u32, struct.pack("<I", 2 if four_bit else 0)),
    ]
    for key, value in {
        "context_length": WINDOW,
        "embedding_length": WIDTH,
        "block_count": LAYERS,
        "feed_forward_length": INNER,
        "attention.head_count": HEADS,
        "attention.head_count_kv": HEADS,
        "rope.dimension_count": WIDTH // HEADS,
        "vocab_size": len(vocabulary),
    }.items():
        entries.append(entry("llama." + key, u32, struct.pack("<I", value)))
    entries += [
        entry("llama.attention.layer_norm_rms_epsilon", f32, struct.pack("<f", 1e-5)),
        entry("tokenizer.ggml.model", texts, text("llama")),
        entry("tokenizer.ggml.tokens", lists, array(texts, [text(word) for word, _, _ in vocabulary])),
        entry("tokenizer.ggml.scores", lists, array(f32, [struct.pack("<f", score) for _, score, _ in vocabulary])),
        entry("tokenizer.ggml.token_type", lists, array(i32, [struct.pack("<i", kind) for _, _, kind in vocabulary])),
        entry("tokenizer.ggml.unknown_token_id", u32, struct.pack("<I", 0)),
        entry("tokenizer.ggml.bos_token_id", u32, struct.pack("<I", 1)),
        entry("tokenizer.ggml.eos_token_id", u32, struct.pack("<I", 2)),
        entry("tokenizer.chat_template", texts, text(TEMPLATE)),
    ]
    shapes = {"token_embd.weight": (len(vocabulary), WIDTH), "output.weight": (len(vocabulary), WIDTH)}
    for layer in range(LAYERS):
        for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
            shapes[f"blk.{layer}.{name}.weight"] = (WIDTH, WIDTH)
        shapes[f"blk.{layer}.ffn_gate.weight"] = shapes[f"blk.{layer}.ffn_up.weight"] = (INNER, WIDTH)
        shapes[f"blk.{layer}.ffn_down.weight"] = (WIDTH, INNER)
        shapes[f"blk.{layer}.attn_norm.weight"] = shapes[f"blk.{layer}.ffn_norm.weight"] = (WIDTH,)
    shapes["output_norm.weight"] = (WIDTH,)
    heads, data = [], bytearray()
    for name, shape in shapes.items():
        matrix = len(shape) == 2
        dims = struct.pack(f"<{len(shape)}Q", *reversed(shape))
        packed_as = 2 if four_bit and matrix else 0
        heads.append(text(name) + struct.pack("<I", len(shape)) + dims + struct.pack("<IQ", packed_as, len(data)))
        data += numbers(rng, *shape, four_bit) if matrix else struct.pack("<f", 1.0) * shape[0]
        data += b"\0" * (-len(data) % 32)
    head = b"GGUF" + struct.pack("<IQQ", 3, len(shapes), len(entries)) + b"".join(entries) + b"".join(heads)
    with open(path, "wb") as file:
        file.write(head + b"\0" * (-len(head) % 32) + data)


main()
