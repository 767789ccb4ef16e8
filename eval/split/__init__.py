"""How well a document is split into its pieces: corpora with gold starts, and the measures on them."""
