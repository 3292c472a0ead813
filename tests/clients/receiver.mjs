// Receives webhooks as an application would: keeps what came, and answers what the test says.
import {createServer} from 'node:http';

export async function startReceiver() {
  const events = [];
  const receiver = {events, status: 200};
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    events.push({headers: request.headers, body: Buffer.concat(chunks).toString()});
    response.writeHead(receiver.status).end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  receiver.url = `http://127.0.0.1:${server.address().port}/hook`;
  receiver.close = () => new Promise((resolve) => server.close(resolve));
  // The events so far, once there are as many.
  receiver.wait = async (count) => {
    for (const end = Date.now() + 10_000; events.length < count; await new Promise((resolve) => setTimeout(resolve, 10))) {
      if (Date.now() > end) throw new Error(`${events.length} of ${count} webhooks came within 10 s`);
    }
    return events;
  };
  return receiver;
}
