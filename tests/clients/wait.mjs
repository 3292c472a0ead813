// Polls a video to its end, as the documentation of the client shows it (the client has no helper for videos).
export async function waitFor(client, id, {every = 50, atMost = 20_000} = {}) {
  const seen = [];
  for (const deadline = Date.now() + atMost; Date.now() < deadline; ) {
    const video = await client.videos.retrieve(id);
    seen.push(video);
    if (video.status === 'completed' || video.status === 'failed') return {video, seen};
    await new Promise((resolve) => setTimeout(resolve, every));
  }
  throw new Error(`${id} did not end within ${atMost} ms: ${JSON.stringify(seen.at(-1))}`);
}
