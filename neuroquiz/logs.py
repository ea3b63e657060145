"""What the log may hold: never an e-mail address, wherever the text comes from."""

import logging
import re

EMAIL = re.compile(r"[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+")


class RedactingFormatter(logging.Formatter):
    """Strikes e-mail addresses out of messages and tracebacks alike (a database error quotes the row it refused)."""

    def format(self, record: logging.LogRecord) -> str:
        return EMAIL.sub("[e-mail address]", super().format(record))
