"""Starts a vidspec mock for a test suite and talks to its control API. Copy it; it needs nothing but Python 3.9."""

import json
import os
import subprocess
import urllib.request


class Mock:
    def __init__(self, *flags):
        binary = os.environ.get("VIDSPEC", "vidspec")
        self.process = subprocess.Popen(
            [binary, "mock", "--port", "0", "--control-port", "0", *flags], stdout=subprocess.PIPE, text=True
        )
        # The first line says where it listens. Both ports are free ones, so suites can run side by side.
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the mock ended with exit code {self.process.wait()}")
        ready = json.loads(line)
        self.base_url, self.api_key, self.control_url = ready["base_url"], ready["api_key"], ready["control_url"]

    def control(self, method, path, body=None):
        request = urllib.request.Request(self.control_url + path, method=method)
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def stop(self):
        self.process.terminate()
        self.process.stdout.close()
        return self.process.wait()
