"""WHAT IS ON RECORD: tables and enums, properties only.

Every fact Recourse keeps is a row of one of these tables; nothing is known
only to a process. The room imports nothing of ours.
"""
