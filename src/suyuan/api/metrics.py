"""Counters in the text format of Prometheus (exposition format 0.0.4)."""

from __future__ import annotations

from collections import Counter, defaultdict


class Metrics:
    """Counts what the server did since it started."""

    def __init__(self) -> None:
        self.requests: Counter[tuple[str, str, int]] = Counter()
        self.seconds: defaultdict[tuple[str, str], float] = defaultdict(float)
        self.live = 0

    def answered(self, method: str, path: str, status: int, seconds: float) -> None:
        """Count one answer.

        :param path: the route's template, never the address itself.
        :param seconds: from the first byte read to the head of the answer.
        """
        self.requests[method, path, status] += 1
        self.seconds[method, path] += seconds

    def text(self, gauges: dict[str, float]) -> str:
        """All counters and the given gauges, one a line.

        :param gauges: by name without prefix.
        """
        lines = ["# TYPE suyuan_requests_total counter"]
        for (method, path, status), count in sorted(self.requests.items()):
            lines.append(f'suyuan_requests_total{{method="{method}",path="{path}",status="{status}"}} {count}')
        lines.append("# TYPE suyuan_request_seconds_total counter")
        for (method, path), spent in sorted(self.seconds.items()):
            lines.append(f'suyuan_request_seconds_total{{method="{method}",path="{path}"}} {spent:.6f}')
        for name, value in ({"live_watchers": self.live} | gauges).items():
            lines += [f"# TYPE suyuan_{name} gauge", f"suyuan_{name} {value:g}"]
        return "\n".join(lines) + "\n"
