"""Texts that have broken programs before, for rows of every kind."""

from __future__ import annotations

TEXTS = {
    "html": "<b>Lamp</b><script>alert(1)</script>&amp;",
    "formula": '=HYPERLINK("http://x","y")',
    "sql": "'; DROP TABLE filings; --",
    "digits": "1234567890123456789",
    "right to left": "\u202eلمعة\u202c قنديل",
    "long": "\U0001f4a1" * 500,
    "joined emoji": "👩‍👩‍👧‍👦 🇨🇳",
    "nul": "before\0after",
    "lone surrogate": "x\ud83dy",
    "split pair": "x\ud83d\ude00y",
    "line ends": "a\r\nb\u2028c\x85d",
    "percent": "100% _off_ \\ %",
    "empty": "",
}
