"""Evaluation: what On Record gets right, on data that lie outside the project, and the floors it may not fall under.

`python -m eval` runs everything for which data are found; see `eval.__main__`.
"""
