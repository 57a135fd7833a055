"""Helpers of the tests and of the Makefile."""
