"""What a page may invite to. A call is shown only when its door exists, so no page has a dead link."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True, slots=True)
class Call:
    """An invitation: ``door`` is the name of the address it leads to."""

    key: str
    label: str
    words: str
    icon: str
    door: str

    @property
    def url(self) -> str:
        """Where it leads; empty while there is no such door."""
        try:
            return reverse(self.door)
        except NoReverseMatch:
            return ""


CALLS = (
    Call("book", "Book a first visit", "See which times are free", "book", "booking:start"),
    Call("write", "Write to us", "A person reads it and answers", "mail", "frontdesk:write"),
    Call("chat", "Chat with us", "No account needed", "chat", "frontdesk:chat"),
    Call("journal", "Keep a journal", "It takes 20 seconds a day", "journal", "account_signup"),
    Call("days", "Look at your own days", "See what your notes show", "insight", "insight:insight"),
)


def working(keys: list[str] | None = None) -> list[Call]:
    """The calls whose doors exist, those asked for, in our order."""
    return [call for call in CALLS if (keys is None or call.key in keys) and call.url]


def choices() -> list[tuple[str, str]]:
    """What an editor may choose from."""
    return [(call.key, call.label if call.url else f"{call.label} (not working yet: stays hidden)") for call in CALLS]
