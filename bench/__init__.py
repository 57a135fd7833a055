"""What the house measures about itself; ``python -m bench`` prints the figures of ``docs/figures.md``."""
