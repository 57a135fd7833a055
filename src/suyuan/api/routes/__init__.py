"""One file of routes per room; each route declares who may call it."""
