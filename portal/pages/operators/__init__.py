"""Operators' pages: the registry, offices, policy, closures, the engine, mail, papers."""
