"""Draw the PNG twins of the mark, for browsers and home screens that want no SVG. Needs Chromium.

python tools/draw_icons.py
"""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).parents[1] / "src/hipwise/ui/static/hipwise/img"
SIZES = (32, 180, 512)


def main() -> None:
    """Write mark-SIZE.png for every size."""
    svg = (IMAGES / "mark.svg").read_text("utf-8")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        for size in SIZES:
            page = browser.new_page(viewport={"width": size, "height": size})
            page.set_content(f"<body style='margin:0'>{svg}</body>")
            page.screenshot(path=IMAGES / f"mark-{size}.png", omit_background=True)
        browser.close()


if __name__ == "__main__":
    main()
