'use strict';
// A callback's result waits until nothing is left to do.
exports.handler = (event, context, callback) => {
  context.callbackWaitsForEmptyEventLoop = event.waits;
  setTimeout(() => console.log('later', context.getRemainingTimeInMillis()), 100);
  callback(null, { waits: event.waits, name: context.functionName, arn: context.invokedFunctionArn, id: context.awsRequestId, trace: process.env._X_AMZN_TRACE_ID });
};
