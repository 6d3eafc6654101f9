"""The front door for programs: the same acts as JSON, by keys. No key decides."""
