"""The programme: sessions into slots and halls."""
