"""What is done at set times without being asked."""
