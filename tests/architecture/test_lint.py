"""The linters find nothing; and each rule we rest on is seen to find a planted fault."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.kit.house import PACKAGE, ROOT, plant, said_by


@pytest.mark.parametrize("check", ["style", "format", "types", "imports", "templates"])
def test_script_lint_finds_nothing(check: str) -> None:
    done = subprocess.run([ROOT / "script" / "lint", check], cwd=ROOT, capture_output=True, text=True, check=False)
    sys.stdout.write(done.stdout + done.stderr)  # shown where it fails, and kept out of the summary
    assert done.returncode == 0, f"script/lint {check} found something, see above"


TANGLE = "def tangle(a: int) -> int:\n    \"\"\"Too much.\"\"\"\n" + "".join(
    f"    if a == {n}:\n        a += 1\n" for n in range(10)
) + "    return a\n"  # fmt: skip
LONG = f"WORDS = '{'word ' * 30}'\n"

FAULTS = {
    "apps/planted.py": [
        ("C901", TANGLE),
        ("TID252", "from . import models\n"),
        ("E501", LONG),
        ("DTZ005", "from datetime import datetime\n\nNOW = datetime.now()\n"),
        ("T201", "print('left over')\n"),
        ("D103", "def unsaid() -> None:\n    return None\n"),
        ("ERA001", "# total = count + 1\n"),
        ("S602", "import subprocess\n\nsubprocess.run('ls', shell=True, check=True)\n"),
        ("NPY002", "import numpy as np\n\nX = np.random.rand(3)\n"),
    ],
    "domain/planted.py": [
        ("TID251", "from datetime import UTC, datetime\n\nNOW = datetime.now(UTC)\n"),
        ("TID251", "from datetime import date\n\nTODAY = date.today()\n"),
        ("TID251", "import time\n\nNOW = time.time()\n"),
        ("TID251", "from time import perf_counter\n\nNOW = perf_counter()\n"),
        ("TID251", "import random\n\nX = random.random()\n"),
        ("TID251", "import numpy as np\n\nnp.random.seed(1)\n"),
        ("TID251", "from numpy.random import rand\n\nX = rand(3)\n"),
        ("TID251", "import os\n\nX = os.environ['X']\n"),
        ("TID252", "from . import stats\n"),
        ("C901", TANGLE),
    ],
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our ruff configuration over an empty package."""
    place = tmp_path_factory.mktemp("ruff")
    shutil.copy(ROOT / "pyproject.toml", place)
    plant(place, "src/hipwise/domain/ruff.toml", (PACKAGE / "domain" / "ruff.toml").read_text())
    return place


@pytest.mark.parametrize(
    ("path", "rule", "text"), [(path, rule, text) for path, faults in FAULTS.items() for rule, text in faults]
)
def test_ruff_finds_a_planted_fault(place: Path, path: str, rule: str, text: str) -> None:
    plant(place, f"src/hipwise/{path}", f'"""Planted."""\n\n{text}')
    code, said = said_by(
        "-m", "ruff", "check", "--no-cache", "--output-format=concise", f"src/hipwise/{path}", cwd=place
    )
    assert code == 1
    assert rule in said


def test_ruff_lets_ten_branches_pass(place: Path) -> None:
    text = TANGLE.replace("    if a == 9:\n        a += 1\n", "")
    plant(place, "src/hipwise/apps/planted.py", f'"""Planted."""\n\n\n{text}')
    code, said = said_by("-m", "ruff", "check", "--no-cache", "src/hipwise/apps/planted.py", cwd=place)
    assert code == 0, said


def test_mypy_finds_a_planted_fault(tmp_path: Path) -> None:
    planted = plant(tmp_path, "planted.py", "from hipwise.kit.actor import Actor\n\nprint(Actor(user_id='seven'))\n")
    code, said = said_by("-m", "mypy", "--config-file", "pyproject.toml", str(planted))
    assert code == 1
    assert 'Argument "user_id" to "Actor" has incompatible type "str"' in said


def test_djlint_finds_a_planted_fault(tmp_path: Path) -> None:
    planted = plant(tmp_path, "planted.html", "<img src='/a.png'>\n<div class='a' class='b'></div>\n")
    code, said = said_by("-m", "djlint", "--configuration", str(ROOT / "pyproject.toml"), "--lint", str(planted))
    assert code == 1
    assert "H013" in said


def test_a_warning_is_an_error() -> None:
    import warnings

    with pytest.raises(UserWarning, match="planted"):
        warnings.warn("planted", stacklevel=1)
