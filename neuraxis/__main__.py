"""Entry point of `python -m neuraxis`."""

import sys

from neuraxis.cli import main

sys.exit(main())
