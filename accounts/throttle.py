"""Slow down whoever guesses passwords.

A try is counted before the password is looked at, in a transaction of its own, so that parallel tries cannot slip past.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from accounts.models import SignInCount, normalize_email

WINDOW = timedelta(minutes=15)
FORGOTTEN_AT_ONCE = 100


@dataclass(frozen=True)
class Limit:
    """How many tries one window allows to one key."""

    key: str
    tries: int


class TooManyTries(Exception):
    def __init__(self, until: datetime) -> None:
        super().__init__(f"too many tries, the next one is possible at {until:%H:%M}")
        self.until = until


def limits(email: str, address: str) -> tuple[Limit, ...]:
    """One person at one place, one account from everywhere, one place for everyone (a campus shares an address)."""
    email = normalize_email(email)
    return (
        Limit(_key("person", email, address), 8),
        Limit(_key("account", email), 50),
        Limit(_key("place", address), 100),
    )


def count_try(email: str, address: str, now: datetime) -> None:
    """Count one try, or raise `TooManyTries` and count nothing."""
    with transaction.atomic():
        counts = [(_locked(limit.key, now), limit) for limit in limits(email, address)]
        spent = [count.window_ends for count, limit in counts if count.tries >= limit.tries]
        if spent:
            raise TooManyTries(max(spent))
        for count, _ in counts:
            count.tries += 1
            count.save()


def forget_tries(email: str, address: str, now: datetime) -> None:
    """After a right password: the tries of this person are forgiven, and what has run out is removed."""
    person, account, _ = limits(email, address)
    SignInCount.objects.filter(key=person.key).delete()
    SignInCount.objects.filter(key=account.key).delete()
    with transaction.atomic():
        # Rows that another request holds are left to it: waiting for them here could wait forever.
        expired = SignInCount.objects.select_for_update(skip_locked=True).filter(window_ends__lte=now)
        SignInCount.objects.filter(pk__in=list(expired.values_list("pk", flat=True)[:FORGOTTEN_AT_ONCE])).delete()


def _locked(key: str, now: datetime) -> SignInCount:
    SignInCount.objects.get_or_create(key=key, defaults={"window_ends": now + WINDOW})
    count = SignInCount.objects.select_for_update().get(key=key)
    if count.window_ends <= now:
        count.tries, count.window_ends = 0, now + WINDOW
    return count


def _key(*parts: str) -> str:
    return salted_hmac("accounts.throttle", "\n".join(parts), algorithm="sha256").hexdigest()
