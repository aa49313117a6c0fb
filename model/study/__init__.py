"""The study of 2021, reproduced: its protocol, an honest one beside it, and the report of both."""
