"""What is published about the conference, and what it is held against."""
