"""What must not wait: words and answers that a person has to look at."""
