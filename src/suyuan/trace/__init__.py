"""What happened to lots: events with quantities on their links, balances, containers, and the walks over them."""
