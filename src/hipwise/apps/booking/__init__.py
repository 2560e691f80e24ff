"""Booking: what the clinic offers and when, who comes, and how nobody's time is given away twice."""
