'use strict';
// A prime.
exports.handler = async () => String(require('crypto').generatePrimeSync(64, { bigint: true }));
