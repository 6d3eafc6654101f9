"""WHAT IS FILED WITH A CASE: real files of each kind, sound and unsound."""
