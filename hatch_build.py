"""Gathers the static files into the wheel, under hashed names and compressed, so that it needs no second step."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class StaticFiles(BuildHookInterface):  # type: ignore[type-arg]
    """Runs Django's collectstatic into a temporary folder, which the wheel holds as ``hipwise/_static``."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Gather; not for an editable install, which finds the files where they are written."""
        if version == "editable":
            return
        self.place = Path(tempfile.mkdtemp(prefix="hipwise-static-"))
        target = self.place / "static"
        environment = {
            **os.environ,
            "PYTHONPATH": str(Path(self.root) / "src"),
            "DJANGO_SETTINGS_MODULE": "hipwise.project.settings",
            "HIPWISE_DATA": str(self.place / "data"),
            "HIPWISE_STATIC": str(target),
        }
        words = [sys.executable, "-m", "django", "collectstatic", "--no-input", "--verbosity=1"]
        subprocess.run(words, env=environment, check=True)  # noqa: S603
        build_data["force_include"][str(target)] = "hipwise/_static"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Remove what was gathered."""
        if version != "editable":
            shutil.rmtree(self.place, ignore_errors=True)
