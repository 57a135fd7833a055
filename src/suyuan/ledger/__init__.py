"""What happened, written once, sealed so that nobody can change it unnoticed, and followed by whoever must react."""
