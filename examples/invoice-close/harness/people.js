'use strict';

/**
 * Invoices as tenants send them, with all that personal data hides in: names in free text, addresses,
 * IBANs and card numbers with valid check digits, JSON inside JSON, base64, URLs. The people are
 * invented; addresses end in `.example`, cards are of a test range, telephone numbers of ranges
 * reserved for fiction.
 */
const TENANTS = ['nordwind-energie', 'atelier-lumiere', 'kestrel-freight', 'piekarnia-zlota', 'alpenblick-hotels'];
const FIRST = ['Jana', 'Mireille', 'Tomasz', 'Aoife', 'Søren', 'Katarzyna', 'Émile', 'Yusuf', 'Ingrid', 'Zoë', 'Piotr', 'Lucía', 'Håkon', 'Beatrix', 'Owen'];
const LAST = ['Köhler', 'Dubois', 'Wiśniewski', "O'Connell", 'Lindqvist', 'Nowak', 'Fontaine', 'Yıldız', 'Bergström', 'van der Meer', 'Zając', 'Ibáñez', 'Halvorsen', 'Ashworth', 'Müller-Lüdenscheidt'];
const STREETS = ['Lindenstraße', 'Rue des Tanneurs', 'Piotrkowska', 'Harbour Row', 'Storgatan', 'Via Merulana'];
const COUNTRIES = [
  { country: 'DE', language: 'de', currency: 'EUR', ibanDigits: 18, city: 'Leipzig', postcode: 5, phone: (d) => `+49 30 23125 ${d(3)}` },
  { country: 'FR', language: 'fr', currency: 'EUR', ibanDigits: 23, city: 'Lyon', postcode: 5, phone: (d) => `+33 1 99 00 ${d(2)} ${d(2)}` },
  { country: 'GB', language: 'en', currency: 'GBP', ibanDigits: 14, bank: 'MIDL', city: 'Bristol', postcode: 4, phone: (d) => `+44 20 7946 0${d(3)}` },
  { country: 'PL', language: 'pl', currency: 'PLN', ibanDigits: 24, city: 'Łódź', postcode: 5, phone: (d) => `+48 22 000 ${d(2)} ${d(2)}` },
  { country: 'SE', language: 'sv', currency: 'SEK', ibanDigits: 20, city: 'Malmö', postcode: 5, phone: (d) => `+46 31 390 06 ${d(2)}` },
];
const METHODS = ['card', 'card', 'sepa', 'instant', 'instant'];

const base64 = (value) => Buffer.from(JSON.stringify(value)).toString('base64');
const base64url = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const ascii = (text) => text.normalize('NFD').replace(/[^\w-]/g, '').toLowerCase();

function iban(dice, { country, ibanDigits, bank = '' }) {
  const account = bank + dice.digits(ibanDigits);
  const digits = `${account}${country}00`.replace(/[A-Z]/g, (letter) => letter.charCodeAt(0) - 55);
  const rest = [...digits].reduce((sum, digit) => (sum * 10 + Number(digit)) % 97, 0);
  return `${country}${String(98 - rest).padStart(2, '0')}${account}`;
}

function cardNumber(dice) {
  const body = `411111${dice.digits(9)}`;
  const sum = [...body].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return body + ((10 - (sum % 10)) % 10);
}

function customer(dice, home) {
  const [first, last] = [dice.pick(FIRST), dice.pick(LAST)];
  return {
    name: `${first} ${last}`,
    email: `${ascii(first)}.${ascii(last)}${dice.integer(1, 99)}@${dice.pick(['posthaus', 'mailbox', 'kontor'])}.example`,
    phone: home.phone(dice.digits),
    iban: iban(dice, home),
    language: home.language,
    address: { street: `${dice.pick(STREETS)} ${dice.integer(1, 140)}`, postalCode: dice.digits(home.postcode), city: home.city, country: home.country },
  };
}

function payment(dice) {
  const method = dice.pick(METHODS);
  if (method !== 'card') return { method, mandate: `MNDT-${dice.digits(10)}` };
  return { method, cardNumber: cardNumber(dice), cardExpiry: `${dice.integer(27, 31)}-${String(dice.integer(1, 12)).padStart(2, '0')}`, token: `tok_live_${dice.hex(24)}` };
}

function notes(dice, { name, phone }, number) {
  return dice.pick([
    `Please call ${name} on ${phone} before dunning; the delivery note is ${number}.`,
    `${name} asked to be invoiced quarterly.\nSecond line: "net 30" agreed by telephone (${phone}).`,
    `Goods received by ${name.split(' ')[0]}, gate ${dice.integer(1, 9)}. No objections.`,
    '',
  ]);
}

function lines(dice) {
  return Array.from({ length: dice.integer(1, 3) }, () => ({ sku: `SKU-${dice.digits(6)}`, quantity: dice.integer(1, 12), unitMinor: dice.integer(250, 99000) }));
}

/** One request of a tenant: {tenantId, headers, body}. */
function request(dice) {
  const tenantId = dice.pick(TENANTS);
  const home = dice.pick(COUNTRIES);
  const who = customer(dice, home);
  const number = `2026-${dice.digits(6)}`;
  const items = lines(dice);
  const query = `ref=${encodeURIComponent(`${number}/${who.name}`)}&notify=${encodeURIComponent(who.email)}&sig=${dice.hex(32)}`;
  const crm = { account: `AC-${dice.digits(7)}`, contact: { name: who.name, email: who.email }, history: JSON.stringify([{ on: '2026-03-02', by: who.name, what: 'reminder' }]) };
  return {
    tenantId,
    headers: {
      'content-type': 'application/json',
      'user-agent': `erp-connect/${dice.integer(2, 4)}.${dice.integer(0, 9)}`,
      'x-tenant-id': tenantId,
      'x-correlation-id': `${dice.hex(8)}-${dice.hex(4)}-4${dice.hex(3)}-a${dice.hex(3)}-${dice.hex(12)}`,
      'x-forwarded-for': `203.0.113.${dice.integer(1, 254)}`,
      authorization: `Bearer ${base64url({ alg: 'HS256', typ: 'JWT' })}.${base64url({ sub: who.email, tenant: tenantId })}.${dice.hex(43)}`,
    },
    body: {
      invoiceNumber: number,
      amountMinor: items.reduce((sum, { quantity, unitMinor }) => sum + quantity * unitMinor, 0),
      currency: home.currency,
      dueDate: `2026-12-${String(dice.integer(10, 28))}`,
      customer: who,
      payment: payment(dice),
      lines: items,
      notes: notes(dice, who, number),
      metadata: JSON.stringify({ crm }),
      remittance: base64({ iban: who.iban, reference: `RF${dice.digits(2)}${dice.digits(12)}`, signedBy: who.name }),
      callbackUrl: `https://erp.${tenantId}.example/hooks/invoice?${query}`,
    },
  };
}

module.exports = { request };
