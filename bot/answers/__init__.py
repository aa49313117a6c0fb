"""What is done for each kind of message: a request in, a reply out."""
