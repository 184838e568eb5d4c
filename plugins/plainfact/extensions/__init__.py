"""The Python-Markdown extensions: they make all of one page, and never know MkDocs or YAML."""
