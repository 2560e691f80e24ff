"""A job that comes round by itself, asked for by name before its turn."""

from __future__ import annotations

import pytest
from django_tasks_db.models import DBTaskResult

from hipwise.apps.booking.services import core
from hipwise.kit import jobs

pytestmark = pytest.mark.django_db


def test_it_comes_round_once_more_and_as_part_of_the_transaction() -> None:
    core.look_again()
    waiting = DBTaskResult.objects.ready()
    assert [row.task_path for row in waiting] == ["hipwise.apps.booking.tasks.offer_free_times"]
    jobs.run_all_due()
    assert DBTaskResult.objects.successful().count() == 1


@pytest.mark.parametrize("name", ["hipwise.apps.booking.tasks.nothing", "hipwise.kit.mail.send_letter"])
def test_only_what_comes_round_can_be_hastened(name: str) -> None:
    with pytest.raises(ValueError, match="no job of this name"):
        jobs.hasten(name)
