"""The owner's set-up of booking, one file a subject; practitioners' hours are theirs and the front desk's too."""
