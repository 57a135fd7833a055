"""HTTP: the public contract, the routes of our own screens, the web pages themselves."""
