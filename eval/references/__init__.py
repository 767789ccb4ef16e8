"""References: how well the parts of notes are told, what repeats what, and which piece is meant."""
