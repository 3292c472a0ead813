// The code under test: makes a video and waits for it. A client of the API like any other.
export class VideoMaker {
  constructor({baseURL, apiKey, sleep}) {
    this.baseURL = baseURL;
    this.headers = {authorization: `Bearer ${apiKey}`, 'content-type': 'application/json'};
    this.sleep = sleep ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms)));
  }

  async ask(path, options = {}) {
    for (let tries = 1; ; tries++) {
      const answer = await fetch(this.baseURL + path, {...options, headers: this.headers});
      if (answer.ok) return answer;
      const wait = Number(answer.headers.get('retry-after'));
      if (answer.status !== 429 || !wait || tries === 3) throw new Error((await answer.json()).error.message);
      await this.sleep(wait * 1000);
    }
  }

  async make(prompt) {
    const created = await (await this.ask('/videos', {method: 'POST', body: JSON.stringify({prompt})})).json();
    for (;;) {
      const answer = await this.ask(`/videos/${created.id}`);
      const video = await answer.json();
      if (video.status === 'failed') throw new Error(video.error.message);
      if (video.status === 'completed') return new Uint8Array(await (await this.ask(`/videos/${video.id}/content`)).arrayBuffer());
      await this.sleep(Number(answer.headers.get('openai-poll-after-ms') ?? 1000));
    }
  }
}
