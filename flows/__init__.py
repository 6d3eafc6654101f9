"""WHEN IT HAPPENS: Prefect, thin. Claim, call an action, report.

No fact lives only in a flow run and no run waits for a person: any of them can
be killed at any line and started again. Nothing here can decide a case.
"""
