'use strict';

const CURRENCIES = ['EUR', 'CHF', 'GBP', 'SEK', 'PLN'];
const METHODS = ['card', 'sepa', 'instant'];

/** ISO 13616: the rearranged number is 1 modulo 97. */
function isIban(text) {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(text ?? '')) return false;
  const digits = (text.slice(4) + text.slice(0, 4)).replace(/[A-Z]/g, (letter) => letter.charCodeAt(0) - 55);
  return [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1;
}

/** ISO 7812: the check digit of a card number. */
function isCardNumber(text) {
  if (!/^\d{12,19}$/.test(text ?? '')) return false;
  const sum = [...text].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** What is wrong with an invoice, as sentences; empty where nothing is. */
function problems(invoice) {
  const { customer = {}, payment = {} } = invoice;
  const found = [];
  if (!customer.name) found.push('customer.name is missing');
  if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(customer.email ?? '')) found.push('customer.email is not an e-mail address');
  if (!isIban(customer.iban)) found.push('customer.iban does not have a valid checksum');
  if (!CURRENCIES.includes(invoice.currency)) found.push(`currency must be one of ${CURRENCIES.join(', ')}`);
  if (!Number.isInteger(invoice.amountMinor) || invoice.amountMinor <= 0) found.push('amountMinor must be a positive integer');
  if (!METHODS.includes(payment.method)) found.push(`payment.method must be one of ${METHODS.join(', ')}`);
  if (payment.method === 'card' && !isCardNumber(payment.cardNumber)) found.push('payment.cardNumber is not a card number');
  return found;
}

module.exports = { problems, isIban, isCardNumber };
