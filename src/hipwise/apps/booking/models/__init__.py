"""Booking's tables, one file a subject."""

from hipwise.apps.booking.models.calendars import Feed, OutsideBusy, OutsideCalendar
from hipwise.apps.booking.models.clinic import (
    Closure,
    ExtraHours,
    Location,
    Practitioner,
    Room,
    Service,
    TimeOff,
    WeeklyHours,
)
from hipwise.apps.booking.models.drafts import Draft
from hipwise.apps.booking.models.visits import Appointment, Contact, Course, Slice
from hipwise.apps.booking.models.waiting import KeptAnswer, Reslot, ReslotLine, Wish

__all__ = [
    "Appointment",
    "Closure",
    "Contact",
    "Course",
    "Draft",
    "ExtraHours",
    "Feed",
    "KeptAnswer",
    "Location",
    "OutsideBusy",
    "OutsideCalendar",
    "Practitioner",
    "Reslot",
    "ReslotLine",
    "Room",
    "Service",
    "Slice",
    "TimeOff",
    "WeeklyHours",
    "Wish",
]
