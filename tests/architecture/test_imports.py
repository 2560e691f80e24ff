"""The rings hold: import-linter's contracts are seen to break, and the domain imports numpy and scipy alone."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kit.house import PACKAGE, copy_of_package, files, plant, said_by

ALLOWED = {"numpy", "scipy"}


def outsiders(source: str) -> Iterator[str]:
    """The modules that a piece of the domain imports, at whatever depth, and may not."""
    for node in ast.walk(ast.parse(source)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or "."]
        elif isinstance(node, ast.Call) and isinstance(node.func, (ast.Name, ast.Attribute)):
            called = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            names = ["a name made while running"] if called in {"__import__", "import_module"} else []
        for name in names:
            root = name.partition(".")[0]
            if root not in ALLOWED | sys.stdlib_module_names and not (name + ".").startswith("hipwise.domain."):
                yield name


def test_domain_imports_numpy_and_scipy_alone() -> None:
    found = {
        str(path.relative_to(PACKAGE)): names
        for path in files(".py", below=PACKAGE / "domain")
        if (names := sorted(set(outsiders(path.read_text(encoding="utf-8")))))
    }
    assert not found, "the domain is usable with numpy and scipy alone"


@pytest.mark.parametrize(
    "source",
    [
        "import pandas",
        "from django.db import models",
        "from hipwise.kit import clock",
        "import hipwise",
        "def late():\n    import tqdm",
        "from . import panel",
        "import importlib\nimportlib.import_module('pandas')",
    ],
)
def test_an_outsider_in_the_domain_is_found(source: str) -> None:
    assert list(outsiders(source))


def test_domain_draws_no_unseeded_generator() -> None:
    found = [
        f"{path.name}:{node.lineno}"
        for path in files(".py", below=PACKAGE / "domain")
        for node in unseeded(path.read_text(encoding="utf-8"))
    ]
    assert not found, "pass `rng` in, or a seed: default_rng() without one gives another answer every time"


def unseeded(source: str) -> Iterator[ast.Call]:
    """Calls of ``default_rng`` that say no seed."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("default_rng"):
            nothing = not node.args and not node.keywords
            if nothing or any(isinstance(arg, ast.Constant) and arg.value is None for arg in node.args):
                yield node


def test_an_unseeded_generator_is_found() -> None:
    assert list(unseeded("np.random.default_rng()"))
    assert list(unseeded("default_rng(None)"))
    assert not list(unseeded("default_rng(7)"))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A copy of the package."""
    return copy_of_package(tmp_path)


PLANTED = {
    "domain/planted.py": ("from hipwise.kit import actor", "Rings import only inward"),
    "kit/planted.py": ("from hipwise.apps.people import models", "Rings import only inward"),
    "apps/audit/planted.py": ("from hipwise.apps.people import models", "An app imports only apps that stand lower"),
    "apps/journal/planted.py": ("from hipwise.apps.learn import apps", "An app imports only apps that stand lower"),
    "domain/stats/planted.py": ("import django", "The domain needs numpy and scipy alone"),
}


LINT = ("-c", "from importlinter.cli import lint_imports_command as lint; lint()", "--no-cache")


def broken(said: str) -> set[str]:
    """The contracts that import-linter calls broken."""
    lines = [line.rstrip() for line in said.splitlines()]
    return {line.removesuffix("BROKEN").strip() for line in lines if line.endswith("BROKEN")}


def test_every_contract_breaks_on_its_planted_import(place: Path) -> None:
    for path, (text, _) in PLANTED.items():
        plant(place, f"src/hipwise/{path}", f"{text}\n")
    code, said = said_by(*LINT, cwd=place)
    assert code == 1
    assert broken(said) == {contract for _, contract in PLANTED.values()}, said
    for path in PLANTED:
        module = "hipwise." + path.removesuffix(".py").replace("/", ".")
        assert module in said


@pytest.mark.parametrize("package", ["apps/newcomer", "newring"])
def test_a_new_package_must_say_where_it_stands(place: Path, package: str) -> None:
    plant(place, f"src/hipwise/{package}/__init__.py", "")
    code, said = said_by(*LINT, cwd=place)
    assert code == 1
    assert package.rpartition("/")[2] in said
