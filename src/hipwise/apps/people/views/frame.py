"""Which frame a page stands in."""

from __future__ import annotations

from hipwise.apps.people import policies
from hipwise.kit.actor import Actor


def frame_for(actor: Actor) -> str:
    """The base template: staff with the rail, patients with the tabs, and neither for who still owes a step."""
    if policies.may_work_here(actor):
        return "ui/staff.html"
    return "ui/patient.html" if policies.may_be_patient(actor) else "ui/visitor.html"
