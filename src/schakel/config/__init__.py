"""The top floor: settings of the two doors and the worker, URLs, WSGI, and the command line."""
