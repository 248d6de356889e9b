"""Tooltips that show text from anywhere as it is."""

from __future__ import annotations


def plain_tooltip(text: str) -> str:
    """The text for `setToolTip` or `ToolTipRole`. Qt would otherwise guess at HTML."""
    if "<" in text or "&lt;" in text:
        from html import escape

        # Made HTML ourselves, with every character escaped, there is nothing left to guess.
        return f'<span style="white-space: pre-wrap">{escape(text)}</span>'
    return text
