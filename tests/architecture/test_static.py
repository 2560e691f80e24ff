"""Every static file that a page names is there. In the wheel a missing one is an error page; tests would not see it."""

from __future__ import annotations

import re
import tomllib
from hashlib import sha256
from pathlib import Path

from django.contrib.staticfiles import finders

from tests.kit.house import PACKAGE, files, plant

NAMED = re.compile(r"""(?:{%\s*static\s+|(?<![\w.])static\()["']([^"'{}]+\.\w+)["']""")


def missing(folder: Path) -> list[str]:
    """Static files that templates and code below ``folder`` name and nobody has."""
    return [
        f"{path.relative_to(folder)}: {name}"
        for path in files(".html", ".xml", ".txt", ".svg", ".py", below=folder)
        for name in NAMED.findall(path.read_text(encoding="utf-8"))
        if finders.find(name) is None
    ]


def test_every_static_file_named_is_there() -> None:
    assert missing(PACKAGE) == []


def test_a_missing_static_file_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "a.html", "{% static 'hipwise/gone.css' %} {% static 'hipwise/css/hipwise.css' %}")
    plant(tmp_path, "b.py", 'x = static("gone.png")\n')
    assert missing(tmp_path) == ["a.html: hipwise/gone.css", "b.py: gone.png"]


def changed(manifest: Path) -> list[str]:
    """Vendored files that are not what ``vendor.toml`` says, or that it does not name."""
    said = tomllib.loads(manifest.read_text(encoding="utf-8"))
    entries = {entry["file"]: entry for entry in said["file"]}
    wrong = [
        name
        for name, entry in entries.items()
        if not (manifest.parent / name).is_file()
        or sha256((manifest.parent / name).read_bytes()).hexdigest() != entry["sha256"]
        or not {"version", "licence", "source"} <= entry.keys()
    ]
    present = {path.relative_to(manifest.parent).as_posix() for path in manifest.parent.rglob("*") if path.is_file()}
    return wrong + sorted(present - entries.keys() - {manifest.name})


def test_vendored_files_are_what_their_list_says() -> None:
    manifests = PACKAGE.rglob("vendor.toml")
    assert {str(manifest): faults for manifest in manifests if (faults := changed(manifest))} == {}


def test_a_changed_vendored_file_is_found(tmp_path: Path) -> None:
    fine = sha256(b"fine").hexdigest()
    entry = '[[file]]\nfile = "{}.js"\nsha256 = "{}"\nversion = "1"\nlicence = "MIT"\nsource = "x"\n'
    manifest = plant(tmp_path, "vendor.toml", entry.format("a", fine) + entry.format("b", fine))
    plant(tmp_path, "a.js", "fine")
    plant(tmp_path, "b.js", "tampered")
    plant(tmp_path, "c.js", "unnamed")
    assert changed(manifest) == ["b.js", "c.js"]
