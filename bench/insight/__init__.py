"""How often the insight engine is right, wrong and silent, beside what journal apps, textbooks and causal libraries do.

One thread of linear algebra a process, said before numpy starts: times of one core are compared, and ``--jobs`` takes
the cores.
"""

from __future__ import annotations

import os

for _threads in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")
