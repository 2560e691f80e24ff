"""What booking says aloud for apps that stand above it. It knows none of them.

Both are sent inside booking's transaction, behind its locks: what a listener writes stands or falls with the change.
A listener locks nothing of booking's, and its own rows last (docs/methods/booking.md).
"""

from __future__ import annotations

from django.dispatch import Signal

visit_changed = Signal()
"""``visit`` as it is now, ``actor`` and ``what`` as the log has it, such as "booked visit"."""

contacts_leaving = Signal()
"""``numbers`` of contacts that are about to be erased, with every word of theirs."""
