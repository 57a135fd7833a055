"""Where everything is kept: one database (SQLite or PostgreSQL), files and secrets, behind one small face."""
