'use strict';

/** A payment provider that takes everything. */
exports.handler = async () => ({ statusCode: 201, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ charge: 'charge-accepted' }) });
