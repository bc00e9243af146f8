'use strict';

/** Loaded into a service that the harness starts: it ends when the harness does, however that ended. */
process.stdin.resume().once('end', () => process.exit(0));
