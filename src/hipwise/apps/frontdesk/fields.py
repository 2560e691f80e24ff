"""Form fields of the desk."""

from __future__ import annotations

from typing import Any

from django import forms


class Lines(forms.CharField):
    """Text of several lines, counted and kept with one letter for each line's end; a browser sends two."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No ``maxlength``: a browser would cut a long text short without a word. We say so instead."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}

    def to_python(self, value: Any) -> str:
        """The text as it was typed."""
        return (super().to_python(value) or "").replace("\r\n", "\n")
