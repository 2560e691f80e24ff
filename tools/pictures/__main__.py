"""Write every drawing. A test draws them again and compares."""

from __future__ import annotations

from pathlib import Path

from tools.pictures import anatomy_front, anatomy_side, figures

OUT = Path(__file__).parents[2] / "src/hipwise/ui/pictures/drawn"


def drawings() -> dict[str, str]:
    """SVG by name."""
    return {
        "anatomy_front": anatomy_front.full(),
        "anatomy_side": anatomy_side.full(),
        "anatomy_joint": anatomy_front.joint(),
        **{f"figure_{name}": figures.figure(name) for name in figures.POSES},
    }


if __name__ == "__main__":
    for name, svg in drawings().items():
        (OUT / f"{name}.svg").write_text(svg, "utf-8")
        print(f"{name}: {len(svg)} bytes")
