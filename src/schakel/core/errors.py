"""What a log may say about an error nobody foresaw: its kind and its place, never its words."""


def place_of(error: BaseException) -> str:
    """File and line where `error` was raised. Its message may quote what somebody typed; its place never does."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    return f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place is not None else "unknown"
