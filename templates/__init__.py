"""Records put into words: pages, checklists and open data, each a Jinja2 template with the module that fills it."""
