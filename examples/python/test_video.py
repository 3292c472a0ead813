"""A Python test suite that carries its own video API: no key, no network, no waiting.

VIDSPEC=path/to/vidspec python3 -m unittest
"""

import unittest

from vidspec_mock import Mock
from video import VideoError, VideoMaker


class VideoTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.mock = Mock()
        cls.addClassCleanup(cls.mock.stop)
        cls.mock.control("POST", "/clock", {"freeze": True})

    def setUp(self):
        self.mock.control("POST", "/reset")
        # The clock stands still; what the client sleeps, the clock of the mock moves. Minutes pass in milliseconds.
        self.maker = VideoMaker(self.mock.base_url, self.mock.api_key, sleep=self.advance)

    def advance(self, seconds):
        self.mock.control("POST", "/clock", {"advance": round(seconds * 1000)})

    def test_a_video_is_made_and_downloaded(self):
        film = self.maker.make("A paper boat on a pond")
        self.assertEqual(film[4:8], b"ftyp")
        polls = self.mock.control("POST", "/requests/verify", {"operation": "retrieve", "at_least": 2, "at_most": 20})
        self.assertTrue(polls["holds"], polls)

    def test_a_blocked_prompt_is_told_to_the_user(self):
        with self.assertRaisesRegex(VideoError, "blocked by our moderation system"):
            self.maker.make("x @scenario:moderation-blocked")

    def test_a_rate_limit_is_waited_for(self):
        self.mock.control("PUT", "/scenario", {"scenario": "rate-limited"})
        self.addCleanup(self.mock.control, "DELETE", "/scenario")
        self.assertGreater(len(self.maker.make("A lighthouse in a storm")), 1000)

    def test_no_quota_is_an_error_at_once(self):
        self.mock.control("POST", "/armed", {"scenario": "quota-exhausted"})
        with self.assertRaisesRegex(VideoError, "quota"):
            self.maker.make("x")
        self.assertEqual(self.mock.control("GET", "/tasks")["total"], 0)


if __name__ == "__main__":
    unittest.main()
