"""Figures and dates: how well `tag` finds them, reads their value and says what they count."""
