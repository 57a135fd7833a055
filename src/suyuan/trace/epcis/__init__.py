"""EPCIS 2.0 and CBV 2.0 documents: read, check, hash, normalise, write. Pure: nothing is stored here."""
