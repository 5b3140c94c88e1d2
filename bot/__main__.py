"""`python -m bot`: hands over to the command line."""

from bot.cli import main

raise SystemExit(main())
