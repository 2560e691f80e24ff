"""What somebody without an account agrees to when they write to the clinic, word for word.

A text that changes in meaning gets a new version; what somebody agreed to stands with their conversation.
"""

VERSION = "2026-11"
ASK = "Yes, keep my message so that you can answer it"
TITLE = "What we keep, and who reads it"
WORDS = (
    "We keep your name, your e-mail address or phone number, and what you write, so that we can answer you. "
    "It is stored encrypted, on the clinic's own server. Nobody outside the clinic gets it.",
    "Everybody who answers messages at the clinic can read it. So please leave out what is about your health.",
    "Some time after the conversation is closed we erase it. Ask us at any time, and we show you what we keep or "
    "erase it sooner.",
)
