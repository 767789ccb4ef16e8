"""The labels that the model gives to words, and which may follow which."""

from __future__ import annotations

from onrecord.model import NameType

NAME_TYPES: tuple[NameType, ...] = ("person", "organisation", "place", "other")
ROLES = ("source", "cue", "content")

NAME_LABELS = ("O", *(f"{edge}-{kind}" for kind in NAME_TYPES for edge in "BI"))
ROLE_LABELS = ("O", *(f"{edge}-{role}" for role in ROLES for edge in "BI"))
"""Label 0 is none; 2 k + 1 begins a stretch of kind k, 2 k + 2 goes on in it."""

BUCKETS = 40
"""How many distances between an anchor and another word are told apart, half of them to the left."""
