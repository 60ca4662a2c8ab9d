"""Statistics of the questions, without a ledger: numbers in, estimates or refusals out."""
