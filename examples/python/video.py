"""The code under test: makes a video and waits for it. A client of the API like any other."""

import json
import time
import urllib.error
import urllib.request


class VideoError(Exception):
    pass


class VideoMaker:
    def __init__(self, base_url, api_key, sleep=time.sleep):
        self.base_url, self.api_key, self.sleep = base_url, api_key, sleep

    def ask(self, path, body=None):
        for tries in (1, 2, 3):
            request = urllib.request.Request(self.base_url + path)
            request.add_header("Authorization", "Bearer " + self.api_key)
            if body is not None:
                request.data = json.dumps(body).encode()
                request.add_header("Content-Type", "application/json")
            try:
                with urllib.request.urlopen(request) as answer:
                    return answer.read(), answer.headers
            except urllib.error.HTTPError as error:
                with error:
                    wait = error.headers.get("Retry-After")
                    if error.code != 429 or wait is None or tries == 3:
                        raise VideoError(json.load(error)["error"]["message"]) from None
                self.sleep(float(wait))

    def make(self, prompt):
        video = json.loads(self.ask("/videos", {"prompt": prompt})[0])
        while True:
            answer, headers = self.ask("/videos/" + video["id"])
            video = json.loads(answer)
            if video["status"] == "failed":
                raise VideoError(video["error"]["message"])
            if video["status"] == "completed":
                return self.ask(f"/videos/{video['id']}/content")[0]
            self.sleep(float(headers.get("openai-poll-after-ms", 1000)) / 1000)
