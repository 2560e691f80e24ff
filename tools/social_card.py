"""Draws the picture that shows when a page is shared: python -m tools.social_card

Needs Chromium. The card names no clinic, because every clinic ships with it.
"""

from __future__ import annotations

import io
import shutil
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from hipwise.ui import icons
from hipwise.ui.pictures import draw

ROOT = Path(__file__).parents[1]
STATIC = ROOT / "src/hipwise/ui/static/hipwise"
CARD = ROOT / "src/hipwise/apps/learn/static/learn/card.png"
WIDTH, HEIGHT = 1200, 630
COLOURS = 128

PAGE = """<!doctype html><html lang="en"><head><link rel="stylesheet" href="css/hipwise.css"><style>
body {{ width: 1200px; height: 630px; overflow: hidden; }}
main {{ display: grid; grid-template-columns: 600px 600px; height: 630px; align-items: center; }}
.words {{ padding-left: 72px; display: grid; gap: 28px; }}
h1 {{ font-size: 72px; line-height: 1.08; }} h1 em {{ font-style: italic; color: var(--clay-ink); }}
.mark {{ width: 72px; height: 72px; }}
.plate {{ height: 630px; overflow: hidden; }} .plate svg {{ width: 600px; margin-top: 20px; }}
</style></head><body><main><div class="words">{mark}<h1>Sore hip, full life.<br>We look at <em>both.</em></h1></div>
<div class="plate">{plate}</div></main></body></html>"""


def main() -> None:
    """Write the card."""
    page_file = STATIC / "card.html"
    page_file.write_text(PAGE.format(mark=icons.MARK, plate=draw("anatomy_front")), encoding="utf-8")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
            page.goto(page_file.as_uri())
            page.wait_for_timeout(500)
            shot = page.screenshot()
            browser.close()
    finally:
        page_file.unlink()
    CARD.parent.mkdir(parents=True, exist_ok=True)
    Image.open(io.BytesIO(shot)).convert("RGB").quantize(COLOURS).save(CARD, optimize=True)
    print(f"{CARD.relative_to(ROOT)}: {CARD.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
