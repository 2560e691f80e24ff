"""Icons as path data on a 24 by 24 grid, stroked with the text's colour."""

ICONS = {
    "back": '<path d="M15 5l-7 7 7 7"/>',
    "bell": '<path d="M6.5 16.5V11a5.5 5.5 0 0 1 11 0v5.5l1.5 1.5H5zM10 20.5h4"/>',
    "book": '<rect x="4" y="5.5" width="16" height="14.5" rx="2.5"/>'
    '<path d="M4 10h16M8.5 3.5v4M15.5 3.5v4M9 15l2 2 4-4"/>',
    "building": '<path d="M5 20.5V5.5L13 3v17.5M13 9h6v11.5M3.5 20.5h17M8.5 8.5h1M8.5 12.5h1M8.5 16.5h1M16 13h.5M16'
    ' 16.5h.5"/>',
    "chat": '<path d="M4 6.5a2.5 2.5 0 0 1 2.5-2.5h11A2.5 2.5 0 0 1 20 6.5v7a2.5 2.5 0 0 1-2.5 2.5H11l-4.5 4v-4'
    'A2.5 2.5 0 0 1 4 13.5z"/>',
    "check": '<path d="M5 12.5l4.5 4.5L19 7"/>',
    "clip": '<path d="M19 11.5l-7.3 7.3a4.6 4.6 0 0 1-6.5-6.5l7.6-7.6a3.1 3.1 0 0 1 4.4 4.4l-7.6 7.6'
    'a1.6 1.6 0 0 1-2.2-2.2l6.9-7"/>',
    "close": '<path d="M6 6l12 12M18 6L6 18"/>',
    "download": '<path d="M12 4v11M7.5 11L12 15.5 16.5 11M5 19.5h14"/>',
    "edit": '<path d="M5 19l.8-3.8L15.6 5.4a1.8 1.8 0 0 1 2.6 0l.4.4a1.8 1.8 0 0 1 0 2.6L8.8 18.2 5 19zM13.5'
    ' 7.5l3 3"/>',
    "flag": '<path d="M6 21V4M6 4.5h11l-2.5 4 2.5 4H6"/>',
    "heart": '<path d="M12 19.5s-7.5-4.3-7.5-9.6A4.1 4.1 0 0 1 12 7.6a4.1 4.1 0 0 1 7.5 2.3c0 5.3-7.5 9.6-7.5 9.6z"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5M12 7.8v.2"/>',
    "insight": '<path d="M3.5 16.5c3 0 3-6 6-6s3 3.5 5.5 3.5S18 6 20.5 6"/><circle cx="9.5" cy="10.5" r="1.6"/>'
    '<circle cx="20" cy="6" r="1.6"/><path d="M3.5 20.5h17"/>',
    "journal": '<path d="M6 3.5h10.5a2 2 0 0 1 2 2v15l-3-1.8-3 1.8-3-1.8-3.5 1.8z"/><path d="M9 8.5h6M9 12.5h6"/>',
    "key": '<circle cx="8" cy="15.5" r="4"/><path d="M11 12.5l8-8M16.5 7l2.5 2.5M14 9.5l1.8 1.8"/>',
    "list": '<path d="M9 6.5h11M9 12h11M9 17.5h11M4.5 6.5h.5M4.5 12h.5M4.5 17.5h.5"/>',
    "mail": '<rect x="3.5" y="5.5" width="17" height="13" rx="2.5"/><path d="M4.5 7.5 12 13l7.5-5.5"/>',
    "moon": '<path d="M19 14.5A7.5 7.5 0 0 1 9.5 5 7.5 7.5 0 1 0 19 14.5z"/>',
    "move": '<circle cx="8" cy="5.2" r="2.2"/><path d="M8 9v5.5l5 .5 1.5 5.5M8 14.5 6.5 20.5M8 10.5l4.5 2 4-1.5"/>',
    "next": '<path d="M9 5l7 7-7 7"/>',
    "out": '<path d="M10 4.5H6.5a2 2 0 0 0-2 2v11a2 2 0 0 0 2 2H10M15 8l4 4-4 4M19 12H9.5"/>',
    "people": '<circle cx="9" cy="8.5" r="3.2"/><path d="M3.5 19.5c.6-3.6 2.8-5.4 5.5-5.4s4.9 1.8 5.5 5.4'
    'M15.5 5.8a3 3 0 0 1 0 5.6M17 14.6c2 .6 3.2 2.2 3.6 4.9"/>',
    "phone": '<path d="M5 4.5h3.5l1.8 4.4-2.2 1.6a11 11 0 0 0 5.4 5.4l1.6-2.2 4.4 1.8V19a1.8 1.8 0 0 1-2 1.8'
    'A15.5 15.5 0 0 1 3.2 6.5 1.8 1.8 0 0 1 5 4.5z"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "print": '<path d="M7 9V4h10v5M7 17H4.5v-6.5a1.5 1.5 0 0 1 1.5-1.5h12a1.5 1.5 0 0 1 1.5 1.5V17H17M7 14h10v6H7z"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6"/><path d="M15 15l5 5"/>',
    "send": '<path d="M4 12l16-7-5 15-3.5-6z"/>',
    "shield": '<path d="M12 3.5l7 2.5v5.5c0 4.4-2.9 7.6-7 9-4.1-1.4-7-4.6-7-9V6z"/><path d="M12 8.5v4M12 15.8v.2"/>',
    "today": '<circle cx="12" cy="12" r="4.2"/><path d="M12 2.8v2.4M12 18.8v2.4M2.8 12h2.4M18.8 12h2.4'
    'M5.5 5.5l1.7 1.7M16.8 16.8l1.7 1.7M5.5 18.5l1.7-1.7M16.8 7.2l1.7-1.7"/>',
    "trash": '<path d="M5 7h14M10 7V4.5h4V7M7 7l.8 12a1.5 1.5 0 0 0 1.5 1.5h5.4a1.5 1.5 0 0 0 1.5-1.5L17 7M10.5'
    ' 11v5.5M13.5 11v5.5"/>',
    "you": '<circle cx="12" cy="8.5" r="3.8"/><path d="M4.8 20c.8-4.2 3.6-6.2 7.2-6.2s6.4 2 7.2 6.2"/>',
}

MARK = (
    '<svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">'
    '<path class="mark-cup" fill="none" stroke="currentColor" d="M6.2 21.4A11.6 11.6 0 1 1 25.8 21.4"/>'
    '<circle class="mark-ball" cx="16" cy="16.4" r="6.6"/></svg>'
)


def icon(name: str) -> str:
    """The SVG of one icon. An unknown name is a wrong call: KeyError."""
    look = 'viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor"'
    return f'<svg class="i" {look} aria-hidden="true" focusable="false">{ICONS[name]}</svg>'
