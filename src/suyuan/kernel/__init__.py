"""What every room stands on and which knows nothing of the trade."""
