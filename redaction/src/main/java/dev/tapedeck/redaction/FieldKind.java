package dev.tapedeck.redaction;

/** What a field is for, as far as its name tells. */
enum FieldKind {
    /** Passwords, tokens, keys, card verification codes, PINs, track data: always dropped. */
    CREDENTIAL,
    /** Of a person: name, address, account. Always replaced, whatever the value looks like. */
    PERSONAL,
    /** An object that is about a person: a plain {@code name} in it is the person's. */
    PERSON,
    /** Names one such: a tenant, a customer. Replaced even if it is made of everyday words, unless the code has it as a literal. */
    SUBJECT,
    /** Ids of traces, spans, messages, requests and correlation: they lead back to production. */
    IDENTITY,
    /** The names of operations and event types, which may be any words. */
    NAME,
    /** What describes the machinery: hosts, versions, protocols. Words that schemas or the code have may stay. */
    LABEL,
    /** An expression in a query language: quoted literals are values, the rest is code. */
    EXPRESSION,
    /** The provider's account number. */
    ACCOUNT,
    /** What the provider hands out and takes back, such as a receipt handle: no structure inside. */
    OPAQUE,
    /** A digest, length or checksum of something else. */
    DERIVED,
    /** An instant, a date, or an age. */
    TIME,
    /** Statements, stack traces and command lines: never kept word by word. */
    TEXT,
    /** So many nanoseconds or bytes: a number of any length that names nothing. */
    MEASURE,
    /** A number that names something: an integer in it may be pasted into keys. */
    ID,
    ORDINARY
}
