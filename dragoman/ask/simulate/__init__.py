"""Worlds with a known truth, by which the estimators of the questions are tested."""
