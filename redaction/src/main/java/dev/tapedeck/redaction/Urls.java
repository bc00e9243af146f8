package dev.tapedeck.redaction;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** URLs and request targets, part by part: hosts of components stay, credentials go, path segments and query values are values. */
final class Urls {
    private final Nested nested;
    private final Values values;
    private final Vocabulary vocabulary;
    private final Pseudonyms pseudonyms;
    private final Ledger ledger;
    private final Map<String, String> hosts = new HashMap<>();

    Urls(Nested nested, Values values, Vocabulary vocabulary, Pseudonyms pseudonyms, Ledger ledger) {
        this.nested = nested;
        this.values = values;
        this.vocabulary = vocabulary;
        this.pseudonyms = pseudonyms;
        this.ledger = ledger;
    }

    String url(Field field, String url) {
        int authority = url.indexOf("://") + 3;
        int end = authority;
        while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        return url.substring(0, authority) + authority(url.substring(authority, end))
                + (end == url.length() ? "" : target(field, url.substring(end)));
    }

    private String authority(String authority) {
        int at = authority.lastIndexOf('@');
        String credentials = at < 0 ? "" : "redacted@";
        String host = authority.substring(at + 1);
        int colon = host.lastIndexOf(':');
        boolean port = colon > 0 && Tokens.isAllDigits(host.substring(colon + 1)) && !host.endsWith("]");
        String name = port ? host.substring(0, colon) : host;
        return credentials + hosts.computeIfAbsent(name, this::host) + (port ? host.substring(colon) : "");
    }

    private String host(String host) {
        if (vocabulary.hasHost(host.toLowerCase(Locale.ROOT)) || host.isEmpty()) {
            return host;
        }
        boolean name = Entities.find(host).isEmpty();
        boolean ours = StandardCodes.isProviderHost(host.toLowerCase(Locale.ROOT));
        String made = name && !ours ? pseudonyms.host(host) : values.texts().rewrite(host, Texts.Mode.TOKENS);
        if (!made.equals(host)) {
            ledger.token(host, made);
        }
        return made;
    }

    /** A path with its query and fragment. */
    String target(Field field, String target) {
        int fragment = target.indexOf('#');
        String before = fragment < 0 ? target : target.substring(0, fragment);
        int query = before.indexOf('?');
        StringBuilder out = new StringBuilder(path(field, query < 0 ? before : before.substring(0, query)));
        if (query >= 0) {
            out.append('?').append(query(field, before.substring(query + 1)));
        }
        if (fragment >= 0) {
            out.append('#').append(segment(field, target.substring(fragment + 1)));
        }
        return out.toString();
    }

    private String path(Field field, String path) {
        String[] segments = path.split("/", -1);
        StringBuilder out = new StringBuilder(path.length());
        for (int i = 0; i < segments.length; i++) {
            boolean account = i == 1 && segments.length > 2 && StandardAccounts.isAccount(segments[i]);
            out.append(i == 0 ? "" : "/").append(account ? values.texts().account(segments[i]) : segment(field, segments[i]));
        }
        return out.toString();
    }

    private String segment(Field field, String segment) {
        if (segment.isEmpty()) {
            return segment;
        }
        String decoded = Percent.isEncoded(segment) ? Percent.decode(segment) : segment;
        String redacted = nested.rewrite(field, decoded);
        return redacted.equals(decoded)
                ? segment
                : Percent.isEncoded(segment) || Tokens.hasWhitespace(redacted) ? Percent.encode(redacted) : redacted;
    }

    private String query(Field field, String query) {
        StringBuilder out = new StringBuilder(query.length());
        for (String part : query.split("&", -1)) {
            out.append(out.isEmpty() ? "" : "&").append(part.isEmpty() ? part : nested.pair(field, part));
        }
        return out.toString();
    }
}
