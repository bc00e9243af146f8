// Where `_HANDLER` points while the recorder is loaded. An ES module, because only one of those can wait for the real handler.
import { createRequire } from 'node:module';

const { loadRecorded } = createRequire(import.meta.url)('./handler.js');

export const handler = await loadRecorded();
