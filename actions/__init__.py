"""WHAT PEOPLE DO: one verb, one function.

An act checks the rules, changes rows, appends to the log, queues its mail and
marks the case ready. It never commits: the caller owns the transaction.
"""
