// A thread, of the module as it is imported.
import { Worker } from 'node:worker_threads';

export const handler = async () => {
  try {
    return typeof new Worker(new URL('data:text/javascript,1'));
  } catch (error) {
    return error.code;
  }
};
