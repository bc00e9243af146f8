import { get } from 'node:http';
import { once } from 'node:events';

const warmed = once(get(`${process.env.DEPENDENCY}/at-init`), 'response');
(await warmed)[0].resume();

export const handler = async () => {
  const [answer] = await once(get(`${process.env.DEPENDENCY}/named-import`), 'response');
  answer.resume();
  await once(answer, 'end');
  return { from: 'module' };
};
