"""What schemathesis cannot know from the document."""

import re
import uuid

import schemathesis


@schemathesis.hook
def before_call(context, case, kwargs):
    """An Idempotency-Key stands for one request: a second body under the same key is refused."""
    key = (case.headers or {}).get("Idempotency-Key")
    if isinstance(key, str) and re.fullmatch(r"[A-Za-z0-9_-]{16,255}", key):
        case.headers["Idempotency-Key"] = str(uuid.uuid4())
