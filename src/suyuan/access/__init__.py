"""Who somebody is, and what they may do: people, roles, sessions, keys, rights. Denied by default."""
