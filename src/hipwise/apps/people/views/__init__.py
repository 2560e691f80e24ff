"""Pages under ``/you/``: a person's own, the owner's, and the page behind an invitation."""
