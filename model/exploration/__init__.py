"""What the data set looks like: statistics, figures and the report."""
