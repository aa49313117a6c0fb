"""What the operator reads: the log, the metrics and reports of errors."""
