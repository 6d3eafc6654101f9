"""WHAT THE LAW SAYS, told as situations."""
