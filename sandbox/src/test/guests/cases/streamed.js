'use strict';
// Asks for a stream while it runs.
exports.handler = async () => awslambda.streamifyResponse(async () => 1);

