"""The science works with numpy and scipy alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.kit.house import PACKAGE, files
from tests.packaging.conftest import Empty

IMPORT_ALL = """
import importlib, json, pkgutil, sys
import hipwise.domain
names = [found.name for found in pkgutil.walk_packages(hipwise.domain.__path__, "hipwise.domain.")]
for name in names:
    importlib.import_module(name)
foreign = {name.partition(".")[0] for name in sys.modules} - sys.stdlib_module_names
print(json.dumps({"names": names, "foreign": sorted(foreign), "file": hipwise.__file__}))
"""


def test_every_module_of_the_domain_imports(bare: Empty) -> None:
    done = bare.run("python", "-W", "error", "-c", IMPORT_ALL)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert str(bare.place) in told["file"]
    written = {
        ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
        for path in files(".py", below=PACKAGE / "domain")
    }
    assert set(told["names"]) == written - {"hipwise.domain"}
    assert {name for name in told["foreign"] if not name.startswith("_")} <= {"hipwise", "numpy", "scipy"}


@pytest.mark.parametrize("package", ["django", "tqdm", "wagtail"])
def test_nothing_else_is_there(bare: Empty, package: str) -> None:
    assert bare.run("python", "-c", f"import {package}").returncode == 1


def diary(place: Path) -> Path:
    """Forty days of a made-up diary."""
    rows = [f"2026-01-{day:02}T20:00,{day % 7},{(day * 3) % 5}" for day in range(1, 31)]
    path = place / "diary.csv"
    path.write_text("time,pain,stress\n" + "\n".join(rows) + "\n")
    return path


def test_insights_answers(bare: Empty) -> None:
    done = bare.run("hipwise", "insights", str(diary(bare.place)), "--format", "json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["outcome"] == "pain"
    assert answer["findings"] or answer["silences"]
