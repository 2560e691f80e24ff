"""Make every kept answer again and compare it byte by byte.

An answer is *outdated* when the journal, the engine or what its person said has changed since; the next reading
replaces it, so nothing is wrong. An answer is *different* when none of that changed and it still comes out otherwise:
then something that should not matter did (another numpy, another processor, a damaged row).
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hipwise.apps.insight.models import Answer
from hipwise.apps.insight.services import Check, check_answer


class Command(BaseCommand):
    """``hipwise manage check_answers``."""

    help = "Make every kept insight again and compare it byte by byte; ends with 1 where one differs."

    def handle(self, *_: Any, **__: Any) -> None:
        """Check them one after the other.

        Raises:
            CommandError: when an answer differs; it names the patients by number.
        """
        found: Counter[Check] = Counter()
        differing: list[int] = []
        for answer in Answer.objects.order_by("patient_id").iterator(chunk_size=100):
            check = check_answer(answer)
            found[check] += 1
            if check == "different":
                differing.append(answer.patient_id)
        self.stdout.write(f"{found['same']} the same, {found['different']} different, {found['outdated']} outdated")
        if differing:
            raise CommandError(f"Different: the answers of patients {', '.join(map(str, differing))}")
