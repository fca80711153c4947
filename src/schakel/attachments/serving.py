"""A file as a browser gets it: to keep, or looked at where nothing in it can run."""

from collections.abc import Iterator

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from schakel.attachments.envelopes import Header

# A file is looked at, and nothing in it runs, loads or is framed, whatever it says it is.
SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox"


def served(header: Header, content: Iterator[bytes], *, inline: bool) -> StreamingHttpResponse:
    """The answer, as the content comes out of its pieces."""
    response = StreamingHttpResponse(
        content, content_type=header.kind_of_file.media_type if inline else "application/octet-stream"
    )
    if header.kind == "text":
        response["Content-Type"] = "text/plain; charset=utf-8"
    response["Content-Security-Policy"] = SANDBOX
    response["Content-Length"] = str(header.size)
    response["Content-Disposition"] = content_disposition_header(not inline, header.name) or "attachment"
    return response
