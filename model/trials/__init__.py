"""What was tried on the way to the shipped ensemble, in paired folds: kept and lost alike."""
