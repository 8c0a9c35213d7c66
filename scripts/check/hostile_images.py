"""Makes the hostile images of hostile-images.sh: FOLDER gets them, DATA a data set with hostile addresses."""
import json
import pathlib
import random
import struct
import sys
import zlib

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


noise = Image.frombytes("RGB", (400, 300), random.Random(1).randbytes(400 * 300 * 3))
whole = {}
for ending, format in (("jpg", "JPEG"), ("png", "PNG"), ("gif", "GIF"), ("webp", "WEBP"), ("bmp", "BMP"), ("tif", "TIFF")):
    whole[ending] = saved(f"good.{ending}", noise, format)
    put(f"cut-off.{ending}", whole[ending][: len(whole[ending]) // 2])
    put(f"only-a-head.{ending}", whole[ending][:40])
put("jpeg-called.png", whole["jpg"])
put("png-called.webp", whole["png"])
put("page.jpg", b"<!DOCTYPE html><html><body>Not found</body></html>")
put("empty.png", b"")
put("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>")
saved("bitmap-called.png", noise, "BMP")
(folder / "link-out.png").symlink_to("/etc/hostname")
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
big = Image.new("RGB", (7000, 7000), (200, 100, 50))
for method, lossless in (("lossy", False), ("lossless", True)):
    saved(f"just-allowed-{method}.webp", big, "WEBP", lossless=lossless)
    saved(f"just-allowed-animated-{method}.webp", big.crop((0, 0, 4900, 4900)), "WEBP", lossless=lossless, save_all=True,
          append_images=[Image.new("RGB", (4900, 4900))])
saved("just-allowed-bits.bmp", Image.new("1", (7000, 7000)), "BMP")
saved("just-allowed-gray.tif", Image.new("L", (7000, 7000)), "TIFF", compression="tiff_adobe_deflate")
saved("just-allowed-colour.tif", big, "TIFF", compression="tiff_lzw")
saved("just-allowed-16-bit.tif", Image.new("I;16", (5000, 5000)), "TIFF")
put("bomb-60000x60000.bmp", whole["bmp"][:18] + struct.pack("<ii", 60000, -60000) + whole["bmp"][26:])
put("bomb-negative.bmp", whole["bmp"][:18] + struct.pack("<ii", -2147483648, -2147483648) + whole["bmp"][26:])


def tiff(*entries):
    body = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", len(entries)) + body + bytes(4)


put("bomb-60000x60000.tif", tiff((256, 4, 1, 60000), (257, 4, 1, 60000)))
put("bomb-count.tif", tiff((256, 4, 1, 10), (257, 4, 1, 10), (273, 4, 2147483647, 8), (279, 4, 2147483647, 8)))
put("bomb-loop.tif", b"II*\0" + struct.pack("<I", 4294967295))
avif = (pathlib.Path(__file__).parents[2]
        / "locomo-rag/src/test/resources/dev/locomo/rag/image/avif-rgb.avif").read_bytes()
at = avif.index(b"ispe") + 8
put("good.avif", avif)
put("cut-off.avif", avif[: len(avif) // 2])
put("only-a-head.avif", avif[:40])
put("bomb-65535x65535.avif", avif[:at] + struct.pack(">II", 65535, 65535) + avif[at + 8:])
put("says-it-is-larger.avif", avif[:at] + struct.pack(">II", 7000, 7000) + avif[at + 8:])
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
