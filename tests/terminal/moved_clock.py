"""dvcheck with its clocks moved: run as a module by tests that need time to pass, or a clock to be set."""

import tests.terminal.clocks  # noqa: F401

from dvcheck.cli import main  # isort: skip

if __name__ == "__main__":
    main()
