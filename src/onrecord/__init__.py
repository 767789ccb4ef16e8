"""On Record reads a pile of coverage and writes a briefing in which every line is somebody's words."""

__version__ = "0.1.0"
