"""How it works, the team, privacy."""

from __future__ import annotations

from hipwise.apps.learn.laid.blocks import SAFETY, Block, invitations, listed, passage

HOW = {
    "title": "How it works",
    "slug": "how-it-works",
    "lede": "A journal that takes 20 seconds, and answers that say how sure they are.",
    "search_description": "How the journal works, how answers come about, when they stay silent, and who sees what you "
    "write.",
}
TEAM = {
    "title": "Team",
    "slug": "team",
    "lede": "The people you will meet.",
    "search_description": "Who works at the clinic.",
}
PRIVACY = {
    "title": "Privacy",
    "slug": "privacy",
    "lede": "What is kept, who sees it, and how you take it with you or have it erased.",
    "search_description": "Cookies, encryption, who reads what, export and erasure, in plain words.",
}


def how() -> list[Block]:
    """From the first note to the first answer."""
    return [
        passage(
            "1. Note your day",
            "Tap how the hip is, how the day feels and what you did. Every question may be left out. A check-in takes "
            "about 20 seconds. You can change it later or delete it.",
        ),
        passage(
            "2. Look back",
            "Your timeline shows your days as pictures: pain, stress and sleep next to each other. Under every picture "
            "one sentence says what it shows, and the numbers stand in a table.",
        ),
        passage(
            "3. See what goes with what",
            "After some weeks the computer compares your days with each other, never with other people’s. It looks "
            "at each thing you noted on the same day and on the next day. It allows for the fact that a bad day is "
            "often followed by another one, for the days of the week, and for gaps.",
            "It answers in one of two ways:",
            listed(
                "<b>Your notes show…</b> with how much, how sure, and on how many days.",
                "<b>Can’t tell yet</b>, with about how many more days it would take.",
            ),
            "Things that go together need not cause each other. An answer is something to talk about, not a diagnosis.",
        ),
        passage(
            "4. Talk about it",
            "If you agree, the physiotherapist or psychologist who looks after you can read along. If you don’t, they "
            "can’t. You can change your mind at any time.",
        ),
        passage(
            "Go easy",
            "A journal should not become one more thing to worry about. There are no streaks and no points. A day "
            "without a note is simply a day without a note. If writing it down makes you think about pain more than "
            "you like, take a break.",
        ),
        SAFETY,
        invitations("Start where it feels easy", "book", "write", "chat", "journal", "days"),
    ]
