"""``python -m suyuan`` is the command line."""

from suyuan.cli import main

if __name__ == "__main__":
    main()
