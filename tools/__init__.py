"""Scripts that build what is committed: style sheet, fonts, pictures."""
