"""What people asked, and what they said of the answers."""
