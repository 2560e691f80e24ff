"""What is made of a file that comes in: told by its bytes, drawn anew, named harmlessly, or refused in words."""

from __future__ import annotations

import io
import threading

import pytest
from PIL import Image

from hipwise.apps.frontdesk import pictures
from hipwise.apps.frontdesk.pictures import LONGEST_SIDE, PREVIEW_SIDE, SHOWN, shown_size
from hipwise.apps.frontdesk.services.files import LARGEST, Ready, looked_at
from hipwise.apps.frontdesk.sniff import Sort, safe_name, sort_of
from hipwise.kit.refusal import Refusal
from tests.kit import files


def taken(content: bytes, name: str = "hip.jpg") -> Ready:
    ready = looked_at(name, content)
    assert isinstance(ready, Ready), ready
    return ready


def why_not(content: bytes, name: str = "hip.png") -> str:
    refused = looked_at(name, content)
    assert isinstance(refused, Refusal), refused
    return refused.code


@pytest.mark.parametrize("sort", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_a_picture_whatever_it_is_called(sort: str) -> None:
    ready = taken(files.picture(sort), "notes.pdf")
    assert (ready.name, ready.sort) == ("notes.jpg", Sort.JPEG)
    assert ready.picture and (ready.picture.width, ready.picture.height) == (60, 40)
    assert sort_of(ready.content) is Sort.JPEG and sort_of(ready.picture.preview) is Sort.JPEG


def test_nothing_of_where_and_when_is_left() -> None:
    sent = files.from_a_phone()
    assert b"Quillfeather" in sent and Image.open(io.BytesIO(sent)).getexif().get_ifd(0x8825), "the control"
    ready = taken(sent)
    assert ready.picture is not None
    for kept in (ready.content, ready.picture.preview):
        found = Image.open(io.BytesIO(kept))
        assert dict(found.getexif()) == {} and b"Exif" not in kept and b"Quillfeather" not in kept
        assert b"taken at home" not in kept and found.info.keys() <= {
            "jfif", "jfif_version", "jfif_unit", "jfif_density"
        }  # fmt: skip
        assert found.size == (200, 300), "it stands upright, since nothing says any longer how to turn it"


def test_what_hides_behind_a_picture_is_gone() -> None:
    for sort in ("JPEG", "PNG"):
        ready = taken(files.picture(sort) + b"<script>alert(1)</script>PK\x03\x04")
        assert b"script" not in ready.content and b"PK\x03\x04" not in ready.content


@pytest.mark.parametrize("size", [(3000, 1200), (1200, 3000)])
def test_large_ones_are_made_smaller(size: tuple[int, int]) -> None:
    made = taken(files.picture(size=size)).picture
    assert made and max(made.width, made.height) == LONGEST_SIDE
    small = Image.open(io.BytesIO(made.preview)).size
    wide, tall = shown_size(made.width, made.height)
    assert max(small) == PREVIEW_SIDE and (wide == SHOWN[0] or tall == SHOWN[1])
    assert wide <= SHOWN[0] and tall <= SHOWN[1] and abs(wide / tall - small[0] / small[1]) < 0.02


def test_small_ones_are_not_blown_up() -> None:
    assert shown_size(60, 40) == (60, 40) and Image.open(io.BytesIO(taken(files.picture()).content)).size == (60, 40)


def test_what_is_transparent_lies_on_white() -> None:
    drawn = Image.open(io.BytesIO(taken(files.picture("PNG", colour=(0, 0, 0, 0))).content))
    assert drawn.mode == "RGB"
    assert drawn.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "CMYK"])
def test_every_way_of_colouring_can_be_read(mode: str) -> None:
    grey = Image.new("L", (60, 40), 128)
    made = Image.new(mode, (60, 40), 32768) if mode == "I;16" else grey.convert(mode)
    out = io.BytesIO()
    made.save(out, "JPEG" if mode == "CMYK" else "PNG")
    drawn = Image.open(io.BytesIO(taken(out.getvalue()).content)).convert("L")
    assert abs(drawn.resize((1, 1)).tobytes()[0] - 128) < 6


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (files.SVG, "other_sort"),
        (files.HTML, "other_sort"),
        (b"GIF89a" + bytes(50), "other_sort"),
        (b"MZ" + bytes(500), "other_sort"),
        (b"\n" + files.PDF, "other_sort"),
        (files.HEIC, "heic"),
        (files.picture(size=(900, 900))[:-2000], "broken"),
        (files.picture("PNG", size=(900, 900))[:-500], "broken"),
        (b"\xff\xd8\xff\xe0" + bytes(300), "broken"),
        (b"\x89PNG\r\n\x1a\n" + files.HTML, "broken"),
        (b"RIFF\x10\0\0\0WEBP" + files.HTML, "broken"),
        (b"%PDF-1.4 and no end", "broken"),
        (b"\xff\xd8\xff" + bytes(LARGEST), "too_big"),
    ],
)
def test_what_is_not_taken(content: bytes, code: str) -> None:
    assert why_not(content) == code


def test_what_unfolds_without_end_is_refused_before_it_does() -> None:
    for side in (4_008, 16_000):
        bomb = files.unfolding(side, side)
        assert len(bomb) < 300_000
        assert why_not(bomb) == "too_many_pixels"
    assert why_not(files.stuffed()) == "broken"
    taken(files.unfolding(3_992, 3_992))


def test_of_two_things_at_once_the_picture_alone_is_kept() -> None:
    both = files.picture(comment=b"%PDF-1.4") + files.PDF
    assert taken(both).sort is Sort.JPEG and b"%PDF" not in taken(both).content


def test_a_pdf_is_kept_as_it_is() -> None:
    sent = files.PDF + files.HTML
    ready = taken(sent, "letter.html")
    assert (ready.name, ready.sort, ready.content, ready.picture) == ("letter.pdf", Sort.PDF, sent, None)


def test_one_is_drawn_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "PATIENCE", 0.01)
    with pictures._one_at_a_time:
        told: list[str] = []
        waiting = threading.Thread(target=lambda: told.append(why_not(files.picture())))
        waiting.start()
        waiting.join()
    assert told == ["busy"] and taken(files.picture())


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Users\\Ana\\hip.png", "hip.jpg"),
        ("photo\u202egnp.exe", "photognp.jpg"),
        ('a"b;\r\nSet-Cookie: x.png', 'a"b;Set-Cookie: x.jpg'),
        ("x" * 300 + ".png", "x" * 80 + ".jpg"),
        (".png", "picture.jpg"),
        ("", "picture.jpg"),
        ("\u200b\u2066", "picture.jpg"),
        ("Hüfte  rechts 🦴.heic", "Hüfte rechts 🦴.jpg"),
        ("..", "picture.jpg"),
    ],
)
def test_names_can_do_no_harm(name: str, kept: str) -> None:
    assert safe_name(name, Sort.JPEG) == kept
