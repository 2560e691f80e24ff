"""What somebody wants to be told, and when not."""

from __future__ import annotations

from typing import Any

from django import forms

from hipwise.apps.notifications import channels
from hipwise.apps.notifications.kinds import Kind
from hipwise.apps.notifications.quiet import Quiet


def _wall_clock(label: str, help_text: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        help_text=help_text,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "Please write a time such as 21:00.", "required": "Please write a time."},
    )


class ChoicesForm(forms.Form):
    """One group of boxes a channel, a box a kind that may be switched off; and the quiet hours."""

    def __init__(self, kinds: list[Kind], muted: set[tuple[str, str]], quiet: Quiet, *args: Any) -> None:
        super().__init__(*args)
        self.initial = {"begin": quiet.begin, "end": quiet.end}
        self.names: list[str] = []
        for channel in channels.every():
            offered = [kind for kind in kinds if channel.name in kind.channels and not kind.must]
            if offered:
                self.names.append(channel.name)
                self.fields[channel.name] = forms.MultipleChoiceField(
                    label=f"By {channel.label.lower()}",
                    choices=[(kind.name, kind.label) for kind in offered],
                    required=False,
                    initial=[kind.name for kind in offered if (kind.name, channel.name) not in muted],
                    widget=forms.CheckboxSelectMultiple,
                )
        self.fields["begin"] = _wall_clock("Quiet from", "By the clock where your visit is.")
        self.fields["end"] = _wall_clock("Quiet until", "The same time in both boxes means no quiet hours.")

    def wanted(self) -> set[tuple[str, str]]:
        """Pairs of kind and channel that are ticked."""
        return {(kind, channel) for channel in self.names for kind in self.cleaned_data[channel]}
