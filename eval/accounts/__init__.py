"""Conflicts: how well `link` tells accounts that differ from those that only look different."""
