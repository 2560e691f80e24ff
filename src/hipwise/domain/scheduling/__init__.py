"""What may be booked: hours, closures, rooms and rules of a clinic -> times, and one plain reason where there is none.

Two kinds of time meet here and are never mixed. Hours are wall-clock (``date``, ``time``, in the location's zone);
whatever happens is an instant (an aware ``datetime``, always in UTC). Nothing here reads a clock.
"""
