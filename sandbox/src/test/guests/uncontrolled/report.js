'use strict';
// The machine, written down.
exports.handler = async () => process.report.getReport().header.osRelease;
