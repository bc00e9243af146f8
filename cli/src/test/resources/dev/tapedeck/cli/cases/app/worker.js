'use strict';

/** Leaves a message that asks for it undone the first time. */
exports.handler = async ({ Records }) => ({
  batchItemFailures: Records.filter(({ body, attributes }) => JSON.parse(body).again && attributes.ApproximateReceiveCount === '1').map(
    ({ messageId }) => ({ itemIdentifier: messageId }),
  ),
});
