"""WHAT WE PUT ON PAPER: a memorandum's draft, the proof of its filings, the proof of notice.

`facts` gives the shape of what the first two speak of, `notices` that of the
third. `parts` holds the memorandum's headings in our own words, `word` writes
the draft as an editable document, `typeset` sets all three as PDF in the fixed
layouts beside it (`*.typ`).
"""
