"""What is done at set times without being asked, and what the operator is told and tells."""
