"""WHAT THE LAW SAYS: pure functions; no clock, no database, no network.

`versions/` holds the law as dated data, `policy.toml` the operator's own
choices. What is law and what is policy is marked on everything.
"""
