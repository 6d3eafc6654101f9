"""Figures for a monitor, in a registry of the portal's own: Prefect fills the global one."""

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest


class Counts:
    """What the portal did since it started."""

    def __init__(self) -> None:
        """Start at nothing."""
        self.registry = CollectorRegistry()
        self._answers = Counter(
            "recourse_portal_answers", "Answers given.", ["method", "route", "status"],
            registry=self.registry,
        )  # fmt: skip
        self._seconds = Histogram(
            "recourse_portal_seconds", "How long answers took.", ["route"], registry=self.registry,
            buckets=(0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5),
        )  # fmt: skip

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answer."""
        self._answers.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def text(self) -> bytes:
        """Write all of it as monitors read it."""
        return generate_latest(self.registry)
