"""Words that must not wait: what is found, what is falsely found, and how long it takes: ``python -m bench.triage``.

The sentences are those of the tests (``tests/domain/triage/sets.py``); the times are for the longest message there is.
"""

from __future__ import annotations

import statistics
import time

from bench.goals import Goal, Verdicts
from hipwise.domain.triage.words import concerns
from tests.domain.triage.sets import LANGUAGES, SETS, false_alarms, missed, sentences

LONGEST = 4000
RECALL, ALARMS, WORST = Goal(low=0.95), Goal(high=0.05), Goal(high=250.0, digits=0)
TEXTS = {
    "an ordinary message": "Hello, can I move my appointment from Tuesday to Thursday? My hip is a little stiff. ",
    "one letter": "a",
    "letters apart": "a ",
    "stars": "ab*d cd*f su*c ",
    "what many phrases begin with": "want to cant i fever ",
    "what several sides share": "hip pain fever cant walk leg son ",
}


def found(verdicts: Verdicts) -> None:
    """Print recall by set and language, and false alarms."""
    print(f"{'set':8}" + "".join(f"{code:>12}" for code in LANGUAGES))
    for which in SETS:
        cells = []
        for code in LANGUAGES:
            theirs = [one for one in sentences(which) if one.language == code and one.kind != "ordinary"]
            share = 1 - len(missed(theirs)) / len(theirs)
            sign = verdicts.sign(f"recall, {which}, {code}", (share, 0.0), RECALL)
            cells.append(f"{share:.3f}/{len(theirs)} {sign}")
        print(f"{which:8}" + "".join(f"{cell:>12}" for cell in cells))
    ordinary = [one for one in sentences("first") if one.kind == "ordinary"]
    alarms = false_alarms(ordinary)
    sign = verdicts.sign("false alarms", (len(alarms) / len(ordinary), 0.0), ALARMS)
    print(f"\nfalse alarms: {len(alarms)} of {len(ordinary)} ordinary messages {sign}")
    for one in alarms:
        print(f"  {one.language}: {one.text}")


def times(verdicts: Verdicts, runs: int = 7) -> None:
    """Print the milliseconds for texts of the longest length, and of half of it."""
    concerns("warm")
    print(f"\n{'milliseconds':32}{LONGEST // 2:>8}{LONGEST:>8}")
    for name, piece in TEXTS.items():
        half, whole = (_median((piece * length)[:length], runs) for length in (LONGEST // 2, LONGEST))
        sign = verdicts.sign(f"ms, {name}", (whole, 0.0), WORST)
        print(f"{name:32}{half:>8.1f}{whole:>8.1f} {sign}")


def _median(text: str, runs: int) -> float:
    taken = []
    for _ in range(runs):
        began = time.perf_counter()
        concerns(text)
        taken.append(1000 * (time.perf_counter() - began))
    return statistics.median(taken)


if __name__ == "__main__":
    marks = Verdicts()
    found(marks)
    times(marks)
    print(marks.text())
