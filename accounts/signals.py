"""What others may listen to."""

from django.dispatch import Signal

# Sent inside the transaction that makes the account, with `user` and `request`; `request.session` is still the
# anonymous learner's, so a listener can give that work to the user.
signed_up = Signal()
