"""Exceptions and deprecation warnings, at the paths of the refactored client."""
