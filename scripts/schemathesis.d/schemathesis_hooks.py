"""What schemathesis cannot know from the document."""

import uuid

import schemathesis


@schemathesis.hook
def map_headers(context, headers):
    """An Idempotency-Key stands for one request: a second body under the same key is refused."""
    if headers and "Idempotency-Key" in headers:
        headers["Idempotency-Key"] = str(uuid.uuid4())
    return headers
