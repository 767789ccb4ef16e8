"""How well statements are found: who said what, against attributions marked by hand."""
