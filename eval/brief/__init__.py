"""Whether a briefing holds what is most worth knowing: the things that two readers listed, before it was tuned.

Two people read each pile and list the twenty things most worth knowing (`mark` turns their quotes into offsets). A
thing stands in the briefing when lines that are shown, not folded, cover at least half of one of its places.
"""
