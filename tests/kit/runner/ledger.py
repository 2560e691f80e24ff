"""A pytest plugin that writes every report of a run into the file ``HIPWISE_TEST_LEDGER``, for the closing run."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest


class Ledger:
    """Appends reports, one a line."""

    def __init__(self, config: pytest.Config, path: Path) -> None:
        self.config = config
        self.path = path

    def _write(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        said = self.config.hook.pytest_report_to_serializable(config=self.config, report=report)
        with self.path.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(said, default=str) + "\n")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """One phase of one test ended."""
        self._write(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A file could not be read, or was left out whole."""
        if not report.passed:
            self._write(report)


def pytest_configure(config: pytest.Config) -> None:
    """Start writing."""
    config.pluginmanager.register(Ledger(config, Path(os.environ["HIPWISE_TEST_LEDGER"])), "hipwise-ledger")
