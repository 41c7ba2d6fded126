"""What we add to Django's database backends."""
