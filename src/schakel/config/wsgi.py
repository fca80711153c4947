"""The WSGI application of whichever door DJANGO_SETTINGS_MODULE names."""

import gc

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
# What was loaded stays for good: looking for rubbish among it would halt an answer for a tenth of a second now and then.
gc.collect()
gc.freeze()
