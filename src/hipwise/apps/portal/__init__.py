"""The first screens: Today for a patient, the clinic's people for staff."""
