"""Static files, gathered once under names that carry their hash, so that a browser may keep them for ever.

A wheel is built with them inside. A checkout gathers them into its data directory at the first start and
again when a source is newer; without either (in tests) they are found one by one and keep their names.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

from hipwise.project.config import PACKAGE, Halt, read

MANIFEST = "staticfiles.json"
OURS = "hipwise"
OUR_SCRIPTS = {"hipwise", "booking", "frontdesk", "people"}


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed names, inside style sheets and script modules too, each file beside its compressed twins."""

    support_js_module_import_aggregation = True

    def _save(self, name: str, content: Any) -> Any:
        if is_our_script(name):
            content.seek(0)
            content = ContentFile(squeezed(content.read()))
        return super()._save(name, content)

    def create_compressor(self, **kwargs: Any) -> Compressor:
        """The compressor for everything gathered."""
        return _Compressor(Path(self.location) / OURS, **kwargs)


def is_our_script(name: str) -> bool:
    """Whether a static file is a script written here; what others wrote keeps its licence and its hash."""
    folder, _, rest = name.partition("/")
    return name.endswith(".js") and folder in OUR_SCRIPTS and not rest.startswith("vendor/")


def squeezed(script: bytes) -> bytes:
    """A script without lines that are comments alone, and without indentation: no browser needs them."""
    return re.sub(rb"(?m)^[ \t]*//.*\n|^[ \t]+", b"", script)


class _Compressor(Compressor):  # type: ignore[misc]
    """Brotli for what patients load; gzip alone for the editor's big bundles, where brotli takes most of a minute."""

    def __init__(self, ours: Path, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.ours = ours
        self.quick = Compressor(use_brotli=False, **kwargs)

    def compress(self, path: str) -> Any:
        """Write the compressed twins of the file at ``path``; their paths."""
        return super().compress(path) if Path(path).is_relative_to(self.ours) else self.quick.compress(path)


def gather(environ: dict[str, str], say: Callable[[str], None]) -> None:
    """Gather the static files of a checkout unless they lie there and are newer than their sources.

    Runs before the settings are read, since they look for the outcome.

    Raises:
        Halt: when the data directory cannot be used, or gathering fails.
    """
    target = read(environ).data / "static"
    if environ.get("HIPWISE_STATIC") or (PACKAGE / "_static" / MANIFEST).exists() or _is_fresh(target / MANIFEST):
        return
    say("Gathering style sheets, fonts and pictures …")
    draft = target.with_name(f"static.{os.getpid()}")
    command = [sys.executable, "-m", "django", "collectstatic", "--no-input", "--verbosity", "0"]
    settings = {"DJANGO_SETTINGS_MODULE": "hipwise.project.settings", "HIPWISE_STATIC": str(draft)}
    done = subprocess.run(command, env={**environ, **settings}, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        shutil.rmtree(draft, ignore_errors=True)
        raise Halt(f"The static files could not be gathered: {done.stderr.strip().rpartition(chr(10))[2]}")
    shutil.rmtree(target, ignore_errors=True)
    draft.rename(target)


def _is_fresh(manifest: Path) -> bool:
    if not manifest.exists():
        return False
    made = manifest.stat().st_mtime
    return all(source.stat().st_mtime <= made for source in _sources())


def _sources() -> Iterator[Path]:
    for folder in (PACKAGE / "ui" / "static", *PACKAGE.glob("apps/*/static")):
        yield from (path for path in folder.rglob("*") if path.is_file())
