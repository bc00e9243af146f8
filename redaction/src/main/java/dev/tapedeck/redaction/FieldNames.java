package dev.tapedeck.redaction;

import java.util.List;
import java.util.Set;

/** From the name of a field to its {@link FieldKind}. Names are read by their words, so that {@code card_number} and {@code cardNumber} are one. */
final class FieldNames {
    private static final Set<String> CREDENTIAL_WORDS = Set.of("password", "passwd", "pwd", "passphrase", "passcode", "secret", "secrets",
            "authorization", "apikey", "cookie", "cookies", "credential", "credentials", "bearer", "jwt", "csrf", "xsrf", "otp", "totp",
            "cvv", "cvc", "csc", "pin", "sig", "signature", "privatekey", "magstripe", "accesstoken", "mnemonic");
    private static final Set<String> CREDENTIAL_PAIRS = Set.of("api key", "access key", "private key", "secret key", "signing key",
            "security code", "verification code", "session key", "encryption key", "card verification", "track 1", "track 2", "track data",
            "security token", "magnetic stripe", "auth code", "account key", "set cookie", "session cookie", "recovery code", "cvv 2",
            "x api");
    private static final Set<String> NO_CREDENTIAL_BEFORE_TOKEN = Set.of("next", "continuation", "page", "task", "request", "idempotency",
            "sync", "pagination", "start", "card", "payment", "previous", "client", "sequence", "device", "push");

    private static final Set<String> PERSONAL_WORDS = Set.of("email", "emails", "mail", "phone", "phones", "telephone", "mobile", "msisdn",
            "fax", "iban", "bban", "ssn", "street", "postcode", "postal", "zip", "zipcode", "birthday", "birthdate", "dob", "surname",
            "firstname", "lastname", "fullname", "givenname", "nickname", "username", "passport", "address", "addresses", "latitude",
            "longitude", "lat", "lng", "lon", "salary", "cardholder", "pan", "gender", "religion", "ethnicity", "nationality", "signatory",
            "city", "town", "maiden", "licence", "nino", "forename", "addressee", "geolocation");
    private static final Set<String> PERSONAL_PAIRS = Set.of("first name", "last name", "full name", "given name", "family name",
            "middle name", "maiden name", "display name", "user name", "holder name", "contact name", "customer name", "card number",
            "card expiry", "card holder", "account number", "account holder", "sort code", "routing number", "tax id", "tax number",
            "vat id", "vat number", "national id", "social security", "identity number", "license number", "birth date", "date birth",
            "place birth", "user agent", "client ip", "source ip", "remote ip", "ip address", "forwarded for", "remote addr",
            "recipient name", "payer name", "payee name", "sender name", "company name", "client address", "login name", "enduser id",
            "signed by");
    private static final Set<String> PERSON_WORDS = Set.of("customer", "user", "person", "contact", "payer", "payee", "debtor", "creditor",
            "recipient", "sender", "holder", "owner", "employee", "patient", "member", "buyer", "seller", "shopper", "passenger", "guest",
            "driver", "claimant", "beneficiary", "billing", "shipping", "consignee", "applicant", "subscriber", "tenant", "signatory",
            "author", "student", "resident", "insured", "by");
    /** Inside an address or a person these stay codes. */
    private static final Set<String> IMPERSONAL = Set.of("country", "currency", "language", "locale", "type", "kind", "status", "region",
            "version", "code", "timezone");

    private static final Set<String> IDENTITY_NAMES = Set.of("api id", "domain prefix", "request id", "requestid", "aws request id",
            "lambda request id",
            "api request id", "message id", "trace id", "span id", "parent span id", "parent id", "event id", "correlation id",
            "x correlation id", "x request id", "traceparent", "x amzn trace id", "aws trace header", "x amzn requestid",
            "x amzn request id", "messaging message id", "faas invocation id", "faas execution", "extended request id", "x amz request id",
            "invocation id", "x b 3 traceid", "x b 3 spanid", "trace header", "root id");
    private static final Set<String> ACCOUNT_NAMES = Set.of("account", "account id", "aws account id", "owner account id",
            "cloud account id", "recipient account id", "aws account", "source account", "target account", "event source account");
    private static final Set<String> OPAQUE_NAMES = Set.of("receipt handle", "next token", "continuation token", "page token", "task token",
            "sequence number", "shard iterator", "last evaluated key", "start token", "starting token", "sync token");
    private static final Set<String> NAME_NAMES = Set.of("type", "event type", "detail type", "event name", "source", "operation", "method",
            "http method", "action", "step", "workflow", "dependency", "component", "function", "function name", "error type", "error name",
            "error code", "exception type", "rpc method", "rpc service", "messaging operation", "db operation", "faas trigger",
            "error kind");
    private static final Set<String> LABEL_NAMES = Set.of("event source", "service", "handler", "level", "severity", "logger", "stage",
            "runtime", "version", "protocol", "route key", "resource", "resource path", "queue name", "table name", "topic name",
            "bus name", "event bus name", "detail_type", "data type", "content type", "accept", "accept encoding", "content encoding",
            "transfer encoding", "cache control", "connection", "server", "x forwarded proto", "x forwarded port", "index name",
            "return values", "invocation type", "log type", "qualifier", "key schema", "aws region", "event version", "event source arn",
            "server address", "server port",
            "net peer name", "log group", "log group name", "function version", "x amz target", "scheme", "http", "statement type",
            "return consumed capacity", "dependency name", "http route", "route", "sdk", "vary", "x powered by", "x cache", "domain name",
            "domain prefix");
    private static final Set<String> LABEL_PREFIXES = Set.of("service", "telemetry", "faas", "messaging", "rpc", "cloud", "code", "otel",
            "network", "net", "process", "os", "host", "deployment", "container", "library", "scope", "thread", "tapedeck");
    private static final Set<String> DERIVED_NAMES = Set.of("md 5 of body", "md 5 of message body", "md 5 of message attributes",
            "md 5 of message system attributes", "etag", "e tag", "content md 5", "content length", "x amz crc 32", "x amz content sha 256",
            "digest", "content digest", "checksum", "x amz checksum crc 32", "x amz checksum sha 256", "x amz checksum sha 1", "md 5",
            "crc 32", "x amz decoded content length");
    private static final Set<String> TEXT_NAMES = Set.of("db statement", "db query text", "exception stacktrace", "exception message",
            "process command", "process command args", "process command line", "process executable path", "stacktrace", "stack trace",
            "stack", "error stack", "error message");
    private static final Set<String> TIME_WORDS = Set.of("time", "timestamp", "date", "datetime", "at", "since", "until", "expires",
            "expiry", "exp", "iat", "nbf", "epoch", "millis", "ttl", "deadline", "due", "created", "updated", "start", "end", "from", "to",
            "when", "on", "day");

