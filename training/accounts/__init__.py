"""Fits what `onrecord.link.same_thing` weighs its signs with."""
