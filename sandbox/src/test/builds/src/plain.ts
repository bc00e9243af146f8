// A handler to be compiled file by file: classes, enums, generators and awaiting as an older target has them.
import { randomUUID } from 'crypto';
import { setTimeout as sleep } from 'timers/promises';

enum Status {
  Open = 'open',
  Done = 'done',
}

class Order {
  constructor(readonly id: string, public status: Status = Status.Open) {}

  async close(): Promise<this> {
    await sleep(25);
    this.status = Status.Done;
    return this;
  }
}

export async function handler(event: Record<string, unknown>): Promise<object> {
  const orders = await Promise.all([1, 2, 3].map(async () => new Order(randomUUID()).close()));
  const answer = await fetch('https://api.example.com/orders', { method: 'POST', body: JSON.stringify({ ...event, at: new Date() }) });
  return { orders, answer: await answer.json(), elapsed: Math.round(performance.now()) };
}
