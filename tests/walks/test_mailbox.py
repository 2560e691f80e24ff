"""What the demo's letter box reads: files as Django's own backend writes them."""

from __future__ import annotations

from pathlib import Path

from django.core.mail import EmailMessage, get_connection

from hipwise.project.demo.mailbox import letters


def test_letters_are_read_newest_first(tmp_path: Path) -> None:
    one = EmailMessage(
        "Grüße <b>", "Hello,\n\n" + "-" * 20 + "\nhttp://127.0.0.1/x/\n", "clinic@localhost", ["a@example.org"]
    )
    one.attach("visit.ics", "BEGIN:VCALENDAR", "text/calendar")
    two = EmailMessage("Second", "Bye", "clinic@localhost", ["b@example.org"])
    backend = get_connection("django.core.mail.backends.filebased.EmailBackend", file_path=str(tmp_path))
    backend.send_messages([one, two])
    second, first = letters(tmp_path)
    assert (second.subject, second.to, second.text.strip(), second.files) == ("Second", "b@example.org", "Bye", ())
    assert first.subject == "Grüße <b>"
    assert first.text.startswith("Hello,")
    assert first.files == ("visit.ics",)


def test_an_empty_box_holds_none(tmp_path: Path) -> None:
    assert letters(tmp_path / "nothing") == []
