"""What AWS's own code signs a request with: reads method, URL, signed headers and body as JSON, prints `Authorization`."""

import datetime
import json
import sys

from botocore import auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

asked = json.load(sys.stdin)
# The time of the request, not that of its check.
stamp = asked["headers"].pop("x-amz-date")
then = datetime.datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.timezone.utc)
auth.get_current_datetime = lambda *_, **__: then
token = asked["headers"].pop("x-amz-security-token", None)
request = AWSRequest("POST", asked["url"], headers=asked["headers"], data=asked["body"])
auth.SigV4Auth(Credentials(asked["id"], asked["secret"], token), "polly", asked["region"]).add_auth(request)
print(request.headers["Authorization"])
