"""Makes the hostile images of hostile-images.sh: FOLDER gets them, DATA a data set with hostile addresses."""
import json
import pathlib
import struct
import sys
import zlib

import numpy as np
from PIL import Image

folder, data = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
folder.mkdir(parents=True, exist_ok=True)
Image.MAX_IMAGE_PIXELS = None


def put(name, content):
    (folder / name).write_bytes(content)


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width, height, bits, colour, extra=b""):
    """All black, compressed row by row: the file is small, the picture is not."""
    row = b"\0" * (1 + (width * bits * {0: 1, 2: 3, 6: 4}[colour] + 7) // 8)
    deflate, body = zlib.compressobj(9), b""
    for _ in range(height):
        body += deflate.compress(row)
    head = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra
            + chunk(b"IDAT", body + deflate.flush()) + chunk(b"IEND", b""))


def saved(name, picture, format, **options):
    picture.save(folder / name, format, **options)
    return (folder / name).read_bytes()


noise = Image.fromarray(np.random.default_rng(1).integers(0, 256, (300, 400, 3), dtype=np.uint8))
whole = {}
for ending, format in (("jpg", "JPEG"), ("png", "PNG"), ("gif", "GIF"), ("webp", "WEBP")):
    whole[ending] = saved(f"good.{ending}", noise, format)
    put(f"cut-off.{ending}", whole[ending][: len(whole[ending]) // 2])
    put(f"only-a-head.{ending}", whole[ending][:40])
put("jpeg-called.png", whole["jpg"])
put("png-called.webp", whole["png"])
put("page.jpg", b"<!DOCTYPE html><html><body>Not found</body></html>")
put("empty.png", b"")
put("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>")
saved("bitmap-called.png", noise, "BMP")
saved("tiff.tif", noise, "TIFF")
put("bomb-30000x30000-1-bit.png", png(30000, 30000, 1, 0))
put("bomb-30000x30000-colour.png", png(30000, 30000, 8, 2)[:4_000_000])
put("just-allowed-7000x7000.png", png(7000, 7000, 8, 6))
put("just-allowed-16-bit.png", png(7000, 7000, 16, 2))
profile = chunk(b"iCCP", b"x\0\0" + zlib.compress(bytes(300_000_000), 9))
text = chunk(b"zTXt", b"x\0\0" + zlib.compress(bytes(300_000_000), 9))
put("bomb-in-profile-and-text.png", png(100, 100, 8, 2, profile + text))
put("bomb-65535x65535.gif", b"GIF89a" + struct.pack("<HHBBB", 65535, 65535, 0x80, 0, 0) + bytes(6)
    + b"\x2c" + struct.pack("<HHHHB", 0, 0, 65535, 65535, 0) + b"\x08\x01\0\0;")
put("bomb-frame.gif", b"GIF89a" + struct.pack("<HHBBB", 10, 10, 0x80, 0, 0) + bytes(6)
    + b"\x2c" + struct.pack("<HHHHB", 0, 0, 60000, 60000, 0) + b"\x08\x01\0\0;")
frames = [Image.new("P", (1500, 1500), i % 256) for i in range(400)]
saved("animated-400-frames.gif", frames[0], "GIF", save_all=True, append_images=frames[1:])
put("bomb-16384x16384.webp", b"RIFF" + struct.pack("<I", 22) + b"WEBPVP8L" + struct.pack("<I", 10)
    + b"\x2f" + struct.pack("<I", 16383 | 16383 << 14) + bytes(5))
put("bomb-canvas.webp", b"RIFF" + struct.pack("<I", 22) + b"WEBPVP8X" + struct.pack("<I", 10)
    + bytes(4) + b"\xff\xff\xff" * 2)
saved("just-allowed-3400x3400.webp", Image.new("RGB", (3400, 3400), (9, 8, 7)), "WEBP")
saved("just-allowed-lossless.webp", Image.new("RGB", (3400, 3400)), "WEBP", lossless=True)
big = Image.new("RGB", (7000, 7000), (200, 100, 50))
saved("just-allowed-7000x7000.jpg", big, "JPEG")
saved("just-allowed-progressive.jpg", big, "JPEG", progressive=True)
saved("just-allowed-cmyk.jpg", Image.new("CMYK", (7000, 7000)), "JPEG")
jpeg = bytearray(whole["jpg"])
at = jpeg.index(b"\xff\xc0")
jpeg[at + 5:at + 9] = struct.pack(">HH", 65500, 65500)
put("bomb-65500x65500.jpg", bytes(jpeg))
put("thin-1x40000.png", png(1, 40000, 8, 0))
(folder / "nowhere.png").symlink_to("/nowhere/at/all.png")
(folder / "folder.png").mkdir(exist_ok=True)

addresses = [
    "http://127.0.0.1:1/dead.png", "http://localhost/a.png", "http://[::1]/a.png", "http://10.0.0.1/a.png",
    "http://169.254.169.254/latest/meta-data", "http://2130706433/a.png", "http://0x7f000001/a.png",
    "file:///etc/passwd", "ftp://example.org/a.png", "data:image/png;base64,AAAA", "http://user@example.org/a",
    "https://no-such-host.invalid/a.png", "gopher://x", "", "http://"]
turns = [{"speaker": "Ann", "dia_id": f"D1:{i + 1}", "text": "Look.", "img_url": [a]}
         for i, a in enumerate(addresses)]
turns += [{"speaker": "Ann", "dia_id": f"D1:{len(turns) + 1 + i}", "text": "Look.", "img_file": [f]}
          for i, f in enumerate(["../../../../etc/passwd", "/etc/passwd", "missing.png",
                                 "images/good.jpg"])]
data.write_text(json.dumps([{"sample_id": "c", "qa": [], "conversation": {
    "speaker_a": "Ann", "speaker_b": "Ben", "session_1_date_time": "1:00 pm on 1 May, 2023",
    "session_1": turns}}]))
