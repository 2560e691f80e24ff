"""Charts as SVG, drawn on the server from dates and numbers. Pure Python: no Django, no words but the caller's.

Each function takes one description and returns a `Figure`: the SVG (role img, a title, colours by class only),
the sentence under it and a table with the same numbers. None in a series is a gap and stays one.

    strip(Strip)        one outcome over days, with marked days and the usual band
    lines(Lines)        several series under one another on one time line
    dots(Dots)          two stacks of days, with something and without
    interval(Interval)  a likely range beside the zone that is too small to matter

In a template: {% include "ui/figure.html" with chart=figure %}. Elsewhere: `html.figure(figure)` and `html.style()`.
"""

from hipwise.ui.charts.dots import Dots, dots
from hipwise.ui.charts.figure import Figure, Table
from hipwise.ui.charts.interval import Interval, interval
from hipwise.ui.charts.lines import Lines, Series, lines
from hipwise.ui.charts.strip import Strip, strip

__all__ = [
    "Dots",
    "Figure",
    "Interval",
    "Lines",
    "Series",
    "Strip",
    "Table",
    "dots",
    "interval",
    "lines",
    "strip",
]
