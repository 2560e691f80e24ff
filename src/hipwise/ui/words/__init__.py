"""What is said about findings, silences and files: plain sentences, free of Django, for pages and terminals alike."""
