"""Pages for people who are not signed in: plain HTML made here, without script."""
