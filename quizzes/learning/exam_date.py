"""The exam date: every fact that would come back too late is brought forward, once, into the last days before it.

The memory itself is scheduled as ever; the exam only moves dates when they are read. So a date that is set, moved or
taken away costs nothing, and what is due before the exam stays due. The last round lies in the last week (less, if the
exam is nearer), spread over its days by the name of the fact, and ends on the day before the exam.
"""

import hashlib
from datetime import UTC, date, datetime, time, timedelta

LAST_ROUND = 7


def due_for_exam(edge: str, due: datetime, reviewed_at: datetime, exam: date | None, now: datetime) -> datetime:
    """When a fact is due, given the date of the exam."""
    if exam is None or exam <= now.date():
        return due
    days = min(LAST_ROUND, (exam - now.date()).days)
    last = datetime.combine(exam - timedelta(days=1 + spread(edge, days)), time.min, tzinfo=UTC)
    if due <= last or reviewed_at >= datetime.combine(exam - timedelta(days=LAST_ROUND), time.min, tzinfo=UTC):
        return due
    return last


def spread(edge: str, days: int) -> int:
    """A day 0..days-1 for a fact, the same every time."""
    return hashlib.sha256(edge.encode()).digest()[0] % max(days, 1)
