"""One entry of a navigation: patient tabs, staff rail, site head or footer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NavItem:
    """`icon` is a name in `ui.icons`; `count` over zero is shown beside the label."""

    label: str
    url: str
    icon: str = "info"
    current: bool = False
    count: int = 0
