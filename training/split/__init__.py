"""Makes the parameters of `onrecord.split`: `python -m training.split`."""
