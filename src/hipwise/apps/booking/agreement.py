"""What a visitor without an account agrees to when they book, word for word.

A text that changes in meaning gets a new version; what somebody agreed to stands with their details.
"""

VERSION = "2026-11"
ASK = "Yes, keep these details for my visit"
TITLE = "What we keep, and who reads it"
WORDS = (
    "We keep your name, your e-mail address, your phone number if you give it, and what you write, "
    "so that we can see you and reach you. Nobody outside the clinic gets them.",
    "What you write about your body is health data. The law asks us to keep it only if you clearly say yes. "
    "It is stored encrypted, and only the clinic's physiotherapists and psychologists can read it.",
    "You can see all of it, download it and erase it at any time, by the link in our letters.",
)
