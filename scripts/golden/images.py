"""Makes the images of further formats that PillowGoldenTest compares with, and what Pillow reads from them.

  python3 scripts/golden/images.py     (Pillow with WebP and AVIF; formats made with 9.4 of Debian 12, orientations with 12.3)
"""
import base64
import hashlib
import io
import json
import pathlib

from PIL import Image, ImageFile, ImageOps

OUT = pathlib.Path(__file__).parents[2] / "locomo-rag/src/test/resources/dev/locomo/rag/image"


def pattern(width, height, mode="RGB"):
    image = Image.new(mode, (width, height))
    bands = len(image.getbands())
    image.putdata([
        tuple((x * x * (b + 3) + 7 * x * y + y * y) // (b + 1) % 256 for b in range(bands)) if bands > 1
        else (x * x * 3 + 7 * x * y + y * y) % 256
        for y in range(height) for x in range(width)])
    return image


def saved(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def files():
    rgb, alpha, gray = pattern(37, 23), pattern(37, 23, "RGBA"), pattern(37, 23, "L")
    yield "bmp-rgb.bmp", saved(rgb, "BMP")
    yield "bmp-rgba.bmp", saved(alpha, "BMP")
    yield "bmp-palette.bmp", saved(rgb.quantize(50), "BMP")
    yield "bmp-gray.bmp", saved(gray, "BMP")
    yield "bmp-bits.bmp", saved(gray.convert("1"), "BMP")
    yield "tiff-rgb.tif", saved(rgb, "TIFF")
    yield "tiff-rgb-lzw.tif", saved(rgb, "TIFF", compression="tiff_lzw")
    yield "tiff-rgb-deflate.tif", saved(rgb, "TIFF", compression="tiff_adobe_deflate")
    yield "tiff-rgba.tif", saved(alpha, "TIFF")
    yield "tiff-palette.tif", saved(rgb.quantize(50), "TIFF")
    yield "tiff-gray.tif", saved(gray, "TIFF")
    yield "tiff-gray16.tif", saved(gray.convert("I").point(lambda v: v * 3).convert("I;16"), "TIFF")
    yield "tiff-bits.tif", saved(gray.convert("1"), "TIFF")
    jpeg = saved(rgb, "JPEG", quality=85)
    assert jpeg.endswith(b"\xff\xd9")
    # Pillow reads the first, and the second only when it is told to load truncated images.
    yield "jpeg-junk.jpg", jpeg[:-2] + bytes(10)
    yield "jpeg-endless.jpg", jpeg[:-2]
    frames = [pattern(40, 30), pattern(40, 30).rotate(180)]
    yield "webp-animated-lossy.webp", saved(
        frames[0], "WEBP", save_all=True, append_images=frames[1:], quality=70)
    yield "webp-lossy-alpha.webp", saved(alpha, "WEBP", quality=70, exact=True)
    yield "webp-lossy-odd.webp", saved(pattern(41, 27), "WEBP", quality=60)
    shifted = Image.new("RGBA", (40, 30))
    shifted.paste(pattern(20, 10, "RGBA"), (8, 12))
    yield "webp-animated-alpha.webp", saved(
        shifted, "WEBP", save_all=True, append_images=[alpha.resize((40, 30))], lossless=True)


def oriented():
    """Images that name an orientation: their bytes, and how Pillow opens them and turns them."""
    kinds = {"PNG": {}, "JPEG": {"quality": 90}, "WEBP": {"lossless": True}, "TIFF": {}, "AVIF": {"quality": 100, "subsampling": "4:4:4"}}
    for kind, options in kinds.items():
        for number in range(1, 9) if kind == "PNG" else (3, 6):
            exif = Image.Exif()
            exif[0x0112] = number
            data = saved(pattern(7, 5), kind, exif=exif, **options)
            image = Image.open(io.BytesIO(data))
            turned = ImageOps.exif_transpose(image)
            yield {"name": f"{kind} {number}", "file": base64.b64encode(data).decode(),
                   "stored": pixels(image), "exif": pixels(turned)}


def pixels(image):
    return {"width": image.width, "height": image.height,
            "rgb": base64.b64encode(image.convert("RGB").tobytes()).decode()}


def main():
    turned = {"images": list(oriented())}
    (OUT / "expected-oriented.json").write_text(json.dumps(turned, indent=1) + "\n")
    decoded = {}
    for name, data in files():
        (OUT / name).write_bytes(data)
        ImageFile.LOAD_TRUNCATED_IMAGES = name == "jpeg-endless.jpg"
        image = Image.open(io.BytesIO(data)).convert("RGB")
        decoded[name] = {
            "height": image.height,
            "width": image.width,
            "sha256": hashlib.sha256(image.tobytes()).hexdigest(),
        }
    (OUT / "expected-formats.json").write_text(json.dumps({"decoded": decoded}, indent=1) + "\n")


main()
