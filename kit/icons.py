"""Our own line drawings on a 24-unit grid, stroked in the colour of the text beside them."""

from django.utils.safestring import SafeString

PATHS = {
    "arrow": "M4 12h15m-6-6 6 6-6 6",
    "back": "M20 12H5m6-6-6 6 6 6",
    "book": "M12 6c-2-1.6-5-2-9-2v14c4 0 7 .4 9 2 2-1.6 5-2 9-2V4c-4 0-7 .4-9 2Zm0 0v14",
    "calendar": "M4 6h16v14H4Zm0 5h16M8 3v5m8-5v5",
    "chat": "M3 5h18v11h-9l-5 4v-4H3Zm5 4h8m-8 3h5",
    "check": "m4 12.5 5 5L20 6.5",
    "clock": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 4v5.5l3.5 2",
    "cross": "m6 6 12 12M18 6 6 18",
    "download": "M12 3v12m-5-5 5 5 5-5M4 20h16",
    "edit": "M4 20l1-5L16 4l4 4L9 19ZM13.5 6.5l4 4",
    "globe": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 0c-5 5-5 13 0 18 5-5 5-13 0-18ZM3.5 9.5h17m-17 5h17",
    "home": "M3 11.5 12 4l9 7.5M6 9.5V20h12V9.5M10 20v-6h4v6",
    "lock": "M5 11h14v10H5Zm3 0V8a4 4 0 0 1 8 0v3m-4 4v3",
    "menu": "M4 7h16M4 12h16M4 17h16",
    "paper": "M6 3h8l5 5v13H6Zm8 0v5h5M9 13h7m-7 4h5",
    "play": "M7 4.5v15l12-7.5Z",
    "plus": "M12 4.5v15M4.5 12h15",
    "print": "M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7Z",
    "search": "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Zm4.7 11.2L21 21",
    "upload": "M12 16V4m-5 5 5-5 5 5M4 20h16",
    "user": "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM4 21c.5-4 3.5-6 8-6s7.5 2 8 6",
    "users": "M9 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7ZM2.5 20c.4-3.5 2.7-5 6.5-5s6.1 1.5 6.5 5"
    "M16 5.5a3.5 3.5 0 0 1 0 6.5m2 3.3c2.1.7 3.2 2.3 3.5 4.7",
    "warn": "M12 4 2.5 20h19Zm0 6v5m0 2v.6",
}


def icon_svg(name: str) -> SafeString:
    """Inline SVG of one drawing, hidden from screen readers: the words beside it speak. ``KeyError`` when unknown."""
    return SafeString(
        f'<svg class="icon icon--{name}" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">'
        f'<path d="{PATHS[name]}"/></svg>'
    )
