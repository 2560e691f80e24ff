"""Accounts, roles, patients, practitioners, consent."""
