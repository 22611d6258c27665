"""From the text of one cell to a typed value, or an error (:mod:`flows.cells.problem`) with its rule and its remedy.

Every reader takes one text, cleaned or not, and gives None for a blank cell. Nothing is guessed: a text that is not one
of the accepted forms is an error, never another value (spec: exports, "Reading the cell").
"""
