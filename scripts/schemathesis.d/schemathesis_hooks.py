"""What schemathesis cannot know from the document."""

import re
import uuid

import schemathesis


def leaves_out_authorization(case):
    """Touching the headers of such a case would make schemathesis add the header again."""
    data = getattr(getattr(case.meta, "phase", None), "data", None)
    return (getattr(data, "parameter", None) or "").lower() == "authorization"


@schemathesis.hook
def before_call(context, case, kwargs):
    """An Idempotency-Key stands for one request: a second body under the same key is refused."""
    key = (case.headers or {}).get("Idempotency-Key")
    valid = isinstance(key, str) and re.fullmatch(r"[A-Za-z0-9_-]{16,255}", key)
    if valid and not leaves_out_authorization(case):
        case.headers["Idempotency-Key"] = str(uuid.uuid4())
