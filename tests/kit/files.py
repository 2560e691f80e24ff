"""Files that people send: honest ones, and those that are made to do harm."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(document.domain)</script>"
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(200)


def picture(
    sort: str = "JPEG", size: tuple[int, int] = (60, 40), colour: object = (200, 30, 90), **how: object
) -> bytes:
    """A plain picture."""
    out = io.BytesIO()
    Image.new("RGBA" if len(tuple(colour)) == 4 else "RGB", size, colour).save(out, sort, **how)  # type: ignore[arg-type]
    return out.getvalue()


def from_a_phone() -> bytes:
    """A photograph that lies on its side, and tells who took it where."""
    about = Image.Exif()
    about[0x0112], about[0x010F] = 6, "Quillfeather Phone"
    about.get_ifd(0x8825).update({1: "N", 2: (52.0, 22.0, 26.0), 3: "E", 4: (4.0, 53.0, 42.0)})
    return picture(size=(300, 200), exif=about, comment=b"taken at home")


def unfolding(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is this large, and would be."""
    row = b"\0" + bytes(width // 8)
    squeeze = zlib.compressobj(9)
    body = b"".join([squeeze.compress(row) for _ in range(height)] + [squeeze.flush()])
    return _png(struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0), body)


def stuffed() -> bytes:
    """A small PNG beside which lies a text that unfolds to 100 MB."""
    note = b"Comment\0\0" + zlib.compress(bytes(100_000_000), 9)
    return _png(struct.pack(">IIBBBBB", 8, 1, 1, 0, 0, 0, 0), zlib.compress(b"\0\0"), (b"zTXt", note))


def _png(header: bytes, body: bytes, *more: tuple[bytes, bytes]) -> bytes:
    parts = [(b"IHDR", header), *more, (b"IDAT", body), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )
