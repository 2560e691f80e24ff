"""A pytest plugin that runs nothing but tells again, in one session, what all tiers reported.

So the last line of ``script/test`` is pytest's own and counts every tier, and the failures of all
of them stand together above it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Generator
from pathlib import Path

import pytest


class Closing:
    """Tells the reports in the files that ``HIPWISE_TEST_LEDGERS`` lists; ``seconds`` is what the tiers took."""

    def __init__(self, config: pytest.Config, ledgers: list[Path], seconds: float) -> None:
        self.config = config
        self.ledgers = ledgers
        self.seconds = seconds

    def pytest_collection(self) -> bool:
        """Collect nothing: the tiers did."""
        return True

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Tell each report to pytest as if it had just happened."""
        seen: set[str] = set()
        for ledger in self.ledgers:
            for line in ledger.read_text(encoding="utf-8").splitlines():
                report = self.config.hook.pytest_report_from_serializable(config=self.config, data=json.loads(line))
                if isinstance(report.longrepr, list):  # where a test was skipped: JSON knows no tuples
                    report.longrepr = tuple(report.longrepr)
                seen.add(f"{ledger.stem} {report.nodeid}")
                if isinstance(report, pytest.CollectReport):
                    self.config.hook.pytest_collectreport(report=report)
                else:
                    self.config.hook.pytest_runtest_logreport(report=report)
        session.testscollected = len(seen)
        self._count_time_of_tiers()
        return True

    @pytest.hookimpl(wrapper=True)
    def pytest_report_teststatus(
        self, report: pytest.TestReport
    ) -> Generator[None, tuple[str, str, object], tuple[str, str, object]]:
        """Count, but draw no dots a second time."""
        category, _, word = yield
        return category, "", "" if report.passed else word

    def _count_time_of_tiers(self) -> None:
        started = self.config.pluginmanager.getplugin("terminalreporter")._session_start
        object.__setattr__(started, "perf_count", started.perf_count - self.seconds)


def pytest_configure(config: pytest.Config) -> None:
    """Take over collecting and running."""
    ledgers = [Path(path) for path in os.environ["HIPWISE_TEST_LEDGERS"].split(os.pathsep)]
    seconds = float(os.environ["HIPWISE_TEST_SECONDS"])
    config.pluginmanager.register(Closing(config, ledgers, seconds), "hipwise-closing")
