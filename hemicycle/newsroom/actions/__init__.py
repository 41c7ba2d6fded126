"""What can happen to an article: from a draft to what the public reads."""
