from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from hipwise.domain.stats.levels import among, levels, quantile


def test_levels_and_membership_agree_with_numpy() -> None:
    rng = np.random.default_rng(1)
    for size in (0, 1, 40):
        values, others = rng.integers(0, 9, size).astype(float), rng.integers(0, 9, 5).astype(float)
        found, counts = levels(values)
        assert list(found) == sorted(set(values)) and int(counts.sum()) == size
        assert np.array_equal(among(values, np.sort(others)), np.isin(values, others))
        assert not among(values, np.zeros(0)).any()
        if size:
            assert [quantile(values, share) for share in (0.0, 0.3, 0.5, 1.0)] == pytest.approx(
                list(np.quantile(values, (0.0, 0.3, 0.5, 1.0)))
            )


def test_an_answer_loads_neither_masked_arrays_nor_scipy() -> None:
    """They would take longer than the answer itself."""
    program = """
import sys
import numpy as np
from hipwise.domain.insight.explore import explore
from hipwise.domain.insight.panel import Column, Panel
days = np.arange(200.0)
pain = Column("pain", np.floor(5.0 + 4.0 * np.sin(days * days)))
factors = tuple(Column(f"f{i}", np.floor(9.0 * np.abs(np.sin(days * (i + 2.0) ** 2)))) for i in range(6))
explore(Panel(days, pain, factors), began=100.0)
print({"numpy.ma", "scipy"} & set(sys.modules))
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"
