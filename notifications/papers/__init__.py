"""WHAT WE PUT ON PAPER: the memorandum's draft and the proof of its two filings.

`facts` gives the shape of what a paper speaks of, `parts` the memorandum's
headings in our own words, `word` writes the draft as an editable document,
`typeset` sets both papers as PDF in the fixed layouts beside it (`*.typ`).
"""
