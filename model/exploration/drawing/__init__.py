"""The pictures of the reports, drawn to PNG; needed by nothing that answers a user."""
