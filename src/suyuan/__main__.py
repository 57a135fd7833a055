"""Run the command line: ``python -m suyuan``."""

from suyuan.cli import main

main()
