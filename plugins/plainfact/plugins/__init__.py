"""The MkDocs plugins: thin, each of use without the other."""
