"""Practitioners' calendars elsewhere: only when they are busy is read, and nothing that stands there is trusted.

``child`` runs in a process of its own with little memory and time; ``fetching`` and ``reading`` do its work and know
neither Django nor the database; ``asking`` is the side that we are on.
"""
