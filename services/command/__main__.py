"""Lets `python -m services.command` be the command line, for children that know their interpreter and no path."""

import sys

from services.command.app import main

sys.exit(main())
