"""Trains the model that `onrecord.tag` ships: `python -m training.tag --help`."""
