// TypeScript as Node 24 loads it by itself: types that can be left out.
import { randomUUID } from 'node:crypto';

interface Order {
  id: string;
  at: number;
}

export const handler = async (): Promise<Order> => ({ id: randomUUID(), at: Date.now() });
