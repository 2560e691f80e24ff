"""The JSON API under ``/api/v1``: booking from another website (docs/api.md)."""
