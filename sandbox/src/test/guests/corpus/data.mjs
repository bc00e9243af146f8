export default { loaded: new Date().toISOString() };
