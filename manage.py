#!/usr/bin/env python
"""Django's command line for Neuroquiz."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "neuroquiz.settings")
    # Requests have threads of their own; those of numpy's linear algebra would only keep a processor waiting.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
