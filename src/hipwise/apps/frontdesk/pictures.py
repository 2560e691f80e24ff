"""Pictures that people send, drawn anew.

What is kept is never the file that came, but a new JPEG of the same picture: upright, without where and when it was
taken, without anything that was hidden behind it or pretended to be it, and no larger than a screen needs.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

from hipwise.apps.frontdesk.sniff import Sort

LONGEST_SIDE = 2000
"""Pixels of a picture as kept."""
PREVIEW_SIDE = 640
"""Pixels of the small picture for a conversation, where it stands in half as many: screens are dense."""
SHOWN = (256, 272)
"""CSS pixels that a picture in a conversation takes at most, across and down."""
MOST_PIXELS = {Sort.JPEG: 50_000_000, Sort.PNG: 16_000_000, Sort.WEBP: 16_000_000}
"""What a picture may unfold to: a phone's largest photograph, and a large screen's picture. A JPEG unfolds reduced."""
PATIENCE = 20.0
"""Seconds that a picture waits for those before it."""

_FORMATS = {Sort.JPEG: "JPEG", Sort.PNG: "PNG", Sort.WEBP: "WEBP"}
_one_at_a_time = threading.Lock()


class Broken(Exception):
    """This cannot be read as the picture that it begins as."""


class TooLarge(Exception):
    """This would unfold to more pixels than we take."""


class Busy(Exception):
    """Others' pictures are being drawn."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture drawn anew, in JPEG, its size in pixels, and the small one beside it."""

    content: bytes
    width: int
    height: int
    preview: bytes


def redrawn(content: bytes, sort: Sort) -> Picture:
    """The picture in these bytes. One is unfolded at a time, so that many do not take all the memory there is.

    Raises:
        Broken: it cannot be read.
        TooLarge: it has more pixels than ``MOST_PIXELS``.
        Busy: others did not let it begin for ``PATIENCE`` seconds.
    """
    if not _one_at_a_time.acquire(timeout=PATIENCE):
        raise Busy
    try:
        return _drawn(content, sort)
    except (TooLarge, Image.DecompressionBombError, Image.DecompressionBombWarning) as wrong:
        raise TooLarge from wrong
    except Exception as wrong:  # whatever a decoder says of bytes that were made to upset it
        raise Broken from wrong
    finally:
        _one_at_a_time.release()


def _drawn(content: bytes, sort: Sort) -> Picture:
    with Image.open(BytesIO(content), formats=[_FORMATS[sort]]) as found:
        if found.width * found.height > MOST_PIXELS[sort]:
            raise TooLarge
        found.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is read reduced, as far as its blocks allow
        large = _in_colours(found)
        large.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
        large = ImageOps.exif_transpose(_on_white(large))
    small = large.copy()
    small.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE), Image.Resampling.LANCZOS)
    # Screenshots hold thin coloured letters; photographs lose nothing by coarser colour.
    sharp = 2 if sort is Sort.JPEG else 0
    return Picture(_written(large, 86, sharp), large.width, large.height, _written(small, 80, sharp))


def _in_colours(picture: Image.Image) -> Image.Image:
    """In three colours, and with what is transparent; sixteen bits of grey, as X-rays have, become eight."""
    if picture.mode.startswith("I;16"):
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode == "RGB":
        return picture
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    ground.info = picture.info
    return ground


def _written(picture: Image.Image, quality: int, subsampling: int) -> bytes:
    picture.info.clear()
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality, subsampling=subsampling, optimize=True, exif=b"", icc_profile=None)
    return out.getvalue()


def shown_size(width: int, height: int) -> tuple[int, int]:
    """How large a picture stands in a conversation, in CSS pixels, so that its place is known before it is there."""
    scale = min(1.0, SHOWN[0] / max(1, width), SHOWN[1] / max(1, height))
    return max(1, round(width * scale)), max(1, round(height * scale))
