'use strict';

/** One JSON line per thing worth knowing. `about` names the invoice's workflow, `fields` what happened. */
function logger(step, about) {
  const write = (level, message, fields) =>
    console.log(
      JSON.stringify({
        timestamp: new Date().toISOString(),
        level,
        correlationId: about.correlationId,
        workflow: 'invoice-close',
        step,
        ...fields,
        tenantId: about.tenantId,
        message,
      }),
    );
  return {
    info: (message, fields = {}) => write('INFO', message, fields),
    warn: (message, fields = {}) => write('WARN', message, fields),
    error: (message, fields = {}) => write('ERROR', message, fields),
  };
}

/** Runs `call` against a dependency and logs how long it took. */
async function timed(log, dependency, message, call) {
  const began = Date.now();
  try {
    const result = await call();
    log.info(message, { dependency, latencyMs: Date.now() - began, attempt: 1, status: 'ok' });
    return result;
  } catch (error) {
    log.error(`${message}: ${error.message}`, { dependency, latencyMs: Date.now() - began, attempt: 1, status: error.name });
    throw error;
  }
}

module.exports = { logger, timed };
