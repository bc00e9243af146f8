"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.handler = handler;
// A handler to be compiled file by file: classes, enums, generators and awaiting as an older target has them.
const crypto_1 = require("crypto");
const promises_1 = require("timers/promises");
var Status;
(function (Status) {
    Status["Open"] = "open";
    Status["Done"] = "done";
})(Status || (Status = {}));
class Order {
    constructor(id, status = Status.Open) {
        this.id = id;
        this.status = status;
    }
    async close() {
        await (0, promises_1.setTimeout)(25);
        this.status = Status.Done;
        return this;
    }
}
async function handler(event) {
    const orders = await Promise.all([1, 2, 3].map(async () => new Order((0, crypto_1.randomUUID)()).close()));
    const answer = await fetch('https://api.example.com/orders', { method: 'POST', body: JSON.stringify(Object.assign(Object.assign({}, event), { at: new Date() })) });
    return { orders, answer: await answer.json(), elapsed: Math.round(performance.now()) };
}
