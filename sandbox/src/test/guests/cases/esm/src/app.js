// An ES module by its package's word, in a directory below, exporting an object with the handler inside.
export const api = { orders: { handler: async () => import.meta.url } };
