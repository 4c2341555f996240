"""Signs a request with botocore: reads URL, signed headers, body and keys as JSON, and prints the header `Authorization`."""

import datetime
import json
import sys

from botocore import auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

request_data = json.load(sys.stdin)
# botocore signs with the current time. Use the time of the original request instead.
stamp = request_data["headers"].pop("x-amz-date")
time = datetime.datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.timezone.utc)
auth.get_current_datetime = lambda *_, **__: time
token = request_data["headers"].pop("x-amz-security-token", None)
request = AWSRequest("POST", request_data["url"], headers=request_data["headers"], data=request_data["body"])
auth.SigV4Auth(Credentials(request_data["id"], request_data["secret"], token), "polly", request_data["region"]).add_auth(request)
print(request.headers["Authorization"])