    private static final Set<String> MEASURES = Set.of("nanos", "micros", "millis", "ns", "us", "ms", "bytes", "memory", "nanoseconds",
            "microseconds", "milliseconds");

    private FieldNames() {}

    static FieldKind kind(String name, FieldKind parent) {
        List<String> words = Words.of(name);
        String joined = String.join(" ", words);
        if (parent == FieldKind.CREDENTIAL || isCredential(words)) {
            return FieldKind.CREDENTIAL;
        }
        if (words.isEmpty()) {
            return inherited(parent);
        }
        String last = words.getLast();
        if (ACCOUNT_NAMES.contains(joined)) {
            return FieldKind.ACCOUNT;
        }
        if (parent == FieldKind.PERSONAL && !IMPERSONAL.contains(last)) {
            return FieldKind.PERSONAL;
        }
        if (isPersonal(words, joined) || (parent == FieldKind.PERSON && joined.equals("name"))) {
            return FieldKind.PERSONAL;
        }
        return impersonal(words, joined, last);
    }

    private static FieldKind inherited(FieldKind parent) {
        return parent == FieldKind.PERSONAL ? FieldKind.PERSONAL : FieldKind.ORDINARY;
    }

    private static FieldKind impersonal(List<String> words, String joined, String last) {
        if (IDENTITY_NAMES.contains(joined)) {
            return FieldKind.IDENTITY;
        }
        if (DERIVED_NAMES.contains(joined)) {
            return FieldKind.DERIVED;
        }
        if (OPAQUE_NAMES.contains(joined)) {
            return FieldKind.OPAQUE;
        }
        if (TEXT_NAMES.contains(joined)) {
            return FieldKind.TEXT;
        }
        if (last.equals("expression") || joined.equals("statement")) {
            return FieldKind.EXPRESSION;
        }
        if (MEASURES.contains(last)) {
            return FieldKind.MEASURE;
        }
        if (NAME_NAMES.contains(joined)) {
            return FieldKind.NAME;
        }
        if (LABEL_NAMES.contains(joined) || (words.size() > 1 && LABEL_PREFIXES.contains(words.getFirst()))) {
            return FieldKind.LABEL;
        }
        if (PERSON_WORDS.contains(last)) {
            return FieldKind.PERSON;
        }
        if (isId(last) && words.size() > 1 && PERSON_WORDS.contains(words.get(words.size() - 2))) {
            return FieldKind.SUBJECT;
        }
        if (TIME_WORDS.contains(last)) {
            return FieldKind.TIME;
        }
        return isId(last) ? FieldKind.ID : FieldKind.ORDINARY;
    }

    private static boolean isId(String last) {
        return last.equals("id") || last.equals("no") || last.equals("nr") || last.equals("number") || last.equals("num")
                || last.equals("key") || last.equals("pk")
                || last.equals("sk") || last.equals("ids");
    }

    private static boolean isCredential(List<String> words) {
        if (words.isEmpty() || isFlag(words.getFirst())) {
            return false;
        }
        String last = words.getLast();
        if (last.equals("token") || last.equals("tokens")) {
            return words.size() == 1 || !NO_CREDENTIAL_BEFORE_TOKEN.contains(words.get(words.size() - 2));
        }
        if (last.equals("auth") && words.size() == 1) {
            return true;
        }
        return words.stream().anyMatch(CREDENTIAL_WORDS::contains) || hasPair(words, CREDENTIAL_PAIRS);
    }

    private static boolean isFlag(String first) {
        return first.equals("is") || first.equals("has") || first.equals("needs") || first.equals("requires");
    }

    private static boolean isPersonal(List<String> words, String joined) {
        if (joined.equals("server address") || isFlag(words.getFirst())) {
            return false;
        }
        String last = words.getLast();
        return PERSONAL_WORDS.contains(last) || hasPair(words, PERSONAL_PAIRS)
                || (words.size() > 1 && PERSONAL_WORDS.contains(words.getFirst()) && !IMPERSONAL.contains(last)
                        && !TIME_WORDS.contains(last) && !last.equals("id"));
    }

    private static boolean hasPair(List<String> words, Set<String> pairs) {
        for (int i = 0; i + 1 < words.size(); i++) {
            if (pairs.contains(words.get(i) + " " + words.get(i + 1))) {
                return true;
            }
        }
        return false;
    }
}
