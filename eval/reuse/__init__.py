"""How well `link` finds what stands in two pieces: exact, edited and rephrased passages, and where they came from."""
