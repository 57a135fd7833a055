"""The kinds of definitions that stand below forms: roles and apps. Higher rooms add theirs to ``KINDS``."""
