"""Plain text: read as words, written as UTF-8."""

from schakel.methods.attachments.findings import Made

_ALLOWED_CONTROLS = "\t\n\f\r"


def copy(content: bytes) -> Made:
    """The words alone, without control characters and with one kind of line end."""
    text = "".join(
        sign for sign in _decoded(content) if sign in _ALLOWED_CONTROLS or (sign.isprintable() or sign.isspace())
    )
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Made(text.encode(), "text", {"lines": text.count("\n") + 1})


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
